"""Guides that were checked before their official sheet last changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from dematassist.guides.library import Library
    from dematassist.guides.official.store import Official


class Stale(NamedTuple):
    """A guide to check again: the sheet ``changed`` after the guide was ``checked``."""

    guide: str
    title: str
    sheet: str
    checked: date
    changed: date


def stale_guides(library: Library, official: Official, lang: str) -> tuple[Stale, ...]:
    """Return the guides whose official sheet changed since their facts were read."""
    guides = [library.guide(entry.id, lang) for entry in library.guides(lang)]
    changed = official.last_changes(tuple(guide.official_sheet for guide in guides if guide.official_sheet))
    return tuple(
        Stale(guide.id, guide.title, guide.official_sheet, guide.read_on, day)
        for guide in guides
        if (day := changed.get(guide.official_sheet)) and day > guide.read_on
    )
