"""Dates to remember, in a file that calendars read."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from dematassist.journeys.calendar import DatedReminder, dated_reminders, ics

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)


def test_days_are_counted_from_the_date_written_down(library):
    guide = library.guide("carte-vitale", "fr")
    found = dated_reminders(guide, {("commander", "date"): "2026-11-24"}, None)
    assert [(r.id, r.on) for r in found.dated] == [("relance", date(2026, 12, 15))]


def test_a_reminder_whose_date_is_not_known_is_said_to_be_so(library):
    guide = library.guide("carte-vitale", "fr")
    found = dated_reminders(guide, {("commander", "date"): "bientôt"}, date(2026, 11, 24))
    assert [r.id for r in found.undated] == ["relance"]
    assert [r.id for r in found.dated] == ["mise-a-jour"]


def test_the_last_day_of_time_is_not_passed(library):
    guide = library.guide("carte-vitale", "fr")
    assert dated_reminders(guide, {("commander", "date"): "31/12/9999"}, None).dated == ()


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), on=st.dates())
def test_a_calendar_program_reads_back_the_day_and_the_text(text, on):
    if on > date(9999, 12, 30):
        on -= timedelta(days=2)
    (event,) = Calendar.from_ical(ics((DatedReminder("r", text, on, "Guide"),), NOW)).walk("VEVENT")
    assert event["DTSTART"].dt == on
    assert str(event["SUMMARY"]) == text
    assert len(event.walk("VALARM")) == 1


def test_lines_are_folded_and_end_as_the_standard_says():
    content = ics((DatedReminder("r", "é" * 200, date(2026, 12, 1), "Guide"),), NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize("times", [1, 2])
def test_the_same_reminder_has_the_same_name_each_time(times):
    reminder = DatedReminder("r", "t", date(2026, 12, 1), "Guide")
    made = {
        ics((reminder,), NOW + timedelta(days=n)).split(b"UID:")[1].split(b"\r\n")[0] for n in range(times)
    }
    assert len(made) == 1
