"""A word as it was written → the words of the library that may be meant, and the likeliest of them.

The vocabulary stays on disk. Words one slip away are asked for by name; others by the groups of three
letters that they share, written or heard, in an FTS5 table. What a word costs is counted in slips: less when
it sounds the same, is often written, or is met in what people say with another word of the question.
"""

from __future__ import annotations

import json
import math
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from dematassist.folding import folded
from dematassist.guides.fts import any_of, quoted
from dematassist.guides.words import distance, sound, trigrams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Rows = Callable[[str, tuple[object, ...]], list[tuple[Any, ...]]]

_LETTERS = {True: "abcdefghijklmnopqrstuvwxyz", False: "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"}
"""Letters that may be missing, by whether the word is written in those of French."""
_CANDIDATES = 40
_LONGEST_BY_NAME = 14
"""Letters up to which the words one slip away are few enough to be asked for by name."""
_SHORTEST_HALVES = 7
"""Letters from which a word near to another has letters of both its halves: far fewer words have."""
_SHORTEST_WITH_TWO_SLIPS = 6
_MOST_SLIPS = 3
"""Slips that are told apart: more only matter for a word that sounds the same."""
_SOUNDS_ALIKE = 5
"""Letters from which two words that sound nearly alike are taken for one."""
_ALIKE = 2
"""How far such words are."""
_SAME_SOUND = 0.6
"""What each slip counts in a word that sounds the same."""
_BEGINS_OTHERWISE = 0.5
"""What another first sound costs: people rarely miss it."""
_LEFT_OUT = 0.5
"""What it gives back that letters are missing or swapped: likelier than letters added or changed."""
_OFTEN = 0.25
"""What it gives back that a word is written ten times more often."""
_MET = 1.1
"""What company gives back."""
_SAID = "SELECT 1 FROM in_words WHERE in_words MATCH ? LIMIT 1"
_KNOWN = "SELECT lang, key, folded, shown, n, documents FROM vocabulary WHERE "


class Entry(NamedTuple):
    """A row of the vocabulary: ``n`` times in the texts, ``documents`` documents with its key."""

    lang: str
    key: str
    folded: str
    shown: str
    n: int
    documents: int


class Near(NamedTuple):
    """What may be meant, one word or several stuck together, the least cost being the likeliest.

    ``far`` is how many slips away it is, heard or read; ``is_met`` whether it has company in the question.
    """

    cost: float
    far: int
    sounds_otherwise: bool
    is_met: bool
    entries: tuple[Entry, ...]


def heard(written: str, lang: str) -> str:
    """Return roughly how words sound, one a line."""
    # Folded, « reçu » would sound as « recu ».
    return sound(folded(written.casefold().replace("ç", "ss"))) if lang == "fr" else folded(written)


def entries(rows: Rows, where: str, values: tuple[object, ...], langs: Sequence[str]) -> list[Entry]:
    """Return rows of these languages, the language of the person first, then the most frequent."""
    found = [Entry(*row) for row in rows(_KNOWN + where, values)]
    found = [entry for entry in found if entry.lang in langs]
    return sorted(found, key=lambda e: (langs.index(e.lang), -e.n, e.folded, e.key))


def named(rows: Rows, folded_words: Iterable[str], langs: Sequence[str]) -> list[Entry]:
    """Return the rows of these words, as ``entries`` does."""
    # One statement for any number of them: each that was prepared is kept in memory.
    asked = json.dumps([*folded_words], ensure_ascii=False)
    return entries(rows, "folded IN (SELECT value FROM json_each(?))", (asked,), langs)


def often(entry: Entry) -> float:
    """Return what the frequency of a word gives back."""
    return _OFTEN * math.log10(entry.n)


