"""A question in everyday words → the documents that answer it, and why each was found.

The words of the question, as ``spelling.py`` reads them, become clues to its parts: a word, an expression
(« carte grise »), or what the lexicon says it means. Each clue is looked for in one FTS5 table a field,
and what ``bm25`` answers is weighed by the field; a document gets the best clue of each part. Documents
that answer more of the question come first.

``compiler.py`` fills the tables. Guides are one ``kind`` of document; others may be added beside them.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dematassist.folding import folded
from dematassist.guides.library import FALLBACK
from dematassist.guides.spelling import Reading, Vocabulary
from dematassist.guides.words import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dematassist.guides.spelling import Rows

FIELDS = ("title", "words", "summary", "body")
"""The fields of a document, the most telling first. ``words`` is what people say when they look for it."""

_BOOSTS = (4.0, 4.0, 1.5, 1.0)
_ROWS = 200
"""Documents ranked for one clue in one field."""
CROWD = 3 * _ROWS
"""Documents from which a word in the body says nothing, and is not kept: only ``_ROWS`` would be ranked."""
_LONGEST_TEXT = 1_000
"""Characters of a question that are read; nobody types more on purpose."""
LONGEST_EXPRESSION = 5
"""Words of an expression of the lexicon, those of grammar not counted."""
_MOST_MEANINGS = 6
_MOST_RANKED = 60
_BODY = len(FIELDS) - 1
_FEW = 3
_LEAST = 0.5
"""Less is a word that most documents have in their body: it says nothing."""
_HALF = 0.5
"""The part of the question that a document must answer when only its body does."""
_WHOLE = 0.99
_SIGNS = 20
"""Fewer characters of a title are signs and elided articles."""
_HARDLY = 0.1
"""A document this many times weaker than the best does not answer."""
_STRICT = 1.5
"""How much less a document is worth that answers only a part of the question: its part to that power."""
_COMMON = 0.4
"""What a word is worth by being there at all: ``bm25`` gives nothing for a word of most documents."""
_MORE = 0.3
"""What a weaker clue to the same part adds."""
_CLOSE = 2
"""Words between two words that are close."""
_WORTH_TOGETHER = 0.5
_WORTH_OFFICIAL, _WORTH_SYNONYM, _WORTH_REPAIRED, _WORTH_BEGUN = 0.85, 0.7, 0.9, 0.6


def _match_in(number: int, asked: int) -> str:
    return (
        f"SELECT * FROM (SELECT {number}, rowid, bm25(in_{FIELDS[number]}) FROM in_{FIELDS[number]}"
        f" WHERE in_{FIELDS[number]} MATCH ?{asked} ORDER BY rank LIMIT {_ROWS})"
    )


_MATCH_BUT_BODY = " UNION ALL ".join(_match_in(number, 1) for number in range(_BODY))
_MATCH = f"{_MATCH_BUT_BODY} UNION ALL {_match_in(_BODY, 2)}"
_DOCUMENT = "SELECT rowid, kind, id, audience, lang, title, summary, prior FROM document WHERE "


class Reason(Enum):
    """How a part of the question led to a document."""

    WORD = "word"
    BEGINNING = "beginning"
    SYNONYM = "synonym"
    SPELLING = "spelling"


class Why(NamedTuple):
    """One reason: what was said, and what it was taken to mean. ``field`` is one of ``FIELDS``."""

    reason: Reason
    said: str
    meant: str
    field: str


class Hit(NamedTuple):
    """A document that answers."""

    id: str
    lang: str
    kind: str
    title: str
    summary: str
    score: float
    why: tuple[Why, ...]
    part: float = 1.0
    """How much of the question it answers: 1 is all of it."""


class Answer(NamedTuple):
    """What a search found, the best first. ``understood`` is what was looked for, its spelling repaired."""

    hits: tuple[Hit, ...]
    understood: str


class _Clue(NamedTuple):
    """One way to look for a part of the question: an FTS5 query, what it is worth, the reason.

    ``body`` is the query for bodies, which have no words of a crowd of documents; none when it is empty.
    """

    query: str
    worth: float
    reason: Reason
    said: str
    meant: str
    body: str


_Places = frozenset[int]
"""A part of the question: the places of its words."""


class _Found(NamedTuple):
    """What a part of the question is worth in one document, its best clue there and best field."""

    score: float
    clue: _Clue
    field: int


_Matches = dict[_Places, dict[int, _Found]]
"""What each part of the question is worth in each document."""


class _Row(NamedTuple):
    """A row of the table ``document``."""

    rowid: int
    kind: str
    id: str
    audience: str
    lang: str
    title: str
    summary: str
    prior: float


class Search:
    """Answers questions from the tables of one compiled library. ``rows`` runs a query on it."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._vocabulary = Vocabulary(rows)
        self._fillers: dict[str, frozenset[str]] = {}

    def answer(self, text: str, lang: str, limit: int) -> Answer:
        """Return what answers ``text``, whatever it holds: no text raises."""
        typed = text[:_LONGEST_TEXT].replace("\0", " ")
        langs = _languages(typed, lang)
        readings = self._vocabulary.read(typed, langs, is_typing=typed[-1:].isalnum())
        if not readings:
            return Answer((), "")
        expressions, kept = self._cut(readings, langs)
        clues: dict[_Places, list[_Clue]] = {}
        for places, clue in self._clues(readings, expressions, kept, langs):
            clues.setdefault(frozenset(places), []).append(clue)
        found = {places: self._match(together) for places, together in clues.items()}
        parts = _parts(found, readings, kept)
        scores = _scores(found, parts)
        hits = self._hits(found, scores, parts, bare(typed), lang, max(0, limit))
        understood = (readings[place] for place in kept)
        return Answer(hits, " ".join(one.said if one.is_only_begun else one.meant for one in understood))

    # What is asked

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
        return {(lang, keys) for lang, keys in rows if (lang, keys) in runs}

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
    ) -> Iterator[tuple[tuple[int, ...], _Clue]]:
        """Yield every way to look for each part of the question, with the places of its words."""
        for place in kept:
            for clue in _own(readings[place]):
                yield (place,), clue
            if place + 1 in kept:
                one, other = readings[place], readings[place + 1]
                joined = self._vocabulary.joined(one, other, langs)
                if joined:
                    # The library writes these two words as one.
                    said, query = f"{one.said} {other.said}", _any_of(joined)
                    yield (place, place + 1), _Clue(query, 1.0, Reason.WORD, said, said, query)
        for places in expressions:
            for clue in self._expression(readings, places, langs):
                yield places, clue
        for pair in pairwise(kept):
            if clue_together := _together(readings, pair):
                yield pair, clue_together

    def _expression(
        self, readings: list[Reading], places: tuple[int, ...], langs: Sequence[str]
    ) -> Iterator[_Clue]:
        """Yield the ways to look for an expression of the lexicon: itself, and what it means."""
        # One word written « poleemploi » is two words here, said once.
        said = " ".join(dict.fromkeys(readings[place].said for place in places))
        meant = " ".join(readings[place].meant for place in places)
        is_repaired = any(readings[place].is_repaired for place in places)
        if len(places) > 1:
            reason = Reason.SPELLING if is_repaired else Reason.WORD
            telling = [place for place in places if readings[place].documents <= CROWD]
            own, body = (
                _any_of(dict.fromkeys(keys for _lang, keys in _keys(readings, some, langs)))
                for some in (places, telling)
            )
            is_told = len(telling) > 1
            yield _Clue(own, 1.0, reason, said, meant, body if is_told else "")
        for rank, label, keys, body in self._meanings(readings, places, langs):
            worth = _WORTH_OFFICIAL if rank == 0 else _WORTH_SYNONYM
            yield _Clue(_quoted(keys), worth, Reason.SYNONYM, meant, label, body and _quoted(body))

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
        had = self._vocabulary.documents(key for _rank, _meant, keys in rows for key in keys.split())
        return [
            (rank, meant, keys, _telling(keys.split(), had))
            for rank, meant, keys in rows
            if had.keys() >= set(keys.split())
        ][:_MOST_MEANINGS]

    # What answers

    def _match(self, clues: list[_Clue]) -> dict[int, _Found]:
        """Return, for each document, the best of these clues there, over all fields."""
        best: dict[int, _Found] = {}
        for clue in clues:
            sums: dict[int, float] = {}
            first_field: dict[int, int] = {}
            rows = (
                self._rows(_MATCH, (clue.query, clue.body))
                if clue.body
                else self._rows(_MATCH_BUT_BODY, (clue.query,))
            )
            for field, rowid, rank in rows:
                sums[rowid] = sums.get(rowid, 0.0) + _BOOSTS[field] * (_COMMON - rank) * clue.worth
                first_field.setdefault(rowid, field)
            for rowid, score in sums.items():
                before = best.get(rowid)
                if before is None:
                    best[rowid] = _Found(score, clue, first_field[rowid])
                elif score > before.score:
                    best[rowid] = _Found(score + _MORE * before.score, clue, first_field[rowid])
                else:
                    best[rowid] = before._replace(score=before.score + _MORE * score)
        return best

    def _hits(
        self,
        found: _Matches,
        scores: dict[int, float],
        parts: dict[int, float],
        asked: str,
        lang: str,
        limit: int,
    ) -> tuple[Hit, ...]:
        strongest = sorted(scores, key=lambda rowid: (-scores[rowid], rowid))[: _MOST_RANKED + limit]
        marks = ",".join("?" * len(strongest))
        rows = [_Row(*row) for row in self._rows(f"{_DOCUMENT} rowid IN ({marks})", tuple(strongest))]
        top = scores[strongest[0]] if strongest else 0.0
        best: dict[tuple[str, str], tuple[float, _Row]] = {}
        for row in rows:
            score = scores[row.rowid] * row.prior
            if (
                parts[row.rowid] >= _WHOLE
                and len(row.title) < len(asked) + _SIGNS
                and bare(row.title) == asked
            ):
                # The very title was typed: nothing can answer better.
                score += top
            place = (row.kind, row.id)
            if place not in best or score > best[place][0]:
                best[place] = (score, row)
        ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].title, pair[1].rowid))
        hits = []
        for score, row in ranked[:limit]:
            sibling = self._sibling(row, lang)
            if sibling is not None and score >= _HARDLY * ranked[0][0]:
                why = _reasons(found, row.rowid)
                hits.append(
                    Hit(
                        id=row.id,
                        lang=sibling.lang,
                        kind=row.kind,
                        title=sibling.title,
                        summary=sibling.summary,
                        score=round(score, 4),
                        why=why,
                        part=round(parts[row.rowid], 4),
                    )
                )
        return tuple(hits)

    def _sibling(self, row: _Row, lang: str) -> _Row | None:
        """Return the document in the language of the person, else in French."""
        for wanted in (lang, FALLBACK):
            if row.lang == wanted:
                return row
            siblings = self._rows(
                f"{_DOCUMENT} id = ? AND kind = ? AND audience = ? AND lang = ?",
                (row.id, row.kind, row.audience, wanted),
            )
            if siblings:
                return _Row(*siblings[0])
        return None


