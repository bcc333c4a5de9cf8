"""What is said for what is shown: French as people read it, and the way back to the text."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dematassist.speech.corrections import Correction
from dematassist.speech.spoken import Form, spoken

DATA = Path(__file__).resolve().parents[1] / "data" / "speech"
LISTS = {"french": 250, "french-unseen": 130, "french-services": 80, "french-others": 140, "french-held": 95}
"""Lists of lines, and how many each has at least. All but the first were written before the code was tried
on them: 101 of 137 and 74 of 80 lines were right then. The last two are by someone who had not seen the
rules: 137 of 142 were right at first; the held ones were looked at once, after the rules were tuned on the
others, and 97 of 98 were right."""
LEAST_RIGHT = 0.97
SIGNS = "aé0123456789 .,:;/-–’'()«»%€°hn@>*·•→\u00a0\u202f\u0301\u200b\nABCIVXL"


def listed(name: str) -> list[tuple[str, str]]:
    lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines)
    return [(_unescaped(shown), said) for shown, _tab, said in pairs]


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([\da-f]{4})", lambda code: chr(int(code[1], 16)), text)


@pytest.mark.parametrize("name", list(LISTS))
def test_the_listed_lines_are_said_as_people_say_them(name):
    lines = listed(name)
    wrong = [
        f"{shown!r}: {got!r}, not {said!r}"
        for shown, said in lines
        if (got := spoken(shown, "fr", Form.WORDS).text) != said
    ]
    print(f"{name}: {len(lines) - len(wrong)} of {len(lines)} lines said as expected")
    assert len(lines) >= LISTS[name]
    assert len(wrong) <= len(lines) * (1 - LEAST_RIGHT), "\n".join(wrong)


SHOWN = [shown for name in LISTS for shown, _said in listed(name)]


def assert_mapped(text: str, lang: str, form: Form) -> None:
    said, pieces = spoken(text, lang, form)
    shown_end = spoken_end = 0
    for piece in pieces:
        assert piece.shown.start == shown_end
        assert piece.spoken.start == spoken_end
        assert piece.shown.start <= piece.shown.end
        assert piece.spoken.start <= piece.spoken.end
        shown_end, spoken_end = piece.shown.end, piece.spoken.end
    assert (shown_end, spoken_end) == (len(text), len(said))


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(
        st.text(st.sampled_from(SIGNS), max_size=60),
        st.text(max_size=40),
        st.lists(st.sampled_from(SHOWN), max_size=6).map("".join),
    ),
    lang=st.sampled_from(["fr", "en", "ar"]),
    form=st.sampled_from(Form),
)
def test_both_texts_are_covered_exactly_once_whatever_the_text(text, lang, form):
    assert_mapped(text, lang, form)


@pytest.mark.parametrize("form", list(Form))
def test_odd_texts_end_in_a_moment(form):
    chance = random.Random(7)  # noqa: S311 -- the same each time
    for _number in range(1500):
        assert_mapped("".join(chance.choices(SIGNS, k=80)), "fr", form)
    for unit in ("1 ", "a.", "A.", "1,", "(e)", "a·e·", "- ", "01 ", "M. ", "é", "1-", "http://", "FR76 "):
        assert_mapped(unit * (20_000 // len(unit)), "fr", form)


def test_a_sign_nobody_sees_changes_nothing_of_what_is_said():
    plain = spoken("Allez à la préfecture le 1er août, né(e) en 1985, RSA 1 200 €", "fr", Form.WORDS).text
    apart = unicodedata.normalize("NFD", "Allez à la préfecture le 1er août, né(e) en 1985, RSA 1 200 €")
    assert spoken(apart, "fr", Form.WORDS).text == plain
    assert spoken("\u200b".join(apart), "fr", Form.WORDS).text == plain
    assert_mapped("\u200b".join(apart), "fr", Form.WORDS)


def test_engines_are_left_the_figures_they_say_well():
    assert spoken("2 000 € le 24/11/2026", "fr", Form.ENGINE).text == "2000 euros le 24 novembre 2026"
    assert spoken("à 21 h", "fr", Form.ENGINE).text == "à vingt et une heures"


def test_the_way_back_leads_to_the_amount_that_was_shown():
    text = "Vous payez 80 €/mois, pas plus."
    said, pieces = spoken(text, "fr", Form.WORDS)
    place = said.index("quatre-vingts")
    (piece,) = [piece for piece in pieces if piece.spoken.start <= place < piece.spoken.end]
    assert text[piece.shown.start : piece.shown.end] == "80 €/mois"


def test_punctuation_alone_says_nothing_of_words():
    for text in ("…", "—", "• •", "***", "....."):
        assert not any(letter.isalnum() for letter in spoken(text, "fr", Form.WORDS).text)


def test_a_person_s_own_correction_goes_before_every_rule():
    own = (Correction("CPAM", "la sécu"), Correction("Xaintrie", "Saintrie"))
    assert spoken("La CPAM de Xaintrie", "fr", Form.WORDS, own).text == "La la sécu de Saintrie"
    assert (
        spoken("La CPAM", "fr", Form.WORDS, (Correction("", "x"), Correction("CPAM", " "))).text
        == "La C P A M"
    )


def test_a_correction_is_found_however_its_blanks_and_accents_are_written():
    own = (Correction("l’Île d’Yeu", "l’île d’ieu"), Correction("RSA", "revenu de solidarité"))
    shown = "à l'I\u0302le\u00a0d’Yeu : le RSA, 12 €"
    assert spoken(shown, "fr", Form.WORDS, own).text == "à l’île d’ieu : le revenu de solidarité, douze euros"


def test_words_longer_than_a_person_writes_are_mapped_too():
    text = "La CPAM vous verse 1 234,56 € le 22/11/2026 à 8h30, tél. 36 46. " * 1500
    assert_mapped(text, "fr", Form.WORDS)


def test_other_languages_say_numbers_by_groups_and_addresses_in_words():
    assert spoken("Call 36 46 or see ameli.fr", "en", Form.ENGINE).text == "Call 3 6, 4 6 or see ameli dot fr"
    assert spoken("اتصل بالرقم 36 46", "ar", Form.ENGINE).text == "اتصل بالرقم 3 6, 4 6"
