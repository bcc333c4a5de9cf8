"""Looking for documents by what is known of them: an FTS5 table in memory, never on a disk."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from dematassist.folding import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dematassist.vault.model import Document, DocumentId

_WORD = re.compile(r"\w+")
_MAX_WORDS = 12
_COLUMNS = "title, holder, note, name, kind, year"


class DocumentSearch:
    """The words of the documents of one space. Used from one thread."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._rows: dict[DocumentId, int] = {}
        self._table = sqlite3.connect(":memory:", isolation_level=None)
        self._table.execute(f"CREATE VIRTUAL TABLE word USING fts5({_COLUMNS}, document UNINDEXED)")
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

        ``kinds`` are the kinds of paper that the text names, for whoever knows their names: documents of
        these come too.
        """
        words = _WORD.findall(folded(text))[:_MAX_WORDS]
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

    def close(self) -> None:
        """Forget every word."""
        self._table.close()


def _phrase(kind: str) -> str:
    """Return a kind as one phrase of FTS5: nothing in it is syntax."""
    return '"' + folded(kind).replace('"', " ") + '"'
