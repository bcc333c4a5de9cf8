"""Dates to remember, in a file that calendars read."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from dematassist.journeys.calendar import DatedReminder, dated_reminders, ics

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone(timedelta(hours=1)))
DAY = date(2026, 12, 1)
JOURNEY = "0123456789abcdef"


def events(*reminders, now=NOW, journey=JOURNEY):
    return Calendar.from_ical(ics(reminders, now, journey)).walk("VEVENT")


def test_days_are_counted_from_the_date_written_down(library):
    guide = library.guide("carte-vitale", "fr")
    found = dated_reminders(guide, {("commander", "date"): "2026-11-24"}, None, {})
    assert [(r.id, r.on) for r in found.dated] == [("relance", date(2026, 12, 15))]


def test_a_reminder_whose_date_is_not_known_is_said_to_be_so(library):
    guide = library.guide("carte-vitale", "fr")
    found = dated_reminders(guide, {("commander", "date"): "bientôt"}, date(2026, 11, 24), {})
    assert [r.id for r in found.undated] == ["relance"]
    assert [r.id for r in found.dated] == ["mise-a-jour"]


def test_a_walk_not_ended_dates_nothing_that_counts_from_its_end(library):
    guide = library.guide("carte-vitale", "fr")
    found = dated_reminders(guide, {}, None, {})
    assert found.dated == ()
    assert [r.id for r in found.undated] == ["relance", "mise-a-jour"]


def test_a_reminder_about_a_step_this_person_does_not_see_is_not_for_them(library):
    guide = library.guide("rsa", "fr")
    farm_workers_only = next(s for s in guide.steps if s.id == "demander-msa").when
    msa = {condition.question: condition.choices[0] for condition in farm_workers_only}

    def ids(answers):
        return {reminder.id for reminder in dated_reminders(guide, {}, None, answers).undated}

    assert {"relance-caf", "relance-msa"} <= ids({})
    assert "relance-msa" in ids(msa)
    assert "relance-caf" not in ids(msa)


def test_reminders_come_in_the_order_of_their_days(library):
    guide = library.guide("carte-vitale", "fr")
    found = dated_reminders(guide, {("commander", "date"): "01/01/2020"}, date(2026, 11, 24), {})
    assert [r.on for r in found.dated] == sorted(r.on for r in found.dated)
    assert len(found.dated) == 2


@pytest.mark.parametrize("written", ["31/12/9999", "10/12/9999"])
def test_the_last_day_of_time_is_not_passed(library, written):
    # Twenty-one days after the second one is the last day itself, which no event can end after.
    guide = library.guide("carte-vitale", "fr")
    assert dated_reminders(guide, {("commander", "date"): written}, None, {}).dated == ()


_texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1)


@given(text=_texts, title=_texts, on=st.dates(max_value=date(9999, 12, 30)))
def test_a_calendar_program_reads_back_the_day_and_the_text(text, title, on):
    (event,) = events(DatedReminder("r", text, on, title))
    written = "".join(c for c in text if (ord(c) >= 32 and ord(c) != 127) or c in "\t\n")
    assert event["DTSTART"].dt == on
    assert event["DTEND"].dt == on + timedelta(days=1)
    assert str(event["SUMMARY"]) == written
    (alarm,) = event.walk("VALARM")
    assert str(alarm["DESCRIPTION"]) == written


@given(text=_texts)
def test_lines_are_folded_and_end_as_the_standard_says(text):
    content = ics((DatedReminder("r", text, DAY, text * 5),), NOW, JOURNEY)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    content.decode()


def test_what_the_standard_asks_of_each_event_is_there():
    content = ics((DatedReminder("r", "a; b, c\\d\ne", DAY, "Guide"),), NOW, JOURNEY).decode().split("\r\n")
    for line in (
        "VERSION:2.0",
        "PRODID:-//DematAssist//DematAssist//FR",
        "DTSTART;VALUE=DATE:20261201",
        "DTEND;VALUE=DATE:20261202",
        "DTSTAMP:20261124T091500Z",
        f"UID:{JOURNEY}-r@dematassist.invalid",
        "SUMMARY:a\\; b\\, c\\\\d\\ne",
        "TRANSP:TRANSPARENT",
        "ACTION:DISPLAY",
        "TRIGGER:PT9H",
    ):
        assert line in content


def test_a_date_put_right_moves_the_event_instead_of_adding_one():
    (before,) = events(DatedReminder("r", "t", DAY, "Guide"))
    (after,) = events(DatedReminder("r", "t", DAY + timedelta(days=9), "Guide"), now=NOW + timedelta(days=1))
    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]


def test_the_same_reminder_of_two_persons_is_two_events():
    reminder = DatedReminder("r", "t", DAY, "Guide")
    (mine,), (hers,) = events(reminder), events(reminder, journey="fedcba9876543210")
    assert mine["UID"] != hers["UID"]


def test_each_reminder_has_its_own_event():
    found = events(DatedReminder("a", "t", DAY, "Guide"), DatedReminder("b", "t", DAY, "Guide"))
    assert len({str(event["UID"]) for event in found}) == 2


def test_no_reminder_makes_an_empty_calendar():
    assert events() == []
