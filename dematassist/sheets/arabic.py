"""Arabic letters in the form they take beside each other: alone, first, between two, last.

The forms are the presentation forms of Unicode (blocks U+FB50 and U+FE70), found in the standard library's
own database. One letter gives one glyph (lām-alif: two letters, one glyph), so a PDF can say which letter
each glyph is; the OpenType way draws dots apart, and readers of PDF could no longer tell the letters.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

_BLOCKS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))
_KASHIDA, _JOINER = "\u0640", "\u200d"
_ALONE, _FIRST, _BETWEEN, _LAST = "<isolated>", "<initial>", "<medial>", "<final>"


class Letter(NamedTuple):
    """A character to draw, and the letters of the text that it stands for."""

    drawn: str
    text: str


def joined(text: str) -> tuple[Letter, ...]:
    """Return the letters of a text in their forms, in the order they are read."""
    forms = _forms()
    letters = []
    skipped = False
    for index, letter in enumerate(text):
        if skipped:
            skipped = False
            continue
        pair = text[index : index + 2]
        said = pair if len(pair) > 1 and pair in forms else letter
        skipped = len(said) > 1
        known = forms.get(said, {})
        is_joined_before = _LAST in known and _joins_forward(_neighbour(text, index, -1))
        is_joined_after = _FIRST in known and _joins_back(_neighbour(text, index + len(said) - 1, 1))
        form = {
            (False, False): _ALONE,
            (False, True): _FIRST,
            (True, True): _BETWEEN,
            (True, False): _LAST,
        }[is_joined_before, is_joined_after]
        letters.append(Letter(known.get(form, letter), said))
    return tuple(letters)


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Return the forms of each letter, and of the pairs that have a form of their own (lām-alif)."""
    forms: dict[str, dict[str, str]] = {}
    for block in _BLOCKS:
        for code in block:
            form, _space, letters = unicodedata.decomposition(chr(code)).partition(" ")
            said = "".join(chr(int(part, 16)) for part in letters.split())
            is_lam_alif = len(said) == 2 and said[0] == "\u0644" and said[1] in "\u0622\u0623\u0625\u0627"  # noqa: PLR2004
            if form in (_ALONE, _FIRST, _BETWEEN, _LAST) and (len(said) == 1 or is_lam_alif):
                forms.setdefault(said, {}).setdefault(form, chr(code))
    return forms


def _joins_forward(letter: str) -> bool:
    """Return whether a letter reaches out to the one after it."""
    return letter in (_KASHIDA, _JOINER) or _FIRST in _forms().get(letter, {})


def _joins_back(letter: str) -> bool:
    """Return whether a letter reaches out to the one before it."""
    return letter in (_KASHIDA, _JOINER) or _LAST in _forms().get(letter, {})


def _neighbour(text: str, index: int, step: int) -> str:
    """Return the next letter on one side; vowel signs are seen through."""
    index += step
    while 0 <= index < len(text):
        if unicodedata.category(text[index]) not in ("Mn", "Me"):
            return text[index]
        index += step
    return ""
