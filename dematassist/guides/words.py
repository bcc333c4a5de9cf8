"""French words (and English and Arabic ones): folding, elisions, stems, distance between spellings.

A text becomes a list of ``Word``: what was written and its key. The key is the Snowball stem, then
folded: stemming first lets the stemmer see the accents, folding after makes « déclaré » and « declare »
one. ``snowballstemmer`` uses PyStemmer, which loads in 1 ms; without it the same stems cost 25 ms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dematassist.folding import folded

if TYPE_CHECKING:
    from collections.abc import Callable

_ALGORITHMS = {"fr": "french", "en": "english", "ar": "arabic"}
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)['’ʼ]", re.IGNORECASE)
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}", re.UNICODE)
LONGEST_TEXT = 1_000
"""Characters of a query that are read; nobody types more on purpose."""


class Word(NamedTuple):
    """A word as it was written, folded, and its key for the index."""

    written: str
    folded: str
    key: str


def split(text: str) -> list[str]:
    """Return the words of a text, without elided articles (« l’ », « qu’ ») nor points of acronyms."""
    text = unicodedata.normalize("NFC", text)
    text = _ACRONYM.sub(lambda found: found.group().replace(".", ""), text)
    return _WORD.findall(_ELIDED.sub(" ", text))


def words(text: str, lang: str) -> list[Word]:
    """Return the words of a text, with their keys."""
    return [Word(written, folded(written), key(written, lang)) for written in split(text)]


def keys(text: str, lang: str) -> list[str]:
    """Return the keys of the words of a text, in order."""
    return [word.key for word in words(text, lang)]


@lru_cache(maxsize=20_000)
def key(written: str, lang: str) -> str:
    """Return the key of a word: its stem, folded. A word with a digit is only folded: it is a code."""
    lower = written.casefold()
    if any(c.isdigit() for c in lower):
        return folded(lower)
    return folded(_stemmer(lang)(lower))


@lru_cache(maxsize=8)
def _stemmer(lang: str) -> Callable[[str], str]:
    # Imported on use: pages that do not search do not need it.
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(_ALGORITHMS.get(lang, "french")).stemWord
    return stem


def trigrams(word: str) -> list[str]:
    """Return the groups of three letters of a word."""
    return [word[i : i + 3] for i in range(len(word) - 2)]


def distance(one: str, other: str, limit: int) -> int:
    """Return the optimal string alignment distance, or ``limit + 1`` as soon as it is larger.

    Letters missing, added, changed or swapped with their neighbour count one each (Damerau–Levenshtein).
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before = above
    return min(row[-1], limit + 1)
