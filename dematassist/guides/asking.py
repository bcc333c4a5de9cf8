"""A question in everyday words → clues to each of its parts.

Its words, as ``spelling.py`` reads them, are cut into parts: a word, an expression of the lexicon (« carte
grise »), two words close to each other. A clue is one way to look for a part: as it is said, or what the
lexicon or the person's own words say it means.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.fts import any_of, quoted
from dematassist.guides.library import FALLBACK
from dematassist.guides.own_words import NONE
from dematassist.guides.spelling import Reading, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dematassist.guides.neighbours import Rows
    from dematassist.guides.own_words import OwnWords

MOST_TELLING = 600
"""Documents from which a word in the body says nothing, and is not kept there."""
_MOST_IN_BODIES = 250
"""Documents from which a word that was said is looked for in titles and the like only: bodies add nothing."""
_LONGEST_TEXT = 1_000
"""Characters of a question that are read; nobody types more on purpose."""
LONGEST_EXPRESSION = 5
"""Words of an expression of the lexicon, those of grammar not counted."""
_MOST_MEANINGS = 6
_MOST_CLUES = 15
"""Clues that are followed: a long question has thirty, and the least of them change nothing."""
_FEW = 3
_CLOSE = 2
"""Words between two words that are close."""
_WORTH_TOGETHER = 0.3
_WORTH_OFFICIAL, _WORTH_SYNONYM, _WORTH_REPAIRED, _WORTH_BEGUN = 0.85, 0.7, 0.9, 0.6
_ALONE = 0.65
"""What is left of the worth of a meaning when one word was said: it may mean other things as well."""
_LONGER = 0.5
"""What each further word adds to it: an expression stands for all its words."""


class Reason(Enum):
    """How a part of the question led to a document."""

    WORD = "word"
    BEGINNING = "beginning"
    SYNONYM = "synonym"
    SPELLING = "spelling"


class Clue(NamedTuple):
    """One way to look for a part of the question: an FTS5 query, what it is worth, the reason.

    ``body`` is the query for bodies, which have no words of a crowd of documents; none when it is empty.
    """

    query: str
    worth: float
    reason: Reason
    said: str
    meant: str
    body: str

    @property
    def is_common(self) -> bool:
        """Whether this is one word of a crowd of documents."""
        return not self.body and " " not in self.query


Places = frozenset[int]
"""A part of the question: the places of its words."""


class Question(NamedTuple):
    """A question understood: ``kept`` are the places of the words that are looked for."""

    typed: str
    readings: list[Reading]
    kept: list[int]
    clues: dict[Places, list[Clue]]

    @property
    def understood(self) -> str:
        """What is looked for, its spelling repaired."""
        words = (self.readings[place] for place in self.kept)
        return " ".join(word.said if word.is_only_begun else word.meant for word in words)


class Asking:
    """Understands questions, with the vocabulary and the lexicon of one compiled library."""

    def __init__(self, rows: Rows, own: OwnWords = NONE) -> None:
        self._rows = rows
        self._own = own
        self._vocabulary = Vocabulary(rows, own.known)
        self._fillers: dict[str, frozenset[str]] = {}

    def question(self, text: str, lang: str) -> Question:
        """Understand a text, whatever it holds."""
        typed = text[:_LONGEST_TEXT].replace("\0", " ")
        langs = _languages(typed, lang)
        readings = self._vocabulary.read(typed, langs, is_typing=typed[-1:].isalnum())
        clues: dict[Places, list[Clue]] = {}
        if not readings:
            return Question(typed, [], [], clues)
        expressions, kept = self._cut(readings, langs)
        for places, clue in _worthiest(list(self._clues(readings, expressions, kept, langs)), readings):
            clues.setdefault(frozenset(places), []).append(clue)
        return Question(typed, readings, kept, clues)

    def _cut(self, readings: list[Reading], langs: Sequence[str]) -> tuple[list[tuple[int, ...]], list[int]]:
        """Return the expressions of the lexicon, and the places of all words but « comment faire »….

        The longest expression wins. When everything is such filler, everything is kept.
        """
        known = self._known_expressions(readings, langs)
        expressions: list[tuple[int, ...]] = []
        kept: list[int] = []
        place = 0
        while place < len(readings):
            for length in range(min(LONGEST_EXPRESSION, len(readings) - place), 0, -1):
                places = tuple(range(place, place + length))
                said = _keys(readings, places, langs)
                if any(one in known for one in said) and not _is_a_guess(readings, places):
                    expressions.append(places)
                    kept += [one for one in places if not self._is_filler(readings, (one,), langs)] or places
                    break
                if self._is_filler(readings, places, langs):
                    break
            else:
                length = 1
                kept.append(place)
            place += length
        if not kept:
            return expressions, list(range(len(readings)))
        last = len(readings) - 1
        if last not in kept and readings[last].begun:
            # « car » says nothing, but may become « carte ».
            readings[last] = readings[last]._replace(looked_for=())
            kept.append(last)
        return expressions, kept

    def _is_filler(self, readings: list[Reading], places: tuple[int, ...], langs: Sequence[str]) -> bool:
        return any(keys in self._fillers_of(lang) for lang, keys in _keys(readings, places, langs))

    def _known_expressions(self, readings: list[Reading], langs: Sequence[str]) -> set[tuple[str, str]]:
        """Return every run of words that the lexicon knows, as language and keys."""
        runs = {
            run
            for start in range(len(readings))
            for end in range(start + 1, min(start + LONGEST_EXPRESSION, len(readings)) + 1)
            for run in _keys(readings, range(start, end), langs)
        }
        marks = ",".join("?" * len(runs))
        rows = self._rows(
            f"SELECT lang, keys FROM synonym WHERE keys IN ({marks})", tuple(keys for _lang, keys in runs)
        )
        own = {run for run in runs if run[0] == FALLBACK and run[1] in self._own.meanings}
        return own | {(lang, keys) for lang, keys in rows if (lang, keys) in runs}

    def _fillers_of(self, lang: str) -> frozenset[str]:
        if lang not in self._fillers:
            rows = self._rows("SELECT keys FROM filler WHERE lang = ?", (lang,))
            self._fillers[lang] = frozenset(row[0] for row in rows)
        return self._fillers[lang]

    def _clues(
        self,
        readings: list[Reading],
        expressions: list[tuple[int, ...]],
        kept: list[int],
        langs: Sequence[str],
    ) -> Iterator[tuple[tuple[int, ...], Clue]]:
        """Yield every way to look for each part of the question, with the places of its words."""
        for place in kept:
            for clue in _own(readings[place]):
                yield (place,), clue
            if place + 1 in kept:
                one, other = readings[place], readings[place + 1]
                joined = self._vocabulary.joined(one, other, langs)
                if joined:
                    # The library writes these two words as one.
                    said, query = f"{one.said} {other.said}", any_of(joined)
                    yield (place, place + 1), Clue(query, 1.0, Reason.WORD, said, said, query)
        for places in expressions:
            for clue in self._expression(readings, places, langs):
                yield places, clue
        for pair in pairwise(kept):
            if clue_together := _together(readings, pair):
                yield pair, clue_together

    def _expression(
        self, readings: list[Reading], places: tuple[int, ...], langs: Sequence[str]
    ) -> Iterator[Clue]:
        """Yield the ways to look for an expression of the lexicon: itself, and what it means."""
        # One word written « poleemploi » is two words here, said once.
        said = " ".join(dict.fromkeys(readings[place].said for place in places))
        meant = " ".join(readings[place].meant for place in places)
        is_repaired = any(readings[place].is_repaired for place in places)
        if len(places) > 1:
            reason = Reason.SPELLING if is_repaired else Reason.WORD
            telling = [place for place in places if readings[place].documents <= _MOST_IN_BODIES]
            own, body = (
                any_of(dict.fromkeys(keys for _lang, keys in _keys(readings, some, langs)))
                for some in (places, telling)
            )
            is_told = len(telling) > 1
            yield Clue(own, 1.0, reason, said, meant, body if is_told else "")
        told = 1 + _LONGER * (len(places) - 1) if len(places) > 1 else _ALONE
        for rank, label, keys, body in self._meanings(readings, places, langs):
            worth = (_WORTH_OFFICIAL if rank == 0 else _WORTH_SYNONYM) * told
            yield Clue(quoted(keys), worth, Reason.SYNONYM, meant, label, body and quoted(body))

    def _meanings(
        self, readings: list[Reading], places: tuple[int, ...], langs: Sequence[str]
    ) -> list[tuple[int, str, str, str]]:
        """Return what an expression means, as documents have it: rank, wording, keys, keys in bodies."""
        rows: list[tuple[int, str, str]] = []
        for one in _keys(readings, places, langs):
            rows += self._rows(
                "SELECT DISTINCT m.rank, m.meant, m.keys FROM synonym s JOIN meaning m USING (entry)"
                " WHERE s.lang = ? AND s.keys = ? AND m.keys <> s.keys ORDER BY m.rank, m.entry",
                one,
            )
        for lang, said in _keys(readings, places, langs):
            own = self._own.meanings.get(said, ()) if lang == FALLBACK else ()
            rows += [(0, meant, keys) for meant, keys in own]
        had = self._vocabulary.documents(key for _rank, _meant, keys in rows for key in keys.split())
        return [
            (rank, meant, keys, _telling(keys.split(), had))
            for rank, meant, keys in rows
            if had.keys() >= set(keys.split())
        ][:_MOST_MEANINGS]


def _worthiest(
    clues: list[tuple[tuple[int, ...], Clue]], readings: list[Reading]
) -> list[tuple[tuple[int, ...], Clue]]:
    """Return the clues that tell most, in their order, and every word as it was said."""
    if len(clues) <= _MOST_CLUES:
        return clues
    worths = [
        clue.worth * sum(readings[place].rarity for place in places) / len(places) for places, clue in clues
    ]
    least = sorted(worths, reverse=True)[_MOST_CLUES - 1]
    return [
        (places, clue)
        for (places, clue), worth in zip(clues, worths, strict=True)
        if worth >= least or (len(places) == 1 and clue.reason is not Reason.SYNONYM)
    ]


def _languages(text: str, lang: str) -> tuple[str, ...]:
    """Return the languages a text may be written in: the person's, French, and Arabic if it looks so."""
    is_arabic = any("\u0600" <= c <= "\u06ff" for c in text)
    return tuple(dict.fromkeys([*(["ar"] if is_arabic else []), lang, FALLBACK]))


