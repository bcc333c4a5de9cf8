"""Towns and postcodes as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.places.towns import Wanted, department, town_key, wanted


@pytest.mark.parametrize(
    "written",
    [
        "Saint-Étienne",
        "SAINT ETIENNE",
        "st étienne",
        "St.-Etienne",
        "saint  etienne cedex 2",
        "saint-étienne",
    ],
)
def test_a_town_is_the_same_however_it_is_written(written):
    assert town_key(written) == "saint etienne"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Sainte-Foy-lès-Lyon", "sainte foy les lyon"),
        ("Ste Foy les Lyon", "sainte foy les lyon"),
        ("Neuilly s/Seine", "neuilly sur seine"),
        ("Œting", "oeting"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Paris 12e Arrondissement", "paris"),
        ("Lyon 3", "lyon"),
        ("Marseille 01", "marseille"),
        ("Lyons-la-Forêt", "lyons la foret"),
        ("Y", "y"),
        ("", ""),
    ],
)
def test_abbreviations_ligatures_and_arrondissements_are_the_town(written, key):
    assert town_key(written) == key


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Feurs", Wanted("", "feurs")),
        ("42110", Wanted("42110", "")),
        ("421", Wanted("421", "")),
        ("42110 Feurs", Wanted("42110", "feurs")),
        ("Feurs (42)", Wanted("42", "feurs")),
        ("Paris 12", Wanted("", "paris")),
        ("75012 Paris", Wanted("75012", "paris")),
        ("2A", Wanted("20", "")),
        ("  ", Wanted("", "")),
        ("4", Wanted("", "4")),
    ],
)
def test_what_is_typed_is_read_as_a_postcode_a_town_or_both(text, read):
    assert wanted(text) == read


def test_a_departement_has_two_digits_and_three_overseas():
    assert [department(code) for code in ("42110", "01000", "97400", "98800", "")] == [
        "42",
        "01",
        "974",
        "988",
        "",
    ]


@given(st.text())
def test_no_text_raises_and_a_key_is_its_own_key(text):
    wanted(text)
    key = town_key(text)
    assert town_key(key) == key
