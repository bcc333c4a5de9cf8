"""Twelve words can be typed as people type them, and a word that is wrong is pointed at."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from dematassist.errors import Cause, UserError
from dematassist.folding import folded
from dematassist.vault import passphrase
from dematassist.vault.words import entropy_of, known_word, plain_words, words_of


def why(typed: str) -> UserError:
    with pytest.raises(UserError) as caught:
        entropy_of(typed)
    return caught.value


def test_the_words_are_those_of_the_standard():
    assert " ".join(words_of(bytes(16))) == "abaisser " * 11 + "abeille"
    assert words_of(b"\xff" * 16)[0] == "zoologie"


@given(st.binary(min_size=16, max_size=16), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_words_come_back_however_they_are_typed(entropy, form):
    words = words_of(entropy)
    assert all(unicodedata.is_normalized("NFC", word) for word in words)
    plain = " ".join(words)
    for typed in (
        unicodedata.normalize(form, plain),
        plain.upper(),
        plain.title(),
        folded(plain),
        "  ".join(folded(word)[:4] for word in words),
        "\n".join(f"{number}. {word}," for number, word in enumerate(words, 1)),
    ):
        assert entropy_of(typed) == entropy


def test_each_word_of_the_list_is_known_by_its_first_letters():
    for word in Mnemonic("french").wordlist:
        bare = folded(word)
        for length in range(4, len(bare) + 1):
            assert known_word(bare[:length]) == word


@pytest.mark.parametrize("typed", ["", "aba", "abaisserr", "bagnole", "xxxx", "1234", "abeX", "é"])
def test_what_is_not_a_word_of_the_list_is_not_guessed(typed):
    assert known_word(typed) == ""


def test_what_is_wrong_is_said_with_its_place():
    words = list(words_of(bytes(range(16))))
    assert why(" ".join(words[:11])).details == {"count": "11"}
    assert why(" ".join([*words, "abaisser"])).details == {"count": "13"}
    wrong = why(" ".join([*words[:4], "bagnole", *words[5:]]))
    assert (wrong.cause, wrong.details) == (Cause.SHEET_WORD_UNKNOWN, {"number": "5"})
    assert why("zoologie " * 12).cause is Cause.SHEET_WORDS_WRONG


@given(st.text(max_size=3000))
def test_any_text_is_twelve_words_or_a_sentence(text):
    try:
        assert len(entropy_of(text)) == 16
    except UserError as error:
        assert error.cause.value.startswith("sheet-word")  # noqa: PT017


def test_the_offered_password_is_as_hard_to_guess_as_it_says():
    offered = passphrase.offered()
    assert len(offered.text.split(" ")) == 6
    assert offered.text.isascii()
    assert offered.bits == int(6 * math.log2(len(plain_words()))) >= 64
    passphrase.check_password(offered.text)
    assert len({passphrase.offered().text for _ in range(50)}) == 50


def test_each_word_is_offered_as_often_as_any_other(monkeypatch):
    """A draw in the incomplete last turn of the numbers is dropped."""
    whole = (1 << 32) // 7 * 7
    draws = iter([(1 << 32) - 1, whole, whole - 1, 0, 12])
    monkeypatch.setattr(passphrase, "random_bytes", lambda n: next(draws).to_bytes(n, "big"))
    assert [passphrase._below(7) for _ in range(3)] == [6, 0, 5]


def test_two_different_words_are_asked_back_in_order_and_every_pair_comes():
    asked = Counter(passphrase.two_to_ask(12) for _ in range(4000))
    assert all(1 <= first < second <= 12 for first, second in asked)
    assert len(asked) == 66


@pytest.mark.parametrize(
    ("password", "cause"),
    [
        ("court", Cause.PASSWORD_TOO_SHORT),
        ("", Cause.PASSWORD_TOO_SHORT),
        ("x" * 257, Cause.PASSWORD_TOO_LONG),
        ("x" * 10_000_000, Cause.PASSWORD_TOO_LONG),
    ],
)
def test_a_password_too_short_or_too_long_is_refused(password, cause):
    with pytest.raises(UserError) as caught:
        passphrase.check_password(password)
    assert caught.value.cause is cause


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "111111", "12345a", "١٢٣٤٥٦", "123 56"])
def test_a_short_code_is_six_digits(pin):
    with pytest.raises(UserError) as caught:
        passphrase.check_pin(pin)
    assert caught.value.cause is Cause.PIN_UNFIT


def test_a_password_is_the_same_on_every_keyboard():
    assert passphrase.normalised("e\u0301te\u0301 \ufb01n") == "été fin".encode()
    passphrase.check_pin("204060")
