"""Looking for documents by what is known of them: an FTS5 table in memory, never on a disk."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from dematassist.folding import folded
from dematassist.guides.words import distance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dematassist.vault.model import Document, DocumentId

_WORD = re.compile(r"\w+")
_MAX_WORDS = 12
_SHORTEST_REPAIRED = 4
_SHORTEST_WITH_TWO_SLIPS = 7
_LAST_LETTER = "\U0010ffff"
_COLUMNS = "title, holder, note, name, kind, year"


class DocumentSearch:
    """The words of the documents of one space. Used from one thread."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._rows: dict[DocumentId, int] = {}
        self._table = sqlite3.connect(":memory:", isolation_level=None)
        self._table.execute(f"CREATE VIRTUAL TABLE word USING fts5({_COLUMNS}, document UNINDEXED)")
        self._table.execute("CREATE VIRTUAL TABLE known USING fts5vocab(word, row)")
        self._table.execute("BEGIN")
        for document in documents:
            self.put(document)
        self._table.execute("COMMIT")

    def put(self, document: Document) -> None:
        """Know a document, or know it anew."""
        self.drop(document.id)
        facts = document.facts
        year = str(facts.issued.year) if facts.issued else ""
        texts = (facts.title, facts.holder, facts.note, document.original_name, facts.kind, year)
        cells = (*(text and folded(text) for text in texts), document.id)
        done = self._table.execute(f"INSERT INTO word ({_COLUMNS}, document) VALUES (?,?,?,?,?,?,?)", cells)
        assert done.lastrowid
        self._rows[document.id] = done.lastrowid

    def drop(self, document_id: DocumentId) -> None:
        """Know a document no more."""
        row = self._rows.pop(document_id, None)
        if row is not None:
            self._table.execute("DELETE FROM word WHERE rowid = ?", (row,))

    def find(self, text: str, kinds: Collection[str] = ()) -> tuple[DocumentId, ...]:
        """Return the documents that have every word, the best first; each word may be a beginning.

        A word that none has stands for the one that is written almost so.
        ``kinds`` are the kinds of paper that the text names, for whoever knows their names: documents of
        these come too.
        """
        words = [self._meant(word) for word in _WORD.findall(folded(text))[:_MAX_WORDS]]
        asked = [" AND ".join(f'"{word}" *' for word in words)] if words else []
        asked += [f"kind : {_phrase(kind)}" for kind in kinds if _WORD.search(kind)]
        if not asked:
            return ()
        query = " OR ".join(f"({one})" for one in asked)
        found = self._table.execute(
            "SELECT document FROM word WHERE word MATCH ? ORDER BY bm25(word, 4, 3, 1, 2, 2, 2), document",
            (query,),
        )
        return tuple(document_id for (document_id,) in found)

    def _meant(self, word: str) -> str:
        """Return a word as it is, or the beginning of a known one that is one or two slips away."""
        if len(word) < _SHORTEST_REPAIRED or not word.isalpha():
            return word
        begun = self._table.execute(
            "SELECT 1 FROM known WHERE term >= ? AND term < ? LIMIT 1", (word, word + _LAST_LETTER)
        )
        if begun.fetchone():
            return word
        limit = 2 if len(word) >= _SHORTEST_WITH_TWO_SLIPS else 1
        near = [
            (slips, -documents, beginning)
            for term, documents in self._table.execute("SELECT term, doc FROM known")
            # A slip in the first letter is rare, and thousands of words are not worth comparing.
            if term[0] in word[:2] and term.isalpha()
            for slips, beginning in _slips(word, term, limit)
        ]
        return min(near)[-1] if near else word

    def close(self) -> None:
        """Forget every word."""
        self._table.close()


def _slips(word: str, term: str, limit: int) -> Iterator[tuple[int, str]]:
    """Tell how many slips a word is away from the beginnings of a term, where they are not too many."""
    for length in {min(len(word) + by, len(term)) for by in (-1, 0, 1)}:
        beginning = term[:length]
        slips = distance(word, beginning, limit)
        if slips <= limit:
            yield slips, beginning


def _phrase(kind: str) -> str:
    """Return a kind as one phrase of FTS5: nothing in it is syntax."""
    return '"' + folded(kind).replace('"', " ") + '"'
