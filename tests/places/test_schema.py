"""One row of the public schema, in its editions, and whatever a hostile file may hold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.places.schema import column_name, place_of

PLAIN = {"nom": "Accueil", "commune": "Feurs", "code_postal": "42110"}

_cells = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=6,
)
_columns = st.sampled_from(
    [
        "id",
        "source",
        "nom",
        "commune",
        "code_postal",
        "adresse",
        "latitude",
        "longitude",
        "typologie",
        "telephone",
        "courriels",
        "site_web",
        "horaires",
        "contact",
        "localisation",
        "services",
        "reseaux_porteurs",
        "prise_rdv",
        "itinerance",
        "date_maj",
    ]
)


@pytest.mark.parametrize("column", ["nom", "commune"])
def test_a_row_without_name_or_town_is_wrong(column):
    assert place_of({**PLAIN, column: " "}, 1) is None


@pytest.mark.parametrize("postcode", ["Feurs", "4211", "421100", "42 1a0"])
def test_a_row_whose_cells_moved_is_wrong(postcode):
    # Four digits are a postcode that lost its zero.
    place = place_of({**PLAIN, "code_postal": postcode}, 1)
    assert place is None if postcode != "4211" else place.postcode == "04211"


def test_a_postcode_that_a_spreadsheet_made_a_number_is_mended():
    assert place_of({**PLAIN, "code_postal": 1000}, 1).postcode == "01000"
    assert place_of({**PLAIN, "code_postal": "1000.0"}, 1).postcode == "01000"
    assert place_of({**PLAIN, "code_postal": None}, 1).postcode == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("+33123456789", "01 23 45 67 89"),
        ("0033 1 23 45 67 89", "01 23 45 67 89"),
        ("01.23.45.67.89", "01 23 45 67 89"),
        ("+262262123456", "02 62 12 34 56"),
        ("3646", "36 46"),
        ("+33123456789|+33198765432", "01 23 45 67 89"),
        ("+32 2 123 45 67", "+32 2 123 45 67"),
        ("demander à l’accueil", "demander à l’accueil"),
    ],
)
def test_a_phone_number_is_written_as_it_is_dialled(written, read):
    assert place_of({**PLAIN, "telephone": written}, 1).phone == read


@pytest.mark.parametrize(
    "written",
    ["a|b|c", "a;b;c", '["a", "b", "c"]', "['a', 'b', 'c']", "{a,b,c}", ["a", "b", "c"], " a | b|c|a "],
)
def test_a_list_is_read_however_it_is_written(written):
    assert place_of({**PLAIN, "services": written}, 1).services == ("a", "b", "c")


def test_a_comma_or_brackets_inside_a_value_do_not_cut_it():
    place = place_of({**PLAIN, "prise_en_charge_specifique": "Langues (anglais, arabe)|Surdité"}, 1)
    assert place.care == ("Langues (anglais, arabe)", "Surdité")


@pytest.mark.parametrize(
    ("latitude", "longitude", "read"),
    [
        ("45.44", "4.39", (45.44, 4.39)),
        ("45,44", "4,39", (45.44, 4.39)),
        (45.44, 4.39, (45.44, 4.39)),
        ("45.44", "", (None, None)),
        ("0", "0", (None, None)),
        ("91", "4", (None, None)),
        ("nan", "4", (None, None)),
        ("inf", "4", (None, None)),
    ],
)
def test_coordinates_are_known_together_or_not_at_all(latitude, longitude, read):
    place = place_of({**PLAIN, "latitude": latitude, "longitude": longitude}, 1)
    assert (place.latitude, place.longitude) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-04-02", date(2026, 4, 2)),
        ("2026-04-02T08:23:00.000Z", date(2026, 4, 2)),
        ("3/4/2024", date(2024, 4, 3)),
        ("hier", None),
        ("31/02/2024", None),
    ],
)
def test_the_day_of_the_last_update_is_read_or_unknown(written, read):
    assert place_of({**PLAIN, "date_maj": written}, 1).updated_on == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://exemple.fr", "https://exemple.fr"),
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("voir plus bas|https://exemple.fr/a|https://b.exemple.fr", "https://exemple.fr/a"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://exemple.fr/" + "a" * 600, ""),
    ],
)
def test_only_a_web_address_is_an_address(written, read):
    place = place_of({**PLAIN, "site_web": written, "prise_rdv": written, "fiche_acces_libre": written}, 1)
    assert (place.website, place.booking, place.accessibility) == (read, read, read)


def test_what_cannot_be_seen_is_taken_out_and_what_is_far_too_long_is_cut():
    place = place_of({**PLAIN, "nom": "A\x00\x07\u202eB\u200b" + "c" * 10_000, "horaires": "Mo " * 1000}, 1)
    assert place.name.startswith("A B c")
    assert len(place.name) == 300
    assert place.name.endswith("…")
    assert place.opening_hours == ""


def test_codes_of_data_inclusion_become_the_words_of_the_schema():
    place = place_of({**PLAIN, "reseaux_porteurs": ["france-service", "aidants-connect", "aci"]}, 1)
    assert place.programmes == ("France Services", "Aidants Connect")
    assert place.is_france_services
    assert place_of({**PLAIN, "reseaux_porteurs": ["ccas-cias"]}, 1).helps_with_procedures
    assert not place_of({**PLAIN, "reseaux_porteurs": ["aci"]}, 1).helps_with_procedures


def test_the_same_id_from_two_sources_is_not_the_same_place():
    one, other = ({**PLAIN, "id": "7", "source": source} for source in ("a", "b"))
    assert place_of(one, 1).id != place_of(other, 1).id
    assert place_of(PLAIN, 12).id == "row-12"


@pytest.mark.parametrize("written", ["Code postal", "CODE_POSTAL", " code-postal ", "\ufeffcode_postal"])
def test_a_column_is_known_by_its_name_however_it_is_written(written):
    assert column_name(written) == "code_postal"


@given(st.dictionaries(_columns, _cells))
def test_no_row_stops_the_reading_and_none_puts_a_hidden_character_on_screen(row):
    place = place_of({**PLAIN, **row}, 1)
    if place is not None:
        for text in (place.name, place.town, place.address, place.phone, *place.services, *place.programmes):
            assert len(text) <= 610
            assert not any(ord(c) < 32 or c in "\u202e\u200b\u2066" for c in text)
