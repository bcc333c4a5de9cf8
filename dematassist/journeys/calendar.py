"""Dates to remember → one .ics file (RFC 5545)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import visible_steps
from dematassist.journeys.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

    from dematassist.guides.model import ChoiceId, Guide, QuestionId
    from dematassist.journeys.model import JourneyId, NoteKey

_ONE_DAY = timedelta(days=1)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What a text of RFC 5545 may not hold (section 3.1)."""


class DatedReminder(NamedTuple):
    """Something to remember on a day."""

    id: str
    text: str
    on: date
    guide_title: str


class UndatedReminder(NamedTuple):
    """Something to remember, whose day is not known: the date it counts from was not written down."""

    id: str
    text: str


class CalendarEvent(NamedTuple):
    """An event of a calendar file: a whole day, or from an hour on."""

    uid: str
    """What stays the same when the event changes."""
    on: date
    summary: str
    description: str
    rings: timedelta
    """When the alarm rings, counted from the beginning of the event."""
    at: time | None = None
    location: str = ""


class Reminders(NamedTuple):
    """What can be put in a calendar, and what cannot yet."""

    dated: tuple[DatedReminder, ...]
    undated: tuple[UndatedReminder, ...]


def dated_reminders(
    guide: Guide, notes: dict[NoteKey, str], finished_on: date | None, answers: dict[QuestionId, ChoiceId]
) -> Reminders:
    """Count the days of the reminders from what this person wrote down, or from the end of the walk.

    What counts from a step this person does not see, given these answers, is not for them.
    """
    dated, undated = [], []
    seen = {step.id for step in visible_steps(guide, answers)}
    for reminder in guide.after.reminders:
        step_id, _slash, note_id = reminder.note.partition("/")
        if reminder.note and step_id not in seen:
            continue
        start = read_date(notes.get((step_id, note_id), "")) if reminder.note else finished_on
        on = _later(start, reminder.days) if start else None
        if on:
            dated.append(DatedReminder(reminder.id, reminder.text, on, guide.title))
        else:
            undated.append(UndatedReminder(reminder.id, reminder.text))
    return Reminders(tuple(sorted(dated, key=lambda r: r.on)), tuple(undated))


def ics(reminders: tuple[DatedReminder, ...], now: datetime, journey_id: JourneyId) -> bytes:
    """Return a calendar (RFC 5545) with one whole-day event a reminder, which rings at 9 that morning.

    The same reminder of the same journey keeps its UID: taking the file in again, once a date was put
    right, moves the event instead of adding one. ``now`` has its zone.
    """
    return calendar_of(
        [
            CalendarEvent(
                uid=f"{journey_id}-{reminder.id}",
                on=reminder.on,
                summary=reminder.text,
                description=reminder.guide_title,
                rings=timedelta(hours=9),
            )
            for reminder in reminders
        ],
        now,
    )


def calendar_of(events: Iterable[CalendarEvent], now: datetime) -> bytes:
    """Return a calendar (RFC 5545) of these events. ``now`` has its zone."""
    # icalendar and what it needs cost 60 ms: only when dates are exported.
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//DematAssist//DematAssist//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for said in events:
        text = _CONTROLS.sub("", said.summary)
        event = Event()
        event.add("uid", f"{said.uid}@dematassist.invalid")
        event.add("dtstamp", now.astimezone(timezone.utc))
        # Calendars keep the version with the highest number: the last one written.
        event.add("sequence", int(now.timestamp()) // 60)
        if said.at is None:
            event.add("dtstart", said.on)
            event.add("dtend", said.on + _ONE_DAY)
        else:
            # Without a zone (« floating », 3.3.5): the hour of the place, wherever in France it is.
            event.add("dtstart", datetime.combine(said.on, said.at))
        event.add("summary", text)
        for name, words in (("description", said.description), ("location", said.location)):
            if words:
                event.add(name, _CONTROLS.sub("", words))
        event.add("transp", "TRANSPARENT" if said.at is None else "OPAQUE")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", text)
        alarm.add("trigger", said.rings)
        event.add_component(alarm)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _later(start: date, days: int) -> date | None:
    """Return the day so many days later; ``None`` past the last one that a whole-day event can have."""
    try:
        on = start + timedelta(days=days)
    except OverflowError:
        return None
    return on if on < date.max else None
