from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dematassist.guides.long_texts import Lines
from dematassist.guides.words import keys

HARD = st.text(st.sampled_from("a1 .'’_éLdqu²½\u00a0\u202fS-\n\0\1°ªœŁ"))


@given(st.one_of(HARD, st.text()))
def test_the_words_of_a_long_text_are_those_of_any_text(text: str) -> None:
    assert " ".join(Lines("fr").of(text)) == " ".join(keys(text, "fr"))


def test_numbers_acronyms_and_elisions_are_understood_in_a_long_text() -> None:
    said = "Appelez le 01 40 05 06 07 ou le 36.46 : l’A.P.L., jusqu’au 10 000e dossier"
    assert " ".join(Lines("fr").of(said)) == "appel 0140050607 3646 apl 10 000e dossi"


def test_a_word_is_counted_once_for_each_line_that_differs() -> None:
    lines = Lines("fr")
    for text in ("le dossier\nun dossier\nle dossier", "le dossier", "Dossier"):
        lines.of(text)
    assert {word.written: count for word, count in lines.words()} == {"dossier": 2, "Dossier": 1}