def _keys(readings: list[Reading], places: Sequence[int], langs: Sequence[str]) -> list[tuple[str, str]]:
    """Return these words as the lexicon keeps them, in each language."""
    return [(lang, " ".join(readings[place].keys[lang] for place in places)) for lang in langs]


def _is_a_guess(readings: list[Reading], places: tuple[int, ...]) -> bool:
    """Return whether this is one word, only begun, that may become many."""
    reading = readings[places[0]]
    return len(places) == 1 and reading.is_only_begun and len(reading.begun) > _FEW


def _together(readings: list[Reading], pair: tuple[int, int]) -> Clue | None:
    """Return the way to look for two words of the question close to each other."""
    one, other = (readings[place] for place in pair)
    if not (one.looked_for and other.looked_for):
        return None
    query = f"NEAR({quoted(one.looked_for[0])} {quoted(other.looked_for[0])}, {_CLOSE})"
    reason = Reason.SPELLING if one.is_repaired or other.is_repaired else Reason.WORD
    said, meant = f"{one.said} {other.said}", f"{one.meant} {other.meant}"
    worth = _WORTH_TOGETHER * min(one.weight, other.weight)
    return Clue(query, worth, reason, said, meant, "")


def _own(reading: Reading) -> Iterator[Clue]:
    """Yield the ways to look for one word as it is."""
    reason, worth = Reason.WORD, reading.weight
    if reading.is_repaired:
        reason, worth = Reason.SPELLING, _WORTH_REPAIRED * reading.weight
    if reading.looked_for:
        query = any_of(reading.looked_for)
        body = query if reading.documents <= _MOST_IN_BODIES else ""
        yield Clue(query, worth, reason, reading.said, reading.meant, body)
    if reading.begun:
        # « cher » is a word: it may still be the beginning of « chercher », but hardly.
        worth = _WORTH_BEGUN if reading.is_only_begun else _WORTH_BEGUN / 2
        query = any_of(reading.begun)
        yield Clue(query, worth, Reason.BEGINNING, reading.said, reading.meant, query)


def _telling(keys: list[str], had: dict[str, int]) -> str:
    """Return an expression as bodies have it; nothing when one word of many is left of it."""
    left = [key for key in keys if had[key] <= MOST_TELLING]
    return " ".join(left) if len(left) == len(keys) or len(left) > 1 else ""
