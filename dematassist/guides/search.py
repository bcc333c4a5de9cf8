"""A question in everyday words → the documents that answer it, and why each was found.

The words of the question become clues to its parts (``asking.py``). Each clue is looked for in one FTS5 table
a field, and what ``bm25`` answers is weighed by the field; a document gets the best clue of each part, and a
little for the others. One expression that has several parts counts more. Documents that answer more of the
question come first.

``index.py`` fills the tables. Guides are one ``kind`` of document; others may be added beside them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from dematassist.folding import folded
from dematassist.guides.asking import Asking, Clue, Places, Reason
from dematassist.guides.library import FALLBACK
from dematassist.guides.own_words import NONE
from dematassist.guides.words import split

if TYPE_CHECKING:
    from dematassist.guides.asking import Question
    from dematassist.guides.neighbours import Rows
    from dematassist.guides.own_words import OwnWords

FIELDS = ("title", "words", "summary", "body")
"""The fields of a document, the most telling first. ``words`` is what people say when they look for it."""
WORDS = FIELDS.index("words")
EXPRESSIONS = 1024
"""Most expressions of one document: number n of ``in_words`` is of document n // EXPRESSIONS."""

_BOOSTS = (3.0, 6.0, 1.0, 1.0)
_ROWS = (150, 200, 100, 80)
"""Rows ranked for one clue in each field."""
_TOGETHER = 0.3
"""What an expression adds that several parts of the question are found in."""
_MOST_RANKED = 30
_BODY = len(FIELDS) - 1
_LEAST = 0.5
"""Less is a word that most documents have in their body: it says nothing."""
_HALF = 0.5
"""The part of the question that a document must answer when only its body does."""
_WHOLE = 0.99
_ENOUGH = 30
"""Documents that have telling words from which common ones are looked for in these only."""
_SIGNS = 20
"""Fewer characters of a title are signs and elided articles."""
_HARDLY = 0.1
"""A document this many times weaker than the best does not answer."""
_COMMON = 0.4
"""What a word is worth by being there at all: ``bm25`` gives nothing for a word of most documents."""
_MORE = 0.5
"""What a weaker clue to the same part adds."""


def _match_in(number: int, asked: int) -> str:
    # FTS5's own « ORDER BY rank » keeps every row that matches, with its places in the text, before it sorts.
    return (
        f"SELECT * FROM (SELECT {number}, rowid, bm25(in_{FIELDS[number]}) AS far FROM in_{FIELDS[number]}"
        f" WHERE in_{FIELDS[number]} MATCH ?{asked} ORDER BY far LIMIT {_ROWS[number]})"
    )


_MATCH_BUT_BODY = " UNION ALL ".join(_match_in(number, 1) for number in range(_BODY))
_MATCH = f"{_MATCH_BUT_BODY} UNION ALL {_match_in(_BODY, 2)}"
# What is found elsewhere is left out before it is ranked, which is what costs.
_MATCH_AMONG = "WITH among AS (SELECT value FROM json_each(?2)) " + " UNION ALL ".join(
    _match_in(number, 1).replace(
        "MATCH ?1", f"MATCH ?1 AND +rowid{f' / {EXPRESSIONS}' * (number == WORDS)} IN among"
    )
    for number in range(_BODY)
)
_DOCUMENT = "SELECT rowid, kind, id, audience, lang, title, summary, prior FROM document WHERE "


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


class _Found(NamedTuple):
    """What a part of the question is worth in one document, its best clue there and best field."""

    score: float
    clue: Clue
    field: int
    name: Clue | None
    """The clue by which the title says the same in other words: it teaches more than a word found."""

    @property
    def why(self) -> Clue:
        """What to tell a person."""
        return self.name or self.clue


class _Match(NamedTuple):
    """What a part of the question is worth in each document, and in each expression people say."""

    documents: dict[int, _Found]
    expressions: dict[int, float]


