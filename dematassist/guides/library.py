"""The compiled library: list, open, search.

``Library`` opens the file read-only and decodes a guide only when it is opened. A search turns the text
into concepts (a word, or several that mean one thing), asks each field for each concept, and sums what
``bm25`` answers, weighed by the field; how many concepts a document answers counts most. Each hit says
why it was found.
"""

from __future__ import annotations

import sqlite3
import threading
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.guides.words import LONGEST_TEXT, Word, distance, trigrams, words

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.guides.model import Guide, Provider, Theme
    from dematassist.papers.model import PaperKind

FORMAT = "1"
"""Changes when an older program could not read the file."""
FIELDS = ("title", "words", "summary", "body")
_BOOSTS = {"title": 4.0, "words": 3.0, "summary": 1.5, "body": 1.0}
_ROWS = 200
_LONGEST_CONCEPT = 5
"""Words that can mean one thing together: « caisse d'allocations familiales »."""
_FALLBACK = "fr"
_CANDIDATES = 40
_SHORT = 4
_LETTERS_TO_REPAIR = 3


class Reason(Enum):
    """How a concept led to a document."""

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
    """A document that answers, the best first."""

    id: str
    lang: str
    kind: str
    title: str
    summary: str
    score: float
    why: tuple[Why, ...]


class Answer(NamedTuple):
    """What a search found. ``understood`` is the text with its spelling repaired."""

    hits: tuple[Hit, ...]
    understood: str


class GuideEntry(NamedTuple):
    """One line about a guide. ``lang`` is French when the guide has no sibling in the language asked."""

    id: str
    lang: str
    title: str
    theme: Theme
    summary: str


class _Alternative(NamedTuple):
    """One way to look for a concept: an FTS5 query, what it is worth, and the reason."""

    query: str
    worth: float
    reason: Reason
    said: str
    meant: str


