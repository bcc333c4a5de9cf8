"""An official sheet of service-public.gouv.fr and its parts: frozen, with no I/O.

Each class names the element of the State's schema (3.3, 3.4) that it holds. A ``Sheet`` keeps every text
of its file: what the schema does not know yet is an ``Unknown``, shown as text and counted.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from dematassist.guides.official.kinds import NoteKind, Relation, Way  # noqa: TC001 -- same reason
from dematassist.guides.official.text import (
    Condition,
    Part,
    Runs,
    SheetId,
    ToSheet,
    ToWeb,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    Held = Sequence["Block"]
else:
    # What msgspec makes; of a sheet that is opened it may be ``later.Later``.
    Held = tuple["Block", ...]


class Audience(Enum):
    """For whom a sheet is written."""

    PEOPLE = "particuliers"
    BUSINESSES = "professionnels"
    ASSOCIATIONS = "associations"


class Kind(Enum):
    """What a sheet is, as it is shown beside its title."""

    SHEET = "fiche"
    FORM = "formulaire"
    ONLINE_SERVICE = "teleservice"
    MODEL = "modele"
    SIMULATOR = "simulateur"
    CONTACT = "contact"
    THEME = "theme"


# ---------------------------------------------------------------------------------------------- blocks


class Paragraph(Part, frozen=True, tag="p"):
    """``Paragraphe``."""

    runs: Runs


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """``Item`` of a list."""

    blocks: tuple[Block, ...]
    when: Condition | None = None


class Listing(Part, frozen=True, tag="list"):
    """``Liste``."""

    items: tuple[Item, ...]
    is_numbered: bool = False
    is_check_list: bool = False
    """``caseACocher``: things to do, to be ticked."""


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """``Cellule`` of a table, and how many columns and rows it covers."""

    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """``Rangée`` of a table."""

    cells: tuple[Cell, ...]
    is_header: bool = False


class Table(Part, frozen=True, tag="table"):
    """``Tableau``. ``summary`` says in words what it holds; often empty."""

    title: Runs
    rows: tuple[Row, ...]
    is_first_column_header: bool = False
    summary: tuple[Block, ...] = ()


class Section(Part, frozen=True, tag="section"):
    """``Chapitre`` (level 1) or ``SousChapitre`` (level 2). ``is_papers``: the papers to give.

    Without a title, ``id`` is the name of one of the elements ``slices.UNTITLED``.
    """

    title: Runs
    level: int
    blocks: Held
    id: str = ""
    short_title: Runs = ()
    is_papers: bool = False
    is_important: bool = False
    when: Condition | None = None


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """``Cas`` or ``Situation``: one answer, and what holds then. ``intro`` asks the next question, if any."""

    title: Runs
    blocks: Held
    intro: tuple[Block, ...] = ()
    way: Way | None = None
    when: Condition | None = None


class Cases(Part, frozen=True, tag="cases"):
    """``BlocCas`` or ``ListeSituations``: a question, each case being an answer.

    ``is_situation``: the question is the person's situation, for the whole sheet. ``is_in_turn``: the cases
    are all read, one after the other (``sequentiel``).
    """

    cases: tuple[Case, ...]
    is_situation: bool = False
    is_in_turn: bool = False


class Fragment(Part, frozen=True, tag="fragment"):
    """``FragmentConditionne``: blocks shown when a condition holds."""

    blocks: tuple[Block, ...]
    when: Condition | None = None


class Note(Part, frozen=True, tag="note"):
    """``ANoter``, ``ASavoir``, ``Attention``, ``Rappel``, ``Exemple``, ``Avertissement``, ``Actualite``."""

    kind: NoteKind
    title: Runs
    blocks: tuple[Block, ...]
    on: str = ""
    """The day it was written, as the State writes it; empty when it does not say."""


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """``NoticeLiee``: the leaflet that explains a form."""

    title: str
    to: ToWeb | None
    cerfa: str = ""


class Annex(msgspec.Struct, frozen=True, omit_defaults=True):
    """``ServiceEnLigneAnnexe`` or ``ServiceEnLigneAlternatif``: a paper or a service that goes with it."""

    id: str
    title: Runs
    type: str = ""
    is_required: bool = False
    is_instead: bool = False
    cerfa: str = ""
    links: tuple[WebAddress, ...] = ()
    blocks: tuple[Block, ...] = ()
    notices: tuple[Notice, ...] = ()


class WebAddress(msgspec.Struct, frozen=True, omit_defaults=True):
    """``LienWeb``: an address and who is behind it."""

    to: ToWeb | None
    title: Runs = ()
    source: str = ""
    blocks: tuple[Block, ...] = ()


class Service(Part, frozen=True, tag="service"):
    """``ServiceEnLigne``: a form, an online service, a model of letter, a simulator."""

    id: SheetId
    kind: Kind
    title: Runs
    type: str = ""
    to: ToWeb | None = None
    source: str = ""
    cerfa: str = ""
    other_number: str = ""
    intro: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    notices: tuple[Notice, ...] = ()
    places: tuple[str, ...] = ()
    link_note: str = ""
    when: Condition | None = None


class Contact(Part, frozen=True, tag="contact"):
    """``OuSAdresser``: who to ask. ``places`` are kinds of desk of the national directory (``mairie``)."""

    id: str
    type: str
    title: Runs
    complement: str = ""
    source: str = ""
    places: tuple[str, ...] = ()
    links: tuple[ToWeb, ...] = ()
    blocks: tuple[Block, ...] = ()
    for_audience: str = ""
    when: Condition | None = None


class MoreInfo(Part, frozen=True, tag="more"):
    """``PourEnSavoirPlus`` or ``LienExterneCommente``: a page elsewhere."""

    title: Runs
    to: ToWeb | None
    source: str = ""
    blocks: tuple[Block, ...] = ()
    when: Condition | None = None


class Reference(Part, frozen=True, tag="reference"):
    """``Reference``: the law it stands on."""

    title: Runs
    to: ToWeb | None
    complement: str = ""
    source: str = ""
    when: Condition | None = None


class Term(Part, frozen=True, tag="term"):
    """``Definition`` or ``Abreviation``: what a word means. Links ``ToMeaning`` name its ``id``."""

    id: str
    title: Runs
    blocks: tuple[Block, ...]
    is_abbreviation: bool = False
    references: tuple[Block, ...] = ()


class Related(Part, frozen=True, tag="related"):
    """Another sheet to read: ``QuestionReponse``, ``VoirAussi``, ``Fiche`` of a file, ``FicheLiee``."""

    relation: Relation
    to: ToSheet
    title: Runs
    is_important: bool = False
    blocks: tuple[Block, ...] = ()
    """The theme or the file it is in."""


class Folder(Part, frozen=True, tag="folder"):
    """``Theme``, ``SousTheme``, ``Dossier``, ``DossierPere``, ``SousDossier``: sheets under a title."""

    id: str
    element: str
    title: Runs
    blocks: tuple[Block, ...] = ()


class Branch(Part, frozen=True, tag="branch"):
    """A step of a guided search: ``Problematique``, ``Branche``, ``Question``, ``Choix``.

    ``makes_true`` and ``makes_false`` are the variables that choosing it sets, for ``Condition``.
    """

    element: str
    title: Runs
    blocks: tuple[Block, ...] = ()
    branches: tuple[Branch, ...] = ()
    makes_true: tuple[str, ...] = ()
    makes_false: tuple[str, ...] = ()
    choice: Runs = ()
    """``TitreChoix``: the words of the choice that leads here, where they are not the title."""


class Picture(Part, frozen=True, tag="picture"):
    """``Image`` or ``Illustration``: never shown, for the library holds no file; its words are."""

    file: str
    instead: Runs
    caption: Runs = ()
    blocks: tuple[Block, ...] = ()
    """Its long description and its credits."""


class Illustrated(Part, frozen=True, tag="illustrated"):
    """``ContenuIllustre``: blocks beside pictures."""

    blocks: tuple[Block, ...]


class Comparison(Part, frozen=True, tag="comparison"):
    """``Comparaison…``: things compared, each under its title."""

    element: str
    title: Runs
    blocks: tuple[Block, ...]


class Unknown(Part, frozen=True, tag="unknown"):
    """An element the schema had not when this was written: its words, in order."""

    element: str
    blocks: tuple[Block, ...]


Block = (
    Paragraph
    | Listing
    | Table
    | Section
    | Cases
    | Fragment
    | Note
    | Service
    | Contact
    | MoreInfo
    | Reference
    | Term
    | Related
    | Folder
    | Branch
    | Picture
    | Illustrated
    | Comparison
    | Unknown
)

# ----------------------------------------------------------------------------------------------- sheet


class Level(msgspec.Struct, frozen=True, omit_defaults=True):
    """``Niveau`` of the ``FilDAriane``."""

    id: str
    title: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One sheet, complete.

    ``intro`` comes first, then ``blocks`` as the State orders them; ``terms`` are the words it explains;
    ``services``, ``contacts``, ``related``, ``more`` and ``references`` come after the text. ``around`` says
    where the sheet stands among the others. ``modified`` is the day of the last change, ``changed_much``
    that of the last one that matters.
    """

    id: SheetId
    audience: Audience
    kind: Kind
    type: str
    title: str
    summary: str = ""
    over_title: str = ""
    subject: str = ""
    url: str = ""
    modified: date | None = None
    changed_much: date | None = None
    is_being_updated: bool = False
    written_by: str = ""
    cerfa: str = ""
    other_number: str = ""
    trail: tuple[Level, ...] = ()
    intro: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    terms: tuple[Term, ...] = ()
    services: tuple[Block, ...] = ()
    contacts: tuple[Block, ...] = ()
    related: tuple[Block, ...] = ()
    more: tuple[Block, ...] = ()
    references: tuple[Block, ...] = ()
    around: tuple[Block, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    """What the State says of the file itself (publisher, rights…): element, text."""
    unknown: int = 0
    """Elements that were kept as ``Unknown``."""

    @property
    def can_be_followed(self) -> bool:
        """Whether there is something to follow: a theme is but a list of sheets."""
        return self.kind is not Kind.THEME

    def term(self, term_id: str) -> Term | None:
        """Return what a word means, ``None`` when the sheet does not say it."""
        return next((term for term in self.terms if term.id == term_id), None)
