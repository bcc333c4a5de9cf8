"""The words by which the State tells apart notes, other sheets and ways of doing."""

from __future__ import annotations

from enum import Enum


class Way(Enum):
    """How a case is done, where the sheet says it."""

    ONLINE = "enLigne"
    DESK = "surPlace"
    POST = "parCorres"


class NoteKind(Enum):
    """Why a note stands apart."""

    NOTE = "ANoter"
    KNOW = "ASavoir"
    ATTENTION = "Attention"
    REMINDER = "Rappel"
    EXAMPLE = "Exemple"
    WARNING = "Avertissement"
    NEWS = "Actualite"
    HELP = "Aide"


class Relation(Enum):
    """Why another sheet is named."""

    QUESTION = "QuestionReponse"
    SEE_ALSO = "VoirAussi"
    WHAT_IF = "CommentFaireSi"
    GUIDED = "RechercheGuidee"
    LINKED = "FicheLiee"
    PART = "Fiche"
