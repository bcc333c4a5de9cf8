"""Why a document was found, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.asking import Reason
from dematassist.i18n import _, listed

if TYPE_CHECKING:
    from dematassist.guides.search import Why


def why_sentence(reasons: tuple[Why, ...]) -> str:
    """Say why: what words were taken to mean, how they were read, else the words that were found."""
    parts = []
    for why in reasons:
        if why.reason is Reason.SYNONYM:
            # Translators: {said} is what the person typed, {meant} what it means here.
            parts.append(_("{said} = {meant}").format(said=why.said, meant=why.meant))
        elif why.reason is Reason.SPELLING:
            # Translators: {said} is what the person typed, {meant} how we read it.
            parts.append(_("“{said}” read as “{meant}”").format(said=why.said, meant=why.meant))
    plain = [why.said for why in reasons if why.reason in (Reason.WORD, Reason.BEGINNING)]
    if plain:
        words = dict.fromkeys(word for said in plain for word in said.split())
        parts.append(_("“{words}”").format(words=" ".join(words)))
    # Translators: {reasons} is a list such as: carte grise = certificat d'immatriculation.
    return _("Found through: {reasons}.").format(reasons=listed(dict.fromkeys(parts)))
