"""What the page of pronunciation says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.system.settings import MOST_CORRECTIONS

if TYPE_CHECKING:
    from dematassist.system.settings import Voicing


def purpose() -> tuple[str, ...]:
    """Say what is done here."""
    return (
        _("Write the word as you see it. Then write it as you say it."),
        # Translators: an acronym that the voice spells, and how people say it.
        _("Example: “ANTS”, said “ants”."),
    )


def said_of(written: str, said: str) -> str:
    """Say a correction in one line."""
    return _("“{written}” is said “{said}”.").format(written=written, said=said)


def with_correction(voicing: Voicing, written: str, said: str) -> Voicing | None:
    """Return the settings with this correction instead of the one for the same word; None when too many."""
    others = tuple(pair for pair in voicing.corrections if pair[0].casefold() != written.casefold())
    if len(others) >= MOST_CORRECTIONS:
        return None
    return voicing._replace(corrections=(*others, (written, said)))


def without_correction(voicing: Voicing, written: str) -> Voicing:
    """Return the settings without the correction of a word."""
    return voicing._replace(corrections=tuple(pair for pair in voicing.corrections if pair[0] != written))
