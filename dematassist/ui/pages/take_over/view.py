"""What is said of a hand-over file, before and after it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, ngettext

if TYPE_CHECKING:
    from dematassist.app import TakenOver
    from dematassist.appointments.handing_over import HandOverNote

Group = tuple[str, tuple[str, ...]]


def take_over_lines() -> tuple[str, ...]:
    """Say what to do."""
    return (
        _("The person gives you the file, and the six words if they want to."),
        _("Their procedures begin again here, where they were. You see only what they chose to share."),
    )


def opened_groups(note: HandOverNote, taken: TakenOver) -> tuple[Group, ...]:
    """Say what was passed on."""
    begun = len(taken.journey_ids)
    lines = [
        _("Made on {day}, for: {who}.").format(day=date_in_words(note.made_on), who=note.for_whom),
        ngettext("{n} procedure goes on here.", "{n} procedures go on here.", begun).format(n=begun),
    ]
    if note.name:
        lines.append(_("Name: {name}").format(name=note.name))
    if taken.unknown:
        said = ngettext(
            "{n} procedure has no guide on this computer. It is on the printed sheet.",
            "{n} procedures have no guide on this computer. They are on the printed sheet.",
            taken.unknown,
        )
        lines.append(said.format(n=taken.unknown))
    groups = (
        (_("What is passed on"), tuple(lines)),
        (_("Papers that the person has"), note.papers_in_hand),
        (_("Papers that are missing"), note.papers_missing),
        (_("In their own words"), tuple(line for line in note.text.splitlines() if line.strip())),
    )
    return tuple(group for group in groups if group[1])
