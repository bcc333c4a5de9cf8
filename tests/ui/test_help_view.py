"""What the page « Parler à quelqu'un » says of desks and of emergency numbers."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from dematassist.places.directory import NOTHING_FOUND, Found, Near
from dematassist.places.emergency import ALWAYS, emergency_numbers
from dematassist.places.model import Place
from dematassist.ui.pages.help.view import desks_view, help_view

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone(timedelta(hours=1)))
DESK = Place(
    id="1", name="Mairie", address="1 rue Haute", postcode="42110", town="Feurs", updated_on=date(2026, 9, 1)
)


def lines(place, kilometres=None):
    found = Found((place,), ()) if kilometres is None else Found((), (Near(place, kilometres),))
    (desk,) = desks_view("Feurs", found, NOW).desks
    return desk.lines


def changed(**fields):
    import msgspec

    return msgspec.structs.replace(DESK, **fields)


def test_a_desk_says_its_address_its_hours_and_whether_it_is_open():
    assert lines(changed(opening_hours="Mo-Fr 09:00-12:00")) == (
        "1 rue Haute 42110 Feurs",
        "Open now, until 12:00.",
        "From Monday to Friday: from 9:00 to 12:00.",
        "Closed: the weekend.",
    )


def test_hours_that_nobody_gave_are_said_to_be_unknown():
    assert "We do not know the opening hours." in lines(DESK)


@pytest.mark.parametrize(
    ("updated_on", "said"),
    [
        (date(2025, 11, 24), ""),
        (date(2023, 3, 1), "These details date from 1 March 2023. Call before you go."),
        (None, "We do not know how old these details are. Call before you go."),
    ],
)
def test_old_details_are_said_to_be_old(updated_on, said):
    found = [line for line in lines(changed(updated_on=updated_on)) if "details" in line]
    assert found == ([said] if said else [])


def test_a_desk_that_moves_is_said_to_move():
    assert any("moves from place to place" in line for line in lines(changed(is_travelling=True)))


@pytest.mark.parametrize(("kilometres", "said"), [(7, "about 7 km"), (0, "about 1 km")])
def test_a_desk_of_another_town_says_how_far_it_is(kilometres, said):
    assert said in lines(DESK, kilometres)[1]


def test_what_is_found_is_said_before_the_desks():
    assert desks_view("Feurs", Found((DESK,), (Near(DESK, 3),)), NOW).said == "Desks for “Feurs”:"
    assert "same département" in desks_view("42110", Found((), (Near(DESK, None),)), NOW).said
    nothing = desks_view("Nulle-Part", NOTHING_FOUND, NOW)
    assert "39 39" in nothing.said
    assert nothing.desks == ()


@pytest.mark.parametrize("numbers", [emergency_numbers(RESOURCES, "fr"), ALWAYS])
def test_each_emergency_number_is_said_once_with_words(numbers):
    view = help_view(None, None, {}, (), numbers, NOW.date())
    said = view.danger + view.listening
    assert [line.partition(":")[0] for line in said] == [number.number for number in ALWAYS]
    assert all(line.partition(":")[2].strip() for line in said)
    assert view.danger[0].startswith("112:")


def test_a_number_past_its_review_date_says_to_check_it():
    numbers = emergency_numbers(RESOURCES, "en")
    later = help_view(None, None, {}, (), numbers, date(2030, 1, 1))
    assert all("To be checked" in line for line in later.listening)
    assert not any("To be checked" in line for line in later.danger)
