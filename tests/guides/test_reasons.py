"""Reasons: what a hit says of how it was found."""

from __future__ import annotations

import pytest

from dematassist.guides.asking import Reason
from dematassist.guides.reasons import why_sentence
from dematassist.guides.search import Why


def why(reason: Reason, said: str, meant: str = "") -> Why:
    return Why(reason, said, meant or said, "title")


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        ([why(Reason.SYNONYM, "carte verte", "carte Vitale")], "Found through: carte verte = carte Vitale."),
        ([why(Reason.SPELLING, "vitalle", "Vitale")], "Found through: “vitalle” read as “Vitale”."),
        ([why(Reason.WORD, "carte"), why(Reason.BEGINNING, "vit")], "Found through: “carte vit”."),
        (
            [why(Reason.WORD, "perdu"), why(Reason.SYNONYM, "sécu", "assurance maladie")],
            "Found through: sécu = assurance maladie, “perdu”.",
        ),
        (
            [why(Reason.SYNONYM, "taf", "travail"), why(Reason.SYNONYM, "taf", "travail")],
            "Found through: taf = travail.",
        ),
    ],
)
def test_a_reason_is_said_in_one_sentence(reasons, sentence):
    assert why_sentence(tuple(reasons)) == sentence


def test_what_was_typed_is_never_taken_for_a_format():
    assert why_sentence((why(Reason.SYNONYM, "{meant}", "{0}"),)) == "Found through: {meant} = {0}."