_Matches = dict[Places, _Match]
"""What is found of each part of the question."""
_NOTHING = _Match({}, {})


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
    """Answers questions from the tables of one compiled library.

    ``rows`` runs a query on it; ``own`` are the synonyms of this person.
    """

    def __init__(self, rows: Rows, own: OwnWords = NONE) -> None:
        self._rows = rows
        self._asking = Asking(rows, own)

    def answer(self, text: str, lang: str, limit: int) -> Answer:
        """Return what answers ``text``, whatever it holds: no text raises."""
        question = self._asking.question(text, lang)
        if not question.kept:
            return Answer((), "")
        found = self._found(question)
        parts = _parts(found, question)
        scores = _scores(found, parts)
        hits = self._hits(found, scores, parts, bare(question.typed), lang, max(0, limit))
        return Answer(hits, question.understood)

    def _found(self, question: Question) -> _Matches:
        """Return what is found of each part; of common words, only where there are telling ones, if any."""
        found = dict.fromkeys(question.clues, _NOTHING)
        common: list[Places] = []
        for places, clues in question.clues.items():
            if all(clue.is_common for clue in clues):
                common.append(places)
            else:
                found[places] = self._match(clues, "")
        among = {rowid for match in found.values() for rowid in match.documents}
        for places in common:
            where = json.dumps([*among]) if len(among) >= _ENOUGH else ""
            found[places] = self._match(question.clues[places], where)
        return found

    def _match(self, clues: list[Clue], among: str) -> _Match:
        """Return, for each document, the best of these clues there, over all fields."""
        best: dict[int, _Found] = {}
        expressions: dict[int, float] = {}
        for clue in clues:
            sums: dict[int, float] = {}
            said: dict[int, float] = {}
            first_field: dict[int, int] = {}
            rows = (
                self._rows(_MATCH, (clue.query, clue.body))
                if clue.body
                else self._rows(_MATCH_AMONG, (clue.query, among))
                if among
                else self._rows(_MATCH_BUT_BODY, (clue.query,))
            )
            worths = [boost * clue.worth for boost in _BOOSTS]
            for field, number, rank in rows:
                score, rowid = worths[field] * (_COMMON - rank), number
                if field == WORDS:
                    rowid = number // EXPRESSIONS
                    if score > expressions.get(number, 0.0):
                        expressions[number] = score
                    # The best expression of a document counts, not their number.
                    before = said.get(rowid, 0.0)
                    if score <= before:
                        continue
                    said[rowid], score = score, score - before
                if rowid in sums:
                    sums[rowid] += score
                else:
                    sums[rowid], first_field[rowid] = score, field
            is_synonym = clue.reason is Reason.SYNONYM
            for rowid, score in sums.items():
                field = first_field[rowid]
                name = clue if is_synonym and field == 0 else None
                other = best.get(rowid)
                if other is None:
                    best[rowid] = _Found(score, clue, field, name)
                elif score > other.score:
                    best[rowid] = _Found(score + _MORE * other.score, clue, field, name or other.name)
                else:
                    together = other.score + _MORE * score
                    best[rowid] = _Found(together, other.clue, other.field, other.name or name)
        return _Match(best, expressions)

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


def bare(text: str) -> str:
    """Return a text as titles are compared: its words, folded."""
    return folded(" ".join(split(text)))


def _parts(found: _Matches, question: Question) -> dict[int, float]:
    """Return how much of the question each document answers, rare words counting more."""
    answered: dict[int, int] = {}
    for places, match in found.items():
        mask = sum(1 << place for place in places)
        for rowid in match.documents:
            answered[rowid] = answered.get(rowid, 0) | mask
    rarity = {place: question.readings[place].rarity for place in question.kept}
    whole = sum(rarity.values())
    part = {
        mask: sum(rare for place, rare in rarity.items() if mask >> place & 1) / whole
        for mask in set(answered.values())
    }
    return {rowid: part[mask] for rowid, mask in answered.items()}


def _scores(found: _Matches, parts: dict[int, float]) -> dict[int, float]:
    """Return what each document is worth: its clues summed, by how much of the question it answers.

    A document that only mentions a few of the words deep in its text does not answer.
    """
    sums: dict[int, float] = {}
    best_field: dict[int, int] = {}
    had: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for match in found.values():
        for rowid, (score, clue, field, _name) in match.documents.items():
            # Two words that mean the same (« notaire », « succession ») count once.
            of_clue = had[clue.query]
            before = of_clue.get(rowid, 0.0)
            if score > before:
                of_clue[rowid] = score
                sums[rowid] = sums.get(rowid, 0.0) + score - before
            if field < best_field.get(rowid, len(FIELDS)):
                best_field[rowid] = field
    for rowid, together in _together(found).items():
        sums[rowid] += _TOGETHER * together
    return {
        rowid: score * parts[rowid]
        for rowid, score in sums.items()
        if score >= _LEAST and (parts[rowid] >= _HALF or best_field[rowid] != _BODY)
    }


def _together(found: _Matches) -> dict[int, float]:
    """Return, for each document, the most that one of its expressions has of several parts."""
    sums: dict[int, float] = {}
    several: set[int] = set()
    for match in found.values():
        for number, score in match.expressions.items():
            if number in sums:
                several.add(number)
            sums[number] = sums.get(number, 0.0) + score
    best: dict[int, float] = {}
    for number in several:
        rowid = number // EXPRESSIONS
        best[rowid] = max(sums[number], best.get(rowid, 0.0))
    return best


def _reasons(found: _Matches, rowid: int) -> tuple[Why, ...]:
    """Return the reasons of one document, in the order of the question, each part of it once."""
    parts = sorted((places for places, match in found.items() if rowid in match.documents), key=sorted)
    whys: dict[Why, None] = {}
    for places in parts:
        if not any(places < other for other in parts):
            one = found[places].documents[rowid]
            whys[Why(one.why.reason, one.why.said, one.why.meant, FIELDS[one.field])] = None
    return tuple(whys)
