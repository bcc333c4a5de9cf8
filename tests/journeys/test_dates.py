"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.journeys.dates import read_date, written


@pytest.mark.parametrize(
    "text", ["24/11/2026", "24.11.2026", "24-11-2026", "24 11 2026", " 24/11/26 ", "2026-11-24"]
)
def test_the_usual_ways_to_write_a_day_are_read(text):
    assert read_date(text) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "text", ["", "demain", "31/02/2026", "24/13/2026", "24/11", "1/1/1/1", "99999999999"]
)
def test_what_is_not_a_day_is_not_guessed(text):
    assert read_date(text) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_what_is_written_is_read_back(day):
    assert read_date(written(day)) == day
    assert read_date(day.isoformat()) == day


@given(st.text())
def test_no_text_raises(text):
    read_date(text)