def _telling(keys: list[str], had: dict[str, int]) -> str:
    """Return an expression as bodies have it; nothing when one word of many is left of it."""
    left = [key for key in keys if had[key] <= CROWD]
    return " ".join(left) if len(left) == len(keys) or len(left) > 1 else ""


def bare(text: str) -> str:
    """Return a text as titles are compared: its words, folded."""
    return folded(" ".join(split(text)))


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


def _together(readings: list[Reading], pair: tuple[int, int]) -> _Clue | None:
    """Return the way to look for two words of the question close to each other."""
    one, other = (readings[place] for place in pair)
    if not (one.looked_for and other.looked_for):
        return None
    query = f"NEAR({_quoted(one.looked_for[0])} {_quoted(other.looked_for[0])}, {_CLOSE})"
    reason = Reason.SPELLING if one.is_repaired or other.is_repaired else Reason.WORD
    said, meant = f"{one.said} {other.said}", f"{one.meant} {other.meant}"
    return _Clue(query, _WORTH_TOGETHER, reason, said, meant, "")


def _own(reading: Reading) -> Iterator[_Clue]:
    """Yield the ways to look for one word as it is."""
    reason, worth = Reason.WORD, 1.0
    if reading.is_repaired:
        reason, worth = Reason.SPELLING, _WORTH_REPAIRED
    if reading.looked_for:
        query = _any_of(reading.looked_for)
        body = query if reading.documents <= CROWD else ""
        yield _Clue(query, worth, reason, reading.said, reading.meant, body)
    if reading.begun:
        # « cher » is a word: it may still be the beginning of « chercher », but hardly.
        worth = _WORTH_BEGUN if reading.is_only_begun else _WORTH_BEGUN / 2
        query = _any_of(reading.begun)
        yield _Clue(query, worth, Reason.BEGINNING, reading.said, reading.meant, query)


