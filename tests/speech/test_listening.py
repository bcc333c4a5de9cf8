"""What is heard one by one when a person writes down."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from dematassist.speech.listening import parts
from dematassist.speech.model import Kind, Passage


def heard(text: str) -> list[str]:
    return [text[part.span.start : part.span.end] for part in parts([Passage("p", text, "fr")])]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("01 23 45 67 89", ["01", "23", "45", "67", "89"]),
        ("01.23.45.67.89", ["01", "23", "45", "67", "89"]),
        ("0123456789", ["01", "23", "45", "67", "89"]),
        ("+33 1 23 45 67 89", ["+33", "1", "23", "45", "67", "89"]),
        ("3939", ["39", "39"]),
        ("Appelez le 36 46.", ["Appelez le", "36", "46"]),
        ("0 800 123 456", ["0", "800", "123", "456"]),
        ("2 85 05 78 006 084 91", ["2", "85", "05", "78", "006", "084", "91"]),
        ("285057800608491", ["2", "85", "05", "78", "006", "084", "91"]),
        ("75001 Paris", ["75", "001", "Paris"]),
        ("1234567", ["1", "234", "567"]),
        (
            "Dites bonjour. Puis demandez\u00a0: « ma carte ».",
            ["Dites bonjour.", "Puis demandez\u00a0:", "« ma carte »."],
        ),
        ("Le 3 mars 2027 à 8 h 30", ["Le 3 mars 2027 à 8 h 30"]),
        ("12/03/2027", ["12/03/2027"]),
        ("1 234,56 €", ["1 234,56 €"]),
        ("1 200 €", ["1 200 €"]),
        ("Il y a 3 pièces.", ["Il y a 3 pièces."]),
        ("A1234567", ["A1234567"]),
        ("…", []),
        ("", []),
    ],
)
def test_numbers_are_heard_by_the_groups_they_are_dictated_in(text, said):
    assert heard(text) == said


@given(st.text(alphabet=st.sampled_from("0123456789 .,+-/€aé\u00a0\n:!"), max_size=60))
def test_parts_are_in_order_apart_and_leave_no_letter_nor_figure_out(text):
    spans = [part.span for part in parts([Passage("p", text, "fr", Kind.ITEM)])]
    done = 0
    for span in spans:
        assert done <= span.start < span.end
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        done = span.end
    said = "".join(text[span.start : span.end] for span in spans)
    assert [c for c in said if c.isalnum()] == [c for c in text if c.isalnum()]
