"""The titles of chapters, those that their elements name included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.official.text import plain
from dematassist.i18n import _

if TYPE_CHECKING:
    from dematassist.guides.official.model import Section


def title_of(section: Section) -> str:
    """Return what a section is called; empty when nothing says it."""
    return " ".join(plain(section.title).split()) or _names().get(section.id, "")


def _names() -> dict[str, str]:
    return {
        "Etapes": _("The steps"),
        "Documents": _("Papers to give"),
        "Delai": _("Time before an answer"),
        "Recours": _("If you do not agree"),
        "Cout": _("Price"),
        "NbEtapes": _("How many steps"),
    }
