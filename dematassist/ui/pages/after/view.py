"""What comes once the steps are done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.wording import checked_line, date_in_words
from dematassist.i18n import _
from dematassist.journeys.calendar import dated_reminders

if TYPE_CHECKING:
    from datetime import date

    from dematassist.journeys.record import Walk


class AfterView(NamedTuple):
    """What comes next, in the order it is read."""

    title: str
    next: tuple[str, ...]
    worry: tuple[str, ...]
    silence: tuple[str, ...]
    appeal: tuple[str, ...]
    dates: tuple[str, ...]
    has_dates: bool
    """Whether at least one date is known, so that there is something to export."""
    checked: str


def after_view(walk: Walk, today: date) -> AfterView:
    """Say what comes next on this walk."""
    journey, guide = walk.journey, walk.guide
    reminders = dated_reminders(guide, journey.notes, journey.finished_on, journey.answers)
    dates = [
        _("{day}: {text}").format(day=date_in_words(reminder.on), text=reminder.text)
        for reminder in reminders.dated
    ]
    dates += [
        _("{text} (write the date in the step to have the day)").format(text=reminder.text)
        for reminder in reminders.undated
    ]
    return AfterView(
        title=_("What comes next"),
        next=guide.after.next,
        worry=guide.after.worry,
        silence=guide.after.silence,
        appeal=guide.after.appeal,
        dates=tuple(dates),
        has_dates=bool(reminders.dated),
        checked=checked_line(guide.after.provenance, today),
    )
