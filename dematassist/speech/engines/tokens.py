"""The words of a text as engines tell them, brought to what a person sees as words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.speech.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"\S+")


def tokens(text: str) -> list[Span]:
    """Return what stands between blanks and has a letter or a figure."""
    return [Span(*found.span()) for found in _TOKEN.finditer(text) if any(map(str.isalnum, found[0]))]


def utf16_places(text: str) -> list[int]:
    """Return for each unit of the text in UTF-16, in which Windows counts, the character it belongs to."""
    return [place for place, letter in enumerate(text) for _unit in range(1 + (letter > "\uffff"))]


class Widener:
    """Turns places told by an engine into tokens that only go forward.

    Engines tell elisions and numbers in pieces, and sometimes outside the text.
    """

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._next = 0

    def widened(self, start: int) -> Span | None:
        """Return the token at ``start``; ``None`` when it was told already or there is none."""
        for number in range(self._next, len(self._tokens)):
            token = self._tokens[number]
            if start < token.end:
                self._next = number + 1
                return token
        return None


def estimated(text: str, seconds: float) -> Iterator[tuple[Span, float]]:
    """Give each token and when it is heard, as if every letter and every word's end took the same time."""
    words = tokens(text)
    weights = [word.end - word.start + 1 for word in words]
    whole = sum(weights)
    passed = 0
    for word, weight in zip(words, weights, strict=True):
        yield word, seconds * passed / whole
        passed += weight
