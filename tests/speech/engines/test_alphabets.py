"""eSpeak NG is given no character that would harm the memory of its process."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.speech.engines.alphabets import sayable


@pytest.mark.parametrize(
    ("lang", "text", "given_text"),
    [
        (
            "fr",
            "L’élève paie 12,50 € : « Œuvre » n° 3, ½ → ok.",
            "L’élève paie 12,50 € : « Œuvre » n° 3, ½ → ok.",
        ),
        ("fr", "Мир et سلام", "Мир et     "),
        ("fr", "سلام et Мир", "سلام et    "),
        ("fr", "გგგ 中文 β-bloquant", "        -bloquant"),
        ("ar", "مرحبا Мир CAF ٣ ⣿", "مرحبا     CAF ٣  "),
        ("en", "a\ud800b \U0001f600.", "a b  ."),
    ],
)
def test_one_alphabet_more_than_latin_is_left(lang, text, given_text):
    assert sayable(text, lang) == given_text


@given(st.text(), st.sampled_from(["fr", "en", "ar"]))
def test_every_character_keeps_its_place(text, lang):
    made = sayable(text, lang)
    assert len(made) == len(text)
    assert all(new in (old, " ") for new, old in zip(made, text, strict=True))
    made.encode()