class Company:
    """The words of a question that are known: a word met with one of them is likelier."""

    def __init__(self, rows: Rows, keys: Iterable[str]) -> None:
        self._rows = rows
        self._keys = tuple(keys)
        self._met: dict[str, bool] = {}

    def is_said(self, key: str) -> bool:
        """Return whether people say this word."""
        return bool(self._rows(_SAID, (quoted(key),)))

    def meets(self, key: str) -> bool:
        """Return whether people say this word together with another of the question."""
        if key not in self._met:
            others = any_of(other for other in self._keys if other != key)
            self._met[key] = bool(others and self._rows(_SAID, (f"{quoted(key)} AND ({others})",)))
        return self._met[key]

    def likeliest(self, near: Iterable[Near]) -> Near | None:
        """Return the likeliest of these, its company counted."""
        found = sorted(near)
        if not found:
            return None
        best = found[0]
        for one in found:
            if one.cost - _MET > best.cost:
                break
            if any(self.meets(entry.key) for entry in one.entries):
                best = min(best, one._replace(cost=one.cost - _MET, is_met=True))
        return best


def near(rows: Rows, written: str, langs: Sequence[str]) -> Iterator[Near]:
    """Yield the words of the library that may be meant, company not counted."""
    bare = folded(written)
    sounds = {lang: heard(written, lang) for lang in langs}
    letters = sorted(bare)
    limit = 2 if len(bare) >= _SHORTEST_WITH_TWO_SLIPS else 1
    by_name = dict.fromkeys(_a_slip_away(rows, bare, langs), 1)
    found = by_name | {entry: by_name.get(entry, 0) for entry in _alike(rows, bare, sounds[langs[0]], langs)}
    for lang, sounding in sounds.items():
        alike = [entry for entry in found if entry.lang == lang]
        others = heard("\n".join(entry.shown for entry in alike), lang).split("\n")
        for entry, other in zip(alike, others, strict=False):
            most = _MOST_SLIPS if sounding == other else limit
            slips = found[entry] or distance(bare, entry.folded, most)
            far = slips if slips <= limit else 0
            if sounding == other:
                far = 1
            elif not far and len(sounding) >= _SOUNDS_ALIKE and distance(sounding, other, 1) == 1:
                far, slips = _ALIKE, distance(bare, entry.folded, _MOST_SLIPS)
            if far:
                cost = slips * (_SAME_SOUND if sounding == other else 1) - often(entry)
                if bare[0] != entry.folded[0] and sounding[:1] != other[:1]:
                    cost += _BEGINS_OTHERWISE
                if len(bare) < len(entry.folded) or letters == sorted(entry.folded):
                    cost -= _LEFT_OUT
                yield Near(cost, far, sounding != other, False, (entry,))


def _a_slip_away(rows: Rows, bare: str, langs: Sequence[str]) -> list[Entry]:
    """Return the words with a letter missing, added, changed, or swapped with its neighbour."""
    if len(bare) > _LONGEST_BY_NAME:
        return []
    letters = _LETTERS[bare.isascii()]
    cuts = [(bare[:place], bare[place:]) for place in range(len(bare) + 1)]
    words = {begun + end[1:] for begun, end in cuts[:-1]}
    words.update(begun + end[1] + end[0] + end[2:] for begun, end in cuts[:-2])
    words.update(begun + letter + end for begun, end in cuts for letter in letters)
    words.update(begun + letter + end[1:] for begun, end in cuts[:-1] for letter in letters)
    words.discard(bare)
    return named(rows, words, langs)


def _alike(rows: Rows, bare: str, sounding: str, langs: Sequence[str]) -> list[Entry]:
    """Return the words that share most groups of letters with this one, written or heard."""
    groups = [trigrams(bare), trigrams(sounding)]
    halves = [groups]
    if len(bare) >= _SHORTEST_HALVES:
        middles = [(len(one) + 1) // 2 for one in groups]
        halves = [
            [one[:middle] for one, middle in zip(groups, middles, strict=True)],
            [one[middle:] for one, middle in zip(groups, middles, strict=True)],
        ]
    query = " AND ".join(f"({any_of(dict.fromkeys(chain(*half)))})" for half in halves)
    found = f"rowid IN (SELECT rowid FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT {_CANDIDATES})"
    return entries(rows, found, (query,), langs)
