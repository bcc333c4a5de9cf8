"""What is said of putting earlier walks in the encrypted folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from dematassist.journeys.summary import Summary


class EarlierView(NamedTuple):
    """A walk that is not in the folder."""

    journey_id: str
    title: str
    detail: str


def intro(*, is_desk: bool) -> tuple[str, ...]:
    """Say what putting a walk in the folder does."""
    if is_desk:
        return (
            _("These walks are only in the memory of this computer. They go at the end of the session."),
            _("You can keep them in your folder, on your stick. You then go on with them another day."),
        )
    return (
        _("These walks are on this computer, outside your folder. Whoever uses your session can read them."),
        _("You can keep them in your folder. They are then seen only while it is open."),
        _("Nothing forces you to: you go on with them the same way here."),
    )


def earlier_views(summaries: tuple[Summary, ...], days: dict[str, date]) -> tuple[EarlierView, ...]:
    """Say each walk, numbered: two may have one name."""
    return tuple(
        EarlierView(
            one.id,
            f"{number}. {one.title}",
            _("Last used on {day}.").format(day=date_in_words(days[one.id])),
        )
        for number, one in enumerate(summaries, 1)
    )


def moved_line(count: int, asked: int) -> str:
    """Say how many walks were put in the folder."""
    said = ngettext("{n} walk is in your folder.", "{n} walks are in your folder.", count).format(n=count)
    again = _("The others changed meanwhile: put them in again.") if count < asked else ""
    return f"{said} {again}".strip()
