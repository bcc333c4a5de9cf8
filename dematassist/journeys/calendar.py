"""Dates to remember → one .ics file (RFC 5545)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dematassist.journeys.dates import read_date

if TYPE_CHECKING:
    from datetime import datetime

    from dematassist.guides.model import Guide
    from dematassist.journeys.model import NoteKey


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


class Reminders(NamedTuple):
    """What can be put in a calendar, and what cannot yet."""

    dated: tuple[DatedReminder, ...]
    undated: tuple[UndatedReminder, ...]


def dated_reminders(guide: Guide, notes: dict[NoteKey, str], finished_on: date | None) -> Reminders:
    """Count the days of the reminders from what this person wrote down, or from the end of the walk."""
    dated, undated = [], []
    for reminder in guide.after.reminders:
        start = finished_on
        if reminder.note:
            step_id, _slash, note_id = reminder.note.partition("/")
            start = read_date(notes.get((step_id, note_id), ""))
        if start is None:
            undated.append(UndatedReminder(reminder.id, reminder.text))
            continue
        try:
            on = start + timedelta(days=reminder.days)
        except OverflowError:
            undated.append(UndatedReminder(reminder.id, reminder.text))
            continue
        dated.append(DatedReminder(reminder.id, reminder.text, on, guide.title))
    return Reminders(tuple(sorted(dated, key=lambda r: r.on)), tuple(undated))


def ics(reminders: tuple[DatedReminder, ...], now: datetime) -> bytes:
    """Return a calendar with one whole-day event a reminder, which rings at 9 in the morning.

    The same reminder has the same UID, so that taking the file in twice does not write it twice.
    """
    # icalendar and what it needs cost 60 ms: only when dates are exported.
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//DematAssist//DematAssist//FR")
    calendar.add("version", "2.0")
    for reminder in reminders:
        event = Event()
        event.add("uid", f"{reminder.id}-{reminder.on:%Y%m%d}@dematassist.invalid")
        event.add("dtstamp", now)
        event.add("dtstart", reminder.on)
        event.add("dtend", reminder.on + timedelta(days=1))
        event.add("summary", reminder.text)
        event.add("description", reminder.guide_title)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", reminder.text)
        alarm.add("trigger", timedelta(hours=9))
        event.add_component(alarm)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
