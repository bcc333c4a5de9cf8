"""Reading slowly, to write down: each group of figures of a number is said by itself, then a silence.

French phone numbers go two by two, social security numbers 1 2 2 2 3 3 2, others by three.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from dematassist.speech.model import Kind, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.speech.model import Passage

PACE = 0.7
"""Of the person's own speed."""
SILENCE_MS = 1000
"""After each group: the time to write two figures."""

_BLANK = " \u00a0\u202f\u2009"
_NUMBER = re.compile(rf"(?<![\w/,])\+?\d+(?:[{_BLANK}.\-]\d+)*(?![\w/])")
_FEWEST_FIGURES = 4
_YEAR = re.compile(r"(?:19|20)\d\d")
_AMOUNT_END = re.compile(rf",\d|[{_BLANK}]*(?:€|%|euros?\b)")
_PAUSE = re.compile(rf"(?<=[.!?…:;])[{_BLANK}\n]+|\n+")
_NIR = re.compile(r"[1-478]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d\d|2[AB])\d{6}(?:\d\d)?")
_BY_TWO = {4: 2, 6: 3, 10: 5}
"""How many groups of two, for these counts of figures: short numbers, phone numbers."""
_NIR_GROUPS = {13: (1, 2, 2, 2, 3, 3), 15: (1, 2, 2, 2, 3, 3, 2)}


def parts(passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """Return the parts of passages to be heard one by one: sentences, and groups of figures."""
    return tuple(
        Sentence(number, span, Kind.SENTENCE)
        for number, passage in enumerate(passages)
        for span in _spans(passage.text)
    )


def _spans(text: str) -> list[Span]:
    found: list[Span] = []
    done = 0
    for number in _NUMBER.finditer(text):
        if not _is_dictated(text, number):
            continue
        found += _sentences(text, done, number.start())
        found += _groups(text, Span(*number.span()))
        done = number.end()
    return found + _sentences(text, done, len(text))


def _is_dictated(text: str, number: re.Match[str]) -> bool:
    """Return whether a number is one to write down: not an amount, a year, an hour or a small count."""
    figures = sum(character.isdigit() for character in number[0])
    return (
        figures >= _FEWEST_FIGURES
        and not _YEAR.fullmatch(number[0])
        and not _AMOUNT_END.match(text, number.end())
    )


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """Return what is to be said between two numbers, cut after its marks."""
    cuts = [start, *(cut.end() for cut in _PAUSE.finditer(text, start, end)), end]
    spans = []
    for first, last in itertools.pairwise(cuts):
        part = text[first:last]
        if any(character.isalnum() for character in part):
            left = len(part) - len(part.lstrip())
            spans.append(Span(first + left, first + len(part.rstrip())))
    return spans


def _groups(text: str, number: Span) -> list[Span]:
    """Return the groups of a number: those it is written in, else those it is usually said in."""
    groups = []
    for written in re.finditer(r"\+?\d+", text[number.start : number.end]):
        first, figures = number.start + written.start(), written[0]
        for length in _lengths(figures):
            groups.append(Span(first, first + length))
            first += length
    return groups


def _lengths(figures: str) -> tuple[int, ...]:
    """Return the lengths of the groups of figures written without blank."""
    count = len(figures)
    if count < _FEWEST_FIGURES or figures.startswith("+"):
        return (count,)
    if count in _NIR_GROUPS and _NIR.fullmatch(figures):
        return _NIR_GROUPS[count]
    if count in _BY_TWO:
        return (2,) * _BY_TWO[count]
    first = count % 3
    return (*((first,) if first else ()), *(3,) * (count // 3))
