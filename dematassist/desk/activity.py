"""What a mediator counts: day, minutes, themes, guides, autonomy, place. Never who.

One line of JSON an activity, added with one write and one ``fsync``. The table has the field names and the
values of La Coop de la médiation numérique, so that nothing is typed twice.
"""

from __future__ import annotations

import csv
import io
from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from dematassist.guides.themes import Theme
from dematassist.system.files import append_line, explained

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FIELDS = ("date", "duree", "typeLieu", "autonomie", "thematiques", "precisionsDemarche")
_THEMES = {Theme.HEALTH: Theme.SOCIAL, Theme.PENSION: Theme.WORK, Theme.ENERGY: Theme.HOUSING}
"""La Coop has the ten themes of service-public: where each other theme of ours is counted."""


class Autonomy(Enum):
    """How much the person did alone (values of La Coop)."""

    ACCOMPANIED = "entierement_accompagne"
    PARTLY = "partiellement_autonome"
    ALONE = "autonome"


class ActivityPlace(Enum):
    """Where it was done (values of La Coop)."""

    DESK = "lieu_activite"
    HOME = "domicile"
    REMOTE = "a_distance"
    OTHER = "autre"


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """One session, without anything of the person."""

    on: date
    minutes: int
    autonomy: Autonomy
    place: ActivityPlace
    themes: tuple[Theme, ...] = ()
    guides: tuple[str, ...] = ()
    """Titles of guides."""


def keep(path: Path, activity: Activity) -> None:
    """Add an activity to the file. Raises ``UserError`` when it cannot be written."""
    append_line(path, msgspec.json.encode(activity))


def activities(path: Path) -> tuple[Activity, ...]:
    """Return what was kept, oldest first; a line that cannot be read is left out."""
    if not path.exists():
        return ()
    kept = []
    with explained(path):
        for line in path.read_bytes().splitlines():
            try:
                kept.append(msgspec.json.decode(line, type=Activity))
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
    return tuple(kept)


def table(kept: Iterable[Activity]) -> str:
    """Return the activities as CSV (RFC 4180) with the field names of La Coop."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(FIELDS)
    for one in kept:
        themes = dict.fromkeys(_THEMES.get(theme, theme).value for theme in one.themes)
        writer.writerow(
            (
                one.on.isoformat(),
                one.minutes,
                one.place.value,
                one.autonomy.value,
                # La Coop has no theme for internet and accounts.
                "|".join(theme for theme in themes if theme != Theme.DIGITAL.value),
                " | ".join(one.guides),
            )
        )
    return written.getvalue()