class Library:
    """A compiled library. Each thread that uses it has a connection of its own."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises ``UserError``: LIBRARY_MISSING or LIBRARY_DAMAGED."""
        self.path = path
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._guides: dict[tuple[str, str], Guide] = {}
        if not path.is_file():
            raise UserError(Cause.LIBRARY_MISSING, path=str(path))
        rows = self._rows("SELECT value FROM meta WHERE key = 'format'")
        if rows != [(FORMAT,)]:
            self.close()
            raise UserError(Cause.LIBRARY_DAMAGED, path=str(path))

    def close(self) -> None:
        """Close the file."""
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._local = threading.local()

    def reopen(self) -> None:
        """Read the file again: it was compiled anew."""
        self.close()
        self._guides.clear()

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[str, ...]]:
        connection = getattr(self._local, "connection", None)
        try:
            if connection is None:
                address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
                connection = sqlite3.connect(address, uri=True, check_same_thread=False)
                self._local.connection = connection
                self._opened.append(connection)
            return connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise UserError(Cause.LIBRARY_DAMAGED, path=str(self.path)) from error

    # Lists

    def guides(self, lang: str) -> tuple[GuideEntry, ...]:
        """Return every guide, in ``lang`` where it is written in it, else in French, by title."""
        from dematassist.guides.model import Theme

        rows = self._rows(
            "SELECT id, lang, title, theme, summary FROM guide WHERE lang IN (?, ?) ORDER BY lang = ? DESC",
            (lang, _FALLBACK, lang),
        )
        found: dict[str, GuideEntry] = {}
        for guide_id, guide_lang, title, theme, summary in rows:
            found.setdefault(guide_id, GuideEntry(guide_id, guide_lang, title, Theme(theme), summary))
        return tuple(sorted(found.values(), key=lambda entry: entry.title))

    def theme_counts(self, lang: str) -> dict[str, int]:
        """Return how many guides each theme has, by the theme's value."""
        rows = self._rows(
            "SELECT theme, count(DISTINCT id) FROM guide WHERE lang IN (?, ?) GROUP BY theme",
            (lang, _FALLBACK),
        )
        return {theme: int(count) for theme, count in rows}

    def guide(self, guide_id: str, lang: str) -> Guide:
        """Return the guide in ``lang``, else in French. Raises ``UserError(GUIDE_UNKNOWN)``."""
        for wanted in (lang, _FALLBACK):
            if (guide_id, wanted) in self._guides:
                return self._guides[(guide_id, wanted)]
            rows = self._rows("SELECT body FROM guide WHERE id = ? AND lang = ?", (guide_id, wanted))
            if rows:
                import msgspec

                from dematassist.guides.model import Guide

                try:
                    guide = msgspec.json.decode(rows[0][0], type=Guide)
                except msgspec.MsgspecError as error:
                    raise UserError(Cause.LIBRARY_DAMAGED, path=str(self.path)) from error
                return self._guides.setdefault((guide_id, wanted), guide)
        raise UserError(Cause.GUIDE_UNKNOWN, id=guide_id)

    def national_providers(self, lang: str) -> tuple[Provider, ...]:
        """Return the services to call even outside a guide, in ``lang``, else in French, by name."""
        import msgspec

        from dematassist.guides.model import Provider

        rows = self._rows(
            "SELECT body FROM provider WHERE is_national AND lang IN (?, ?) ORDER BY lang = ? DESC",
            (lang, _FALLBACK, lang),
        )
        found: dict[str, Provider] = {}
        for (body,) in rows:
            provider = msgspec.json.decode(body, type=Provider)
            found.setdefault(provider.id, provider)
        return tuple(sorted(found.values(), key=lambda provider: provider.name))

    def papers(self, lang: str) -> tuple[PaperKind, ...]:
        """Return the kinds of paper, in ``lang``, else in French, by name."""
        import msgspec

        from dematassist.papers.model import PaperKind

        rows = self._rows(
            "SELECT body FROM paper WHERE lang IN (?, ?) ORDER BY lang = ? DESC", (lang, _FALLBACK, lang)
        )
        found: dict[str, PaperKind] = {}
        for (body,) in rows:
            paper = msgspec.json.decode(body, type=PaperKind)
            found.setdefault(paper.id, paper)
        return tuple(sorted(found.values(), key=lambda paper: paper.name))

    # Search

    def search(self, text: str, lang: str, limit: int = 20) -> Answer:
        """Return what answers ``text``, whatever it holds: no text raises."""
        typed = text[:LONGEST_TEXT].replace("\0", " ")
        said = words(typed, lang)
        understood, concepts = self._concepts(said, lang, is_typing=not typed.endswith(" "))
        scores: dict[str, float] = {}
        answered: dict[str, int] = {}
        why: dict[str, list[Why]] = {}
        for concept in concepts:
            for rowid, (score, reason) in self._matches(concept).items():
                scores[rowid] = scores.get(rowid, 0.0) + score
                answered[rowid] = answered.get(rowid, 0) + 1
                why.setdefault(rowid, []).append(reason)
        hits = self._hits(scores, answered, why, len(concepts), lang)
        return Answer(tuple(hits[:limit]), understood)

    def _hits(
        self,
        scores: dict[str, float],
        answered: dict[str, int],
        why: dict[str, list[Why]],
        concepts: int,
        lang: str,
    ) -> list[Hit]:
        if not scores:
            return []
        marks = ",".join("?" * len(scores))
        rows = self._rows(
            f"SELECT rowid, kind, id, lang, title, summary, prior FROM document WHERE rowid IN ({marks})",
            tuple(scores),
        )
        best: dict[tuple[str, str], Hit] = {}
        own = {(kind, doc_id) for _r, kind, doc_id, doc_lang, *_rest in rows if doc_lang == lang}
        for rowid, kind, doc_id, doc_lang, title, summary, prior in rows:
            if doc_lang != lang and (doc_lang != _FALLBACK or (kind, doc_id) in own):
                continue
            coverage = answered[rowid] / concepts
            score = scores[rowid] * coverage * coverage * float(prior)
            best[(kind, doc_id)] = Hit(
                doc_id, doc_lang, kind, title, summary, round(score, 4), tuple(why[rowid])
            )
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.title))

    def _matches(self, concept: tuple[_Alternative, ...]) -> dict[str, tuple[float, Why]]:
        """Return, for each document, what this concept is worth there and the best reason."""
        found: dict[str, tuple[float, Why]] = {}
        for alternative in concept:
            sums: dict[str, float] = {}
            fields: dict[str, str] = {}
            for field in FIELDS:
                rows = self._rows(
                    f"SELECT rowid, bm25(in_{field}) FROM in_{field} WHERE in_{field} MATCH ?"
                    f" ORDER BY rank LIMIT {_ROWS}",
                    (alternative.query,),
                )
                for rowid, rank in rows:
                    # A word in most documents has no rank: being there still counts a little.
                    worth = _BOOSTS[field] * (0.4 - float(rank)) * alternative.worth
                    sums[rowid] = sums.get(rowid, 0.0) + worth
                    fields.setdefault(rowid, field)
            for rowid, score in sums.items():
                if rowid not in found or score > found[rowid][0]:
                    reason = Why(alternative.reason, alternative.said, alternative.meant, fields[rowid])
                    found[rowid] = (score, reason)
        return found

    def _concepts(
        self, said: list[Word], lang: str, *, is_typing: bool
    ) -> tuple[str, list[tuple[_Alternative, ...]]]:
        """Cut what was said into concepts, each with the ways to look for it."""
        meaningful = self._without_fillers(said, lang) or said
        repaired = [self._repaired(word, lang, is_last=word is said[-1] and is_typing) for word in meaningful]
        understood = " ".join(word.written for word, _was in repaired)
        concepts = []
        index = 0
        while index < len(repaired):
            length, synonyms = self._synonyms([word for word, _was in repaired[index:]], lang)
            group = repaired[index : index + length]
            is_last = index + length == len(repaired) and is_typing
            concepts.append((*self._own(group, is_last=is_last), *synonyms))
            index += length
        return understood, concepts

    def _own(self, group: list[tuple[Word, str]], *, is_last: bool) -> tuple[_Alternative, ...]:
        """Return the ways to look for the words themselves."""
        written = " ".join(word.written for word, _was in group)
        was = " ".join(was or word.written for word, was in group)
        is_repaired = any(was for _word, was in group)
        reason = Reason.SPELLING if is_repaired else Reason.WORD
        worth = 0.9 if is_repaired else 1.0
        query = _quoted(" ".join(word.key for word, _was in group))
        ways = [_Alternative(query, worth, reason, was, written)]
        if is_last and len(group) == 1 and len(group[0][0].folded) > 1:
            beginning = _Alternative(f"{_quoted(group[0][0].folded)}*", 0.6, Reason.BEGINNING, was, written)
            ways.append(beginning)
        return tuple(ways)

    def _synonyms(self, following: list[Word], lang: str) -> tuple[int, tuple[_Alternative, ...]]:
        """Return how many of these words mean one thing together (1 if none do), and what they mean."""
        for length in range(min(_LONGEST_CONCEPT, len(following)), 0, -1):
            said = " ".join(word.written for word in following[:length])
            rows = self._rows(
                "SELECT meant, meant_keys FROM synonym WHERE lang = ? AND keys = ?",
                (lang, " ".join(word.key for word in following[:length])),
            )
            if rows:
                return length, tuple(
                    _Alternative(
                        _quoted(keys),
                        0.85,
                        Reason.SYNONYM,
                        said,
                        meant,
                    )
                    for meant, keys in rows
                )
        return 1, ()

    def _without_fillers(self, said: list[Word], lang: str) -> list[Word]:
        """Return what was said without « j'ai », « comment faire pour » and the like."""
        kept = []
        index = 0
        while index < len(said):
            for length in range(min(_LONGEST_CONCEPT, len(said) - index), 0, -1):
                together = " ".join(word.key for word in said[index : index + length])
                if self._rows("SELECT 1 FROM filler WHERE lang = ? AND keys = ?", (lang, together)):
                    index += length
                    break
            else:
                kept.append(said[index])
                index += 1
        return kept

    def _repaired(self, word: Word, lang: str, *, is_last: bool) -> tuple[Word, str]:
        """Return the word, repaired if no document has it, and what was written if it was repaired."""
        if self._rows("SELECT 1 FROM vocabulary WHERE lang = ? AND key = ?", (lang, word.key)):
            return word, ""
        if len(word.folded) < _LETTERS_TO_REPAIR or any(c.isdigit() for c in word.folded):
            return word, ""
        if is_last and self._rows(
            "SELECT 1 FROM vocabulary WHERE lang = ? AND folded >= ? AND folded < ?",
            (lang, word.folded, word.folded + "\U0010ffff"),
        ):
            return word, ""
        limit = 1 if len(word.folded) <= _SHORT else 2
        best: tuple[int, int, str, str] | None = None
        for folded, key, n in self._near(word.folded, lang):
            far = distance(word.folded, folded, limit)
            if far <= limit:
                best = min(best or (99, 0, "", ""), (far, -int(n), folded, key))
        if best is None:
            return word, ""
        return Word(best[2], best[2], best[3]), word.written

    def _near(self, folded: str, lang: str) -> list[tuple[str, ...]]:
        """Return words of the library that share letters with this one."""
        query = " OR ".join(_quoted(part) for part in trigrams(folded))
        if len(folded) <= _SHORT + 1:
            # Too few trigrams to meet a neighbour: look at the words that begin alike.
            return self._rows(
                "SELECT folded, key, n FROM vocabulary WHERE lang = ? AND folded LIKE ? LIMIT 400",
                (lang, f"{folded[0]}%"),
            )
        return self._rows(
            "SELECT folded, key, n FROM vocabulary WHERE rowid IN"
            f" (SELECT rowid FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT {_CANDIDATES})"
            " AND lang = ?",
            (query, lang),
        )


def _quoted(key: str) -> str:
    """Return a key as an FTS5 string: nothing in it is syntax."""
    return '"' + key.replace('"', '""') + '"'
