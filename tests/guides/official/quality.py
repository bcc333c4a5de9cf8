"""The questions that the search of official sheets is measured with, and the figures.

``queries.yaml`` are ours: the same hand wrote the keywords. ``fresh-*.tsv`` are by other hands, one a line:
group (everyday, noisy, desk, situation), question, ids of the sheets that answer. All of ``SEEN`` were looked
at while the search was tuned, each after its first measure: their figures are kind.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).parents[2] / "data" / "official"
FIRST = 5
SEEN = (
    "ours",
    "fresh-dev",
    "fresh-held",
    "fresh-second-dev",
    "fresh-second-held",
    "fresh-third-dev",
    "fresh-third-held",
)
"""The sets of questions that the search was tuned on."""


class Question(NamedTuple):
    """A question, the sheets that answer it, the set it is of, and its group there."""

    text: str
    answers: frozenset[str]
    set: str
    group: str = ""


def questions() -> list[Question]:
    """Return every question."""
    ours = yaml.safe_load((DATA / "queries.yaml").read_text(encoding="utf-8"))
    found = [Question(text, frozenset({sheet_id}), "ours") for sheet_id in ours for text in ours[sheet_id]]
    for path in sorted(DATA.glob("fresh-*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            group, text, ids = line.split("\t")
            found.append(Question(text, frozenset(ids.split()), path.stem, group))
    return found


def rank(found: Iterable[str], question: Question) -> int:
    """Return the place of the first right sheet; 0 when there is none."""
    return next((place for place, one in enumerate(found, 1) if one in question.answers), 0)


def recall(ranks: list[int]) -> float:
    """Return the part of the questions whose right sheet is among the first."""
    return sum(0 < one <= FIRST for one in ranks) / len(ranks)


def mrr(ranks: list[int]) -> float:
    """Return the mean reciprocal rank."""
    return sum(1 / one for one in ranks if one) / len(ranks)
