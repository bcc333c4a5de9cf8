"""French typography: what is put right, what is left, and twice is once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dematassist.guides.typography import mended


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("l'été d'abord", "l’été d’abord"),
        ("Oui; non: peut-être", "Oui ; non : peut-être"),
        ("Vraiment ? Oui !", "Vraiment ? Oui !"),
        ("Vraiment?!", "Vraiment ?!"),
        ("« Valider »", "« Valider »"),
        ("«Valider»", "« Valider »"),
        ('Cliquez sur "Valider".', "Cliquez sur « Valider »."),
        ("Cliquez sur “Valider”.", "Cliquez sur « Valider »."),
        ("Attendez...", "Attendez…"),
        ("deux  espaces", "deux espaces"),
        ("fine\u202f?", "fine ?"),
        ("le 36 46", "le 36 46"),
        ("de 8h30 à 17 h", "de 8 h 30 à 17 h"),
        ("10 000€ et 5%", "10 000 € et 5 %"),
        ("cerfa n°10840", "cerfa n° 10840"),
        ("01.84.90.36.46", "01 84 90 36 46"),
        ("0184903646", "01 84 90 36 46"),
        ("le 03/11/2026", "le 3 novembre 2026"),
        ("le 1/4/2027", "le 1er avril 2027"),
    ],
)
def test_what_is_wrong_is_put_right(written, printed):
    # This file shows no-break spaces as ordinary ones.
    assert mended(written).replace("\u00a0", " ") == printed
    assert mended(written) != written


def test_the_spaces_put_do_not_break_the_line():
    assert mended("« Oui » : 8 h 30, 10 € ?") == "«\u00a0Oui\u00a0»\u00a0: 8\u00a0h\u00a030, 10\u00a0€\u00a0?"


@pytest.mark.parametrize(
    "text",
    [
        "Voir https://ameli.fr/?a=b;c:d&e=1 ou https://caf.fr",
        "C’est gratuit.",
        "de 12:30 à 14:00",
        "l’échelle 1:25",
        "Carte d’identité, passeport.",
        "F265 et R1350",
    ],
)
def test_what_is_right_is_left(text):
    assert mended(text) == text


@settings(max_examples=1000)
@given(st.text(alphabet=" \u00a0\u202f\n'’\"“”«».…,;:!?()/-%€°nNhé019", max_size=16))
def test_mending_twice_is_mending_once(text):
    assert mended(mended(text)) == mended(text)