def _parts(found: _Matches, readings: list[Reading], kept: list[int]) -> dict[int, float]:
    """Return how much of the question each document answers, rare words counting more."""
    answered: dict[int, int] = {}
    for places, documents in found.items():
        mask = sum(1 << place for place in places)
        for rowid in documents:
            answered[rowid] = answered.get(rowid, 0) | mask
    whole = sum(readings[place].rarity for place in kept)
    part = {
        mask: sum(readings[place].rarity for place in kept if mask >> place & 1) / whole
        for mask in set(answered.values())
    }
    return {rowid: part[mask] for rowid, mask in answered.items()}


def _scores(found: _Matches, parts: dict[int, float]) -> dict[int, float]:
    """Return what each document is worth: its clues summed, by how much of the question it answers.

    A document that only mentions a few of the words deep in its text does not answer.
    """
    sums: dict[int, float] = {}
    best_field: dict[int, int] = {}
    for documents in found.values():
        for rowid, one in documents.items():
            sums[rowid] = sums.get(rowid, 0.0) + one.score
            best_field[rowid] = min(one.field, best_field.get(rowid, one.field))
    return {
        rowid: score * parts[rowid] ** _STRICT
        for rowid, score in sums.items()
        if score >= _LEAST and (parts[rowid] >= _HALF or best_field[rowid] != _BODY)
    }


def _reasons(found: _Matches, rowid: int) -> tuple[Why, ...]:
    """Return the reasons of one document, in the order of the question, each part of it once."""
    parts = sorted((places for places, documents in found.items() if rowid in documents), key=sorted)
    whys: dict[Why, None] = {}
    for places in parts:
        if not any(places < other for other in parts):
            one = found[places][rowid]
            whys[Why(one.clue.reason, one.clue.said, one.clue.meant, FIELDS[one.field])] = None
    return tuple(whys)


def _quoted(keys: str) -> str:
    """Return keys as one FTS5 phrase: nothing in it is syntax."""
    return '"' + keys.replace('"', '""') + '"'


def _any_of(keys: Iterable[str]) -> str:
    return " OR ".join(_quoted(key) for key in keys)
