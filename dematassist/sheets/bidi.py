"""In which order the letters of a line are drawn: the Unicode bidirectional algorithm (UAX #9, revision 50).

A paragraph has one language and no embedding marks (they are taken out before), so the rules X1 to X10
fall away: what is left are the weak types (W), the brackets (N0), the neutrals (N1, N2), the levels (I) and
the order (L). Libraries give back the drawn text; here one must know where each letter of the text went, to
mirror brackets and to say which language a word is in.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import HYPHENATED

if TYPE_CHECKING:
    from collections.abc import Sequence

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_MIRRORED = {"<": ">", "«": "»", "‹": "›", "≤": "≥", **_BRACKETS}
MIRROR = _MIRRORED | {right: left for left, right in _MIRRORED.items()}
"""What is drawn for a character that is read from right to left (UAX #9, L4)."""

_SEPARATOR = {"ES": ("EN",), "CS": ("EN", "AN")}
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""The direction that a type counts for, once W1 to W7 are done (N0, N1)."""


_LEFT_TO_RIGHT = re.compile(
    r"https?://\S+"
    "|\\+\\d+(?:\u00a0\\d+)*|\\d+(?:\u00a0\\d+)+"
    f"|{HYPHENATED}"
    "|(?<=«)[^«»\u0590-\u08ff]*[A-Za-zÀ-ÿ][^«»\u0590-\u08ff]*(?=»)"
)
"""Addresses, numbers in groups and what is quoted in another language are read from left to right (HL3)."""


class Run(NamedTuple):
    """A part of a line, ``text[start:end]``, whose letters are drawn in one direction."""

    start: int
    end: int
    is_right_to_left: bool


def needs_ordering(text: str) -> bool:
    """Return whether a text has letters or figures that are written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text)


def levels(text: str, *, is_right_to_left: bool) -> tuple[int, ...]:
    """Return the level of each letter of a paragraph: even ones are drawn from left to right.

    ``is_right_to_left``: the language of the paragraph is.
    """
    base = int(is_right_to_left)
    around = "R" if base else "L"
    original = [_type(letter) for letter in text]
    if base and "L" in original and not {"R", "AL"}.intersection(original):
        # A French line of an Arabic sheet: its last sign would be drawn at its beginning (HL3).
        return (2,) * len(text)
    types = list(original)
    for found in _LEFT_TO_RIGHT.finditer(text):
        types[found.start() : found.end()] = "L" * len(found.group())
    _signs_and_figures(types, around)
    _separators(types, around)
    _brackets(text, types, original, around)
    _neutral(types, around)
    raised = {"L": 2, "R": 1} if base else {"L": 0, "R": 1}
    return tuple(raised.get(kind, 2) for kind in types)


def visual_runs(line: str, line_levels: Sequence[int], *, is_right_to_left: bool) -> tuple[Run, ...]:
    """Return the parts of one line of a paragraph, from left to right."""
    # L1: spaces at the end of the line belong to the language of the paragraph.
    settled = len(line.rstrip(" "))
    shown = [*line_levels[:settled], *[int(is_right_to_left)] * (len(line) - settled)]
    runs = []
    start = 0
    for level, group in groupby(shown):
        end = start + len(list(group))
        runs.append((level, Run(start, end, is_right_to_left=bool(level % 2))))
        start = end
    # L2: from the highest level down to the lowest odd one, turn round what is at that level or above.
    for level in range(max(shown, default=0), 0, -1):
        turned: list[tuple[int, Run]] = []
        above: list[tuple[int, Run]] = []
        for run in runs:
            if run[0] >= level:
                above.append(run)
            else:
                turned += [*reversed(above), run]
                above = []
        runs = [*turned, *reversed(above)]
    return tuple(run for _level, run in runs)


def _type(letter: str) -> str:
    kind = unicodedata.bidirectional(letter)
    if kind in ("B", "S", "WS"):
        return "WS"
    return kind if kind in _STRONG or kind in ("AL", "NSM", "ES", "CS", "ET") else "ON"


def _signs_and_figures(types: list[str], around: str) -> None:
    """Settle signs by their letter, and figures by the letter before them (W1 to W3)."""
    before = strong = around
    for index, given in enumerate(types):
        kind = before if given == "NSM" else given
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        types[index] = "AN" if kind == "EN" and strong == "AL" else kind
    types[:] = ["R" if kind == "AL" else kind for kind in types]


def _separators(types: list[str], around: str) -> None:
    """Settle what stands between and beside figures (W4 to W7)."""
    for index in range(1, len(types) - 1):
        before, after = types[index - 1], types[index + 1]
        if before == after and before in _SEPARATOR.get(types[index], ()):
            types[index] = before
    index = 0
    for kind, group in groupby(list(types)):
        end = index + len(list(group))
        touches_figures = "EN" in (*types[max(index - 1, 0) : index], *types[end : end + 1])
        if kind == "ET" and touches_figures:
            types[index:end] = ["EN"] * (end - index)
        elif kind in ("ET", "ES", "CS"):
            types[index:end] = ["ON"] * (end - index)
        index = end
    strong = around
    for index, kind in enumerate(types):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[index] = "L"


def _brackets(text: str, types: list[str], original: list[str], around: str) -> None:
    """Give both brackets of a pair the same direction (N0)."""
    for left, right in _pairs(text, types):
        inside = {_STRONG[kind] for kind in types[left + 1 : right] if kind in _STRONG}
        if not inside:
            continue
        direction = around
        if around not in inside:
            earlier = next((_STRONG[kind] for kind in reversed(types[:left]) if kind in _STRONG), around)
            direction = earlier
        for place in (left, right):
            types[place] = direction
            following = place + 1
            while following < len(types) and original[following] == "NSM":
                types[following] = direction
                following += 1


def _pairs(text: str, types: list[str]) -> list[tuple[int, int]]:
    """Return where the pairs of brackets are, by their left ones (BD16)."""
    opened: list[tuple[str, int]] = []
    pairs = []
    for index, letter in enumerate(text):
        if types[index] != "ON":
            continue
        if letter in _BRACKETS:
            opened.append((_BRACKETS[letter], index))
        elif letter in _BRACKETS.values():
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == letter:
                    pairs.append((opened[depth][1], index))
                    del opened[depth:]
                    break
    return sorted(pairs)


def _neutral(types: list[str], around: str) -> None:
    """Settle what has no direction of its own by what stands on both sides (N1, N2)."""
    index = 0
    for kind, group in groupby(["NI" if kind in ("WS", "ON") else kind for kind in types]):
        end = index + len(list(group))
        if kind == "NI":
            before = _STRONG[types[index - 1]] if index else around
            after = _STRONG[types[end]] if end < len(types) else around
            types[index:end] = [before if before == after else around] * (end - index)
        index = end
