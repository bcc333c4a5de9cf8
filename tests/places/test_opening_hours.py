"""OpenStreetMap opening hours in words, and whether a desk is open now."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import opening_hours as reference
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dematassist.places.opening_hours import (
    Closed,
    Open,
    PublicHoliday,
    in_words,
    now_in_words,
    situation,
)
from dematassist.places.osm_hours import schedule, standard

MONDAY = datetime.fromisoformat("2026-11-23")
"""Hours are local: they have no zone."""
PARIS_WINTER = timezone(timedelta(hours=1))
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@pytest.mark.parametrize(
    ("osm", "lines"),
    [
        (
            "Mo-Fr 09:00-12:00,14:00-17:00",
            ("From Monday to Friday: from 9:00 to 12:00 and from 14:00 to 17:00.", "Closed: the weekend."),
        ),
        (
            "Mo,We,Th 08:30-12:15",
            (
                "Monday, Wednesday and Thursday: from 8:30 to 12:15.",
                "Closed: Tuesday and from Friday to Sunday.",
            ),
        ),
        (
            "Mo-Fr 09:00-12:00; We 14:00-17:00",
            (
                "Monday, Tuesday, Thursday and Friday: from 9:00 to 12:00.",
                "Wednesday: from 14:00 to 17:00.",
                "Closed: the weekend.",
            ),
        ),
        (
            "Mo 14:00-17:00, Mo 09:00-12:00",
            ("Monday: from 9:00 to 12:00 and from 14:00 to 17:00.", "Closed: from Tuesday to Sunday."),
        ),
        ("Mo-Su 10:00-24:00", ("Every day: from 10:00 to midnight.",)),
        ("10:00-12:00", ("Every day: from 10:00 to 12:00.",)),
        ("24/7", ("Every day: open day and night.",)),
        ("off", ("Every day: closed.",)),
        (
            "Mo-Sa 09:00-12:00; PH off; SH off",
            (
                "From Monday to Saturday: from 9:00 to 12:00.",
                "Closed: Sunday.",
                "Public holidays: closed.",
                "School holidays: closed.",
            ),
        ),
        (
            "Mo-Su,PH 10:00-18:00",
            ("Every day: from 10:00 to 18:00.", "Public holidays: from 10:00 to 18:00."),
        ),
        (
            "Mo-Sa 08:00-18:00; SH Mo-Fr 09:00-12:00",
            (
                "From Monday to Saturday: from 8:00 to 18:00.",
                "Closed: Sunday.",
                "School holidays, from Monday to Friday: from 9:00 to 12:00.",
            ),
        ),
        (
            "Mo-Su 09:00-17:00; Jul-Aug off",
            ("Every day: from 9:00 to 17:00.", "From July to August: closed."),
        ),
        (
            "Sep-Jun Mo-Fr 09:00-18:30; Jul,Aug Mo-Fr 09:00-12:00",
            (
                "From September to June, from Monday to Friday: from 9:00 to 18:30.",
                "In July and in August, from Monday to Friday: from 9:00 to 12:00.",
            ),
        ),
        (
            "Mo 09:00-12:00; We[1,-1] 14:00-16:00",
            (
                "Monday: from 9:00 to 12:00.",
                "Closed: Tuesday and from Thursday to Sunday.",
                "The first and last Wednesday of the month: from 14:00 to 16:00.",
            ),
        ),
        (
            'Mo-Fr 09:00-12:00 "sur rendez-vous; sonnez"',
            ("From Monday to Friday: from 9:00 to 12:00 (sur rendez-vous; sonnez).", "Closed: the weekend."),
        ),
        ('"sur rendez-vous"', ("Sur rendez-vous.",)),
        (
            "Sa-Mo 09:00-12:00",
            ("Monday, Saturday and Sunday: from 9:00 to 12:00.", "Closed: from Tuesday to Friday."),
        ),
        ("", ()),
    ],
)
def test_the_usual_forms_are_put_in_words(osm, lines):
    assert in_words(osm) == (lines, False)


@pytest.mark.parametrize(
    "sloppy",
    [
        "mo-fr 9:00-12:00;ph off",
        "Mo - Fr : 09:00 – 12:00 ; PH off ;",
        "Mo-Fr: 09:00-12:00;  PH closed",
        "PH off; Mo-Fr 09:00-12:00",
        "Mo-Fr 09:00-12:00, PH off",
    ],
)
def test_the_same_hours_written_without_care_say_the_same(sloppy):
    assert in_words(sloppy) == in_words("Mo-Fr 09:00-12:00; PH off")


@pytest.mark.parametrize(
    "osm",
    [
        "lundi 9h-12h",
        "sur rendez-vous",
        "Mo,We,Fr",
        "week 1-53/2 We 14:00-17:00",
        "Mo-Fr sunrise-sunset",
        "Mo-Fr 14:00+",
        "Mo 22:00-02:00",
        "Mo 09:00-09:00",
        "Mo 09:00-25:00",
        "Mo 09:70-10:00",
        "Mo 09:00-12:00,11:00-13:00",
        'Mo-Fr 09:00-12:00 || "appelez"',
        "2026 Dec 24 off",
        "PH 10:00-12:00; Mo-Fr 09:00-17:00",
        "Mo[1] 09:00-12:00; Mo 14:00-17:00",
        "Mo 09:00-12:00, We[1] 14:00-17:00",
        "Jul PH off",
        "Mo[7] 09:00-12:00",
        'Mo 09:00-12:00 "a", Mo 14:00-15:00 "b"',
        'off "fermé',
        "Mo-Fr 09:00-12:00" * 50,
    ],
)
def test_what_is_not_understood_is_shown_as_it_is_written_and_nobody_says_open(osm):
    assert in_words(osm) == ((f"Opening hours as written: {osm.strip()}",), True)
    assert situation(osm, MONDAY.replace(hour=10)) is None


_minutes = st.integers(min_value=0, max_value=96).map(lambda quarter: 15 * quarter)


def _clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def _week_rules(draw):
    rules = []
    for _number in range(draw(st.integers(min_value=1, max_value=4))):
        edges = sorted(draw(st.sets(_minutes, min_size=2, max_size=4)))
        spans = ",".join(f"{_clock(a)}-{_clock(b)}" for a, b in zip(edges[::2], edges[1::2], strict=False))
        day = st.sampled_from(DAYS)
        item = day | st.tuples(day, day).filter(lambda two: two[0] != two[1]).map("-".join)
        days = ",".join(draw(st.lists(item, min_size=1, max_size=3)))
        rules.append(f"{days} {draw(st.sampled_from([spans, spans, 'off']))}")
    return draw(st.sampled_from(["; ", ", "])).join(rules)


@given(_week_rules())
def test_the_hours_said_are_those_of_the_reference_reader_at_each_quarter_of_the_week(osm):
    read = schedule(osm)
    assume(read is not None)
    hours = reference.OpeningHours(standard(osm))
    for day, times in enumerate(read.week):
        for quarter in range(0, 24 * 60, 15):
            at = MONDAY + timedelta(days=day, minutes=quarter)
            said = times is not None and any(first <= quarter < last for first, last in times.spans)
            assert said == hours.is_open(at), (osm, at)


@given(
    st.text(alphabet='MoTuWeThFrSaSuPHSHJanAug0123456789:-,;[]/+ "off', max_size=60) | st.text(max_size=60)
)
def test_no_text_raises_and_every_text_says_something(osm):
    said = in_words(osm)
    assert bool(said.lines) == bool(osm.strip())
    now_in_words(osm, "42000", datetime(2026, 11, 24, 10, tzinfo=PARIS_WINTER))


HOURS = "Mo-Fr 09:00-12:00,14:00-17:00"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-24T10:00", "Open now, until 12:00."),
        ("2026-11-24T12:00", "Closed now. Opens today at 14:00."),
        ("2026-11-24T07:59", "Closed now. Opens today at 9:00."),
        ("2026-11-24T17:00", "Closed now. Opens tomorrow at 9:00."),
        ("2026-11-27T18:00", "Closed now. Opens on Monday at 9:00."),
        # Christmas is a Friday in 2026: these hours say nothing of it.
        ("2026-12-25T10:00", "Today is a public holiday. Call before you go."),
        ("2026-12-24T18:00", "Closed now."),
    ],
)
def test_whether_a_desk_is_open_now_is_said_with_the_next_change(at, expected):
    now = datetime.fromisoformat(at).replace(tzinfo=PARIS_WINTER)
    assert now_in_words(HOURS, "42000", now) == expected


def test_hours_that_speak_of_public_holidays_are_sure_on_them():
    christmas = datetime.fromisoformat("2026-12-25T10:00")
    assert situation(f"{HOURS}; PH off", christmas) == Closed(datetime.fromisoformat("2026-12-28T09:00"))
    assert situation(f"PH off; {HOURS}", christmas) == Closed(datetime.fromisoformat("2026-12-28T09:00"))
    assert situation("Mo-Su,PH 10:00-18:00", christmas) == Open(datetime.fromisoformat("2026-12-25T18:00"))
    assert situation(HOURS, christmas) == PublicHoliday()


@pytest.mark.parametrize("osm", [f"{HOURS}; SH off", f'{HOURS} "sur rendez-vous"', ""])
def test_nobody_says_open_when_school_holidays_or_a_comment_may_change_it(osm):
    assert situation(osm, datetime.fromisoformat("2026-11-24T10:00")) is None


def test_a_desk_that_never_closes_or_never_opens_is_said_plainly():
    now = datetime(2026, 11, 24, 10, tzinfo=PARIS_WINTER)
    assert now_in_words("24/7", "42000", now) == "Open now."
    assert now_in_words("off", "42000", now) == "Closed now."
    assert now_in_words("Mo-Su 00:00-24:00", "42000", now) == "Open now."
    assert now_in_words("We[1] 09:00-12:00", "42000", now) == "Closed now."


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [
        ("42000", "Open now, until 12:00."),
        ("97400", "Closed now. Opens today at 14:00."),
        ("97200", "Closed now. Opens today at 9:00."),
        ("", "Open now, until 12:00."),
    ],
)
def test_a_desk_overseas_lives_in_its_own_time(postcode, expected):
    # 10:00 in Paris, 13:00 in La Réunion, 5:00 in Martinique.
    assert now_in_words(HOURS, postcode, datetime(2026, 11, 24, 9, tzinfo=timezone.utc)) == expected


def test_a_computer_without_time_zones_says_nothing(monkeypatch):
    import zoneinfo

    def unknown(name):
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", unknown)
    assert now_in_words(HOURS, "42000", datetime(2026, 11, 24, 9, tzinfo=timezone.utc)) == ""
