"""Words: what is cut, what is left out, stems, sounds and distances."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dematassist.folding import folded
from dematassist.guides.words import APART, distance, key, keys, sound, split, trigrams, words

LETTERS = st.text("abcdeé", max_size=6)


@given(st.text())
def test_folding_is_that_of_unicode_without_marks_and_ligatures(text):
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    assert folded(text) == bare.replace("œ", "oe").replace("æ", "ae")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Œuvre", "oeuvre"), ("DÉCÈS", "deces"), ("Ǽ", "ae"), ("naïf ﬁn", "naif fin"), ("Straße", "strasse")],
)
def test_folding_takes_away_case_accents_and_ligatures(text, expected):
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’allocation d'une personne", ["allocation", "une", "personne"]),
        ("qu’il s'inscrive jusqu’à", ["il", "inscrive", "à"]),
        ("aujourd'hui", ["aujourd", "hui"]),
        ("R.S.A. et A.P.L.", ["RSA", "et", "APL"]),
        ("le 36 46, ou 01 02 03 04 05", ["le", "3646", "ou", "0102030405"]),
        ("cerfa 12504*08", ["cerfa", "12504", "08"]),
        ("F265", ["F265"]),
        ("CMU-C", ["CMU", "C"]),
        ("", []),
        ("«»!?…*\"' ()", []),
    ],
)
def test_a_text_is_cut_into_words(text, expected):
    assert split(text) == expected


def test_composed_and_decomposed_accents_are_the_same():
    text = "déclaré à la sécurité"
    assert keys(unicodedata.normalize("NFD", text), "fr") == keys(text, "fr")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("carte d’identité", "cartes d'identité"),
        ("papiers de la voiture", "papier voiture"),
        ("je me suis inscrit", "inscrite suis"),
        ("décédé", "DÉCÉDÉES"),
        ("allocations logement", "l’allocation logements"),
        ("qu’est-ce que l’APL", "est ce apl"),
    ],
)
def test_plurals_small_words_and_accents_do_not_count(one, other):
    assert sorted(set(keys(one, "fr"))) == sorted(set(keys(other, "fr")))


def test_without_is_not_with():
    assert keys("sans papiers", "fr") != keys("papiers", "fr")


def test_a_code_is_not_stemmed():
    assert keys("F265 12504 C2S", "fr") == ["f265", "12504", "c2s"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mère", "mer"),
        ("délit", "délai"),
        ("taxi", "taxes"),
        ("mari", "mars"),
        ("loyer", "loi"),
        ("retraité", "retrait"),
        ("traîne", "train"),
        ("moisi", "mois"),
        ("placement", "place"),
    ],
)
def test_words_the_stemmer_takes_for_one_are_two(one, other):
    assert keys(one, "fr") != keys(other, "fr")
    assert keys(one, "fr") == keys(folded(one), "fr") == keys(f"{one}s", "fr")


def test_english_and_arabic_have_their_own_stems():
    assert keys("renewing the cards", "en") == keys("renewed card", "en")
    assert keys("البطاقة في", "ar") == keys("بطاقة", "ar")


@given(st.text(), st.sampled_from(["fr", "en", "ar", "xx"]))
@example("ﹰ", "ar")
def test_any_text_gives_words_without_syntax(text, lang):
    for word in words(text, lang):
        assert word.written
        assert '"' not in word.key + word.folded
        assert " " not in word.key


@pytest.mark.parametrize(
    ("lang", "module", "name"),
    [
        ("fr", "french_stemmer", "FrenchStemmer"),
        ("en", "english_stemmer", "EnglishStemmer"),
        ("ar", "arabic_stemmer", "ArabicStemmer"),
    ],
)
def test_stems_do_not_depend_on_how_the_stemmer_is_made(lang, module, name):
    """A library compiled with PyStemmer is searched without it, and the other way round."""
    import importlib

    slow = getattr(importlib.import_module(f"snowballstemmer.{module}"), name)()
    lexicon = Path(__file__).parents[2] / "resources" / "lexicon"
    for path in lexicon.glob(f"*.{lang}.yaml"):
        for word in split(path.read_text(encoding="utf-8")):
            is_apart = lang == "fr" and folded(word) in APART
            if not is_apart and not any(c.isdigit() for c in word) and not word.startswith("ال"):
                assert key(word, lang) == folded(slow.stemWord(word.casefold()))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("aloquation", "allocation"),
        ("déssédé", "décédé"),
        ("sécuritée", "sécurité"),
        ("sossial", "sociale"),
        ("griz", "grise"),
        ("otomobile", "automobile"),
        ("papié", "papiers"),
        ("chaumage", "chômage"),
        ("imatriculation", "immatriculation"),
        ("retrete", "retraite"),
        ("foto", "photo"),
        ("anterement", "enterrement"),
        ("kai", "quai"),
    ],
)
def test_words_written_by_ear_sound_the_same(wrong, right):
    assert sound(folded(wrong)) == sound(folded(right))


@pytest.mark.parametrize(
    ("one", "other"), [("carte", "courte"), ("passeport", "passeur"), ("loyer", "foyer")]
)
def test_other_words_sound_otherwise(one, other):
    assert sound(one) != sound(other)


@given(st.text())
def test_any_word_has_a_sound_no_longer_than_itself(text):
    word = folded(text)
    assert len(sound(word)) <= len(word)


@given(st.lists(st.text(st.sampled_from("abcdeghilmnopstuxyéçœ")), min_size=1))
def test_words_a_line_sound_as_each_does(several):
    lines = folded("\n".join(several))
    assert sound(lines).split("\n") == [sound(folded(word)) for word in several]


def reference(one: str, other: str) -> int:
    """The optimal string alignment distance, as its definition says."""

    @cache
    def far(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [
            far(i - 1, j) + 1,
            far(i, j - 1) + 1,
            far(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        ]
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            ways.append(far(i - 2, j - 2) + 1)
        return min(ways)

    return far(len(one), len(other))


@given(LETTERS, LETTERS, st.integers(0, 6))
def test_distance_is_the_one_of_the_definition_up_to_its_limit(one, other, limit):
    assert distance(one, other, limit) == min(reference(one, other), limit + 1)


@given(LETTERS, LETTERS)
def test_distance_is_symmetric(one, other):
    assert distance(one, other, 6) == distance(other, one, 6)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("vitale", "vitale", 0), ("vitalle", "vitale", 1), ("viatle", "vitale", 1), ("vtle", "vitale", 2)],
)
def test_a_swap_is_one_slip(one, other, slips):
    assert distance(one, other, 2) == slips


def test_trigrams_know_where_a_word_begins_and_ends():
    assert trigrams("caf") == ["^ca", "caf", "af$"]
    assert trigrams("") == []
