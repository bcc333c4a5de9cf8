"""From what is said back to the words shown."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from dematassist.speech.marks import shown_word
from dematassist.speech.model import Piece, Span, Spoken


def spoken(*parts: tuple[str, str]) -> tuple[Spoken, str]:
    """Make what is said and shown from pairs."""
    said, shown, pieces = "", "", []
    for said_part, shown_part in parts:
        pieces.append(
            Piece(Span(len(said), len(said) + len(said_part)), Span(len(shown), len(shown) + len(shown_part)))
        )
        said, shown = said + said_part, shown + shown_part
    return Spoken(said, tuple(pieces)), shown


def marked(parts: list[tuple[str, str]], word: str) -> str | None:
    what, shown = spoken(*parts)
    start = what.text.index(word)
    span = shown_word(what, Span(start, start + len(word)), shown)
    return None if span is None else shown[span.start : span.end]


@pytest.mark.parametrize(
    ("parts", "word", "shown"),
    [
        ([("la carte vitale", "la carte vitale")], "carte", "carte"),
        ([("l’assurance maladie", "l’assurance maladie")], "assurance", "l’assurance"),
        ([("Bonjour, oui", "Bonjour, oui")], "Bonjour,", "Bonjour"),
        ([("la ", "la "), ("C P A M", "CPAM"), (" de", " de")], "P", "CPAM"),
        ([("un ", "un "), ("rendez-vous", "RDV"), (".", ".")], "rendez-vous", "RDV"),
        ([("coûte ", "coûte "), ("1234 euros", "1 234 €")], "1234", "1 234 €"),
        ([("coûte ", "coûte "), ("1234 euros", "1 234 €")], "euros", "1 234 €"),
        ([("", "• "), ("le reçu", "le reçu")], "le", "le"),
        ([("alors ", ""), ("oui", "oui")], "alors", None),
        ([("oui", "« oui »")], "oui", "oui"),
    ],
)
def test_a_word_said_is_the_whole_words_shown(parts, word, shown):
    assert marked(parts, word) == shown


@given(
    st.lists(st.tuples(st.text("ab ,.’1", max_size=6), st.text("ab ,.’1", max_size=6)), max_size=6),
    st.integers(0, 40),
    st.integers(1, 10),
)
def test_a_mark_is_inside_and_never_cuts_a_word(parts, start, length):
    what, shown = spoken(*parts)
    span = shown_word(what, Span(start, start + length), shown)
    if span is None:
        return
    assert 0 <= span.start < span.end <= len(shown)
    assert not shown[span.start].isspace()
    assert not shown[span.end - 1].isspace()
    for edge in (span.start, span.end):
        if 0 < edge < len(shown):
            assert not (shown[edge - 1].isalnum() and shown[edge].isalnum())
