"""Documents → the tables that ``search.py`` asks.

One contentless FTS5 table a field: ``bm25()`` uses one length for a whole row, so in a single table a word
of a six-word title is drowned by the body. What people say is a row an expression, for the same reason: a
document would be found less the more ways to say it are known. ``Index`` fills the tables with any kind of
document, many at a time.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, filterfalse, groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.asking import MOST_TELLING
from dematassist.guides.library import FALLBACK
from dematassist.guides.long_texts import Lines
from dematassist.guides.search import EXPRESSIONS, FIELDS, WORDS
from dematassist.guides.spelling import spelling_texts
from dematassist.guides.words import keys as words_keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from dematassist.guides.lexicon import Entry, Lexicon

_TABLES = """
CREATE TABLE document (rowid INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,
                       audience TEXT NOT NULL, lang TEXT NOT NULL, title TEXT NOT NULL,
                       summary TEXT NOT NULL, prior REAL NOT NULL, UNIQUE (id, kind, audience, lang));
CREATE TABLE meaning (entry INTEGER, rank INTEGER, meant TEXT NOT NULL, keys TEXT NOT NULL,
                      PRIMARY KEY (entry, rank)) WITHOUT ROWID;
CREATE TABLE synonym (keys TEXT, lang TEXT, entry INTEGER, PRIMARY KEY (keys, lang, entry)) WITHOUT ROWID;
CREATE TABLE filler (lang TEXT, keys TEXT, PRIMARY KEY (lang, keys)) WITHOUT ROWID;
CREATE TABLE vocabulary (rowid INTEGER PRIMARY KEY, lang TEXT NOT NULL, folded TEXT NOT NULL,
                         key TEXT NOT NULL, shown TEXT NOT NULL, n INTEGER NOT NULL,
                         documents INTEGER NOT NULL);
CREATE VIRTUAL TABLE spelling USING fts5(x, content='', tokenize='trigram', detail=full, columnsize=0);
INSERT INTO spelling (spelling, rank) VALUES ('hashsize', 16777216);
"""
_FIELD = """
CREATE VIRTUAL TABLE in_{field} USING fts5(x, content='', detail=full);
INSERT INTO in_{field} (in_{field}, rank) VALUES ('hashsize', 16777216), ('automerge', 0);
"""
_MERGE = "INSERT INTO in_{field} (in_{field}) VALUES ('optimize')"
_INDEXES = (
    "CREATE INDEX vocabulary_folded ON vocabulary (folded)",
    "CREATE INDEX vocabulary_key ON vocabulary (key)",
)
_BATCH = 200
"""Rows written by one statement: SQLite then works beside Python, not in turn with it."""


class Document(NamedTuple):
    """Something the search can find. ``texts`` are its fields, in the order of ``search.FIELDS``.

    Those of « words » are lines, an expression each.

    ``prior`` multiplies its score: above 1 for what most people ask.
    """

    kind: str
    id: str
    audience: str
    lang: str
    title: str
    summary: str
    texts: tuple[str, ...]
    prior: float = 1.0


class Index:
    """Makes and fills the tables of the search. Add documents, then finish with the lexicon."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.executescript(_TABLES + "".join(_FIELD.format(field=field) for field in FIELDS))
        self._connection = connection
        self._lines: dict[str, Lines] = {}
        self._documents: dict[str, Counter[str]] = {}
        self._rows: list[tuple[object, ...]] = []
        self._fields: list[list[tuple[int, str]]] = [[] for _field in FIELDS[:-1]]
        self._bodies: list[tuple[str, list[str]]] = []
        self._count = 0

    def add(self, *documents: Document) -> None:
        """Make documents findable. Those that come together are understood faster."""
        for lang, several in groupby(documents, lambda document: document.lang):
            known, alike = self._known(lang), list(several)
            texts = [[text.encode().split(b"\n") for text in document.texts] for document in alike]
            known.understand(chain.from_iterable(chain.from_iterable(texts)))
            for document, lines in zip(alike, texts, strict=True):
                self._add(document, lines, known)

    def _add(self, document: Document, texts: list[list[bytes]], known: Lines) -> None:
        self._count += 1
        self._rows.append((self._count, *document[:6], document.prior))
        keys = [list(chain.from_iterable(map(known.__getitem__, text))) for text in texts]
        for number, field in enumerate(self._fields):
            if number == WORDS:
                expressions = dict.fromkeys(" ".join(said) for line in texts[WORDS] if (said := known[line]))
                field.extend(enumerate(islice(expressions, EXPRESSIONS), self._count * EXPRESSIONS))
            else:
                field.append((self._count, " ".join(keys[number])))
        self._bodies.append((document.lang, keys[-1]))
        self._documents[document.lang].update(set(chain.from_iterable(keys)))
        if len(self._rows) >= _BATCH:
            self._write_documents()

    def _known(self, lang: str) -> Lines:
        if lang not in self._lines:
            self._lines[lang] = Lines(lang)
            self._documents[lang] = Counter()
        return self._lines[lang]

    def _write_documents(self) -> None:
        columns = ("rowid", "kind", "id", "audience", "lang", "title", "summary", "prior")
        self._insert("document", columns, self._rows)
        for name, rows in zip(FIELDS[:-1], self._fields, strict=True):
            self._insert(f"in_{name}", ("rowid", "x"), rows)
            rows.clear()
        self._rows.clear()

    def _insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def finish(self, lexicon: Lexicon) -> None:
        """Write the bodies, the lexicon and the vocabulary."""
        self._write_documents()
        self._write_bodies()
        for field in FIELDS:
            # What is written next takes the place that this gives back.
            self._connection.execute(_MERGE.format(field=field))
        self._write_lexicon(lexicon)
        self._write_vocabulary()
        for statement in _INDEXES:
            self._connection.execute(statement)

    def _write_bodies(self) -> None:
        """Write the bodies without the words of a crowd of documents: those say nothing there."""
        crowds = {
            lang: frozenset(key for key, count in documents.items() if count > MOST_TELLING)
            for lang, documents in self._documents.items()
        }
        bodies = (
            (number, " ".join(filterfalse(crowds[lang].__contains__, body)))
            for number, (lang, body) in enumerate(self._bodies, 1)
        )
        self._insert(f"in_{FIELDS[-1]}", ("rowid", "x"), bodies)
        self._bodies.clear()

    def _write_lexicon(self, lexicon: Lexicon) -> None:
        synonyms: dict[tuple[str, str, int], None] = {}
        meanings: list[tuple[int, int, str, str]] = []
        for number, entry in enumerate(lexicon.entries, 1):
            for rank, (keys, meant) in enumerate(self._meanings(entry).items()):
                meanings.append((number, rank, meant, keys))
            for text in (entry.means, *entry.same, *entry.said):
                if keys := self._keys_of(text, entry.lang):
                    synonyms[keys, entry.lang, number] = None
        fillers = {
            (lang, keys): None for lang, text in lexicon.fillers if (keys := self._keys_of(text, lang))
        }
        self._insert("meaning", ("entry", "rank", "meant", "keys"), meanings)
        self._insert("synonym", ("keys", "lang", "entry"), synonyms)
        self._insert("filler", ("lang", "keys"), fillers)

    def _meanings(self, entry: Entry) -> Mapping[str, str]:
        meanings: dict[str, str] = {}
        for meant in (entry.means, *entry.same):
            meanings.setdefault(self._keys_of(meant, entry.lang), meant)
            # An English or Arabic word often means a French one: a document may have either.
            meanings.setdefault(" ".join(words_keys(meant, FALLBACK)), meant)
        return meanings

    def _keys_of(self, text: str, lang: str) -> str:
        """Return the keys of an expression, which are of the vocabulary then."""
        return " ".join(self._known(lang).of(text))

    def _write_vocabulary(self) -> None:
        words: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
        for lang, lines in self._lines.items():
            for word, count in lines.words():
                words.setdefault((lang, word.folded, word.key), []).append((-count, word.written))
        rows: list[tuple[object, ...]] = []
        shown: dict[str, list[str]] = {}
        for number, ((lang, folded, key), forms) in enumerate(sorted(words.items()), 1):
            _n, likely = min(forms)
            count = -sum(count for count, _form in forms)
            rows.append((number, lang, folded, key, likely, count, self._documents[lang][key]))
            shown.setdefault(lang, []).append(likely)
        columns = ("rowid", "lang", "folded", "key", "shown", "n", "documents")
        self._insert("vocabulary", columns, rows)
        spellings = chain.from_iterable(spelling_texts(alike, lang) for lang, alike in shown.items())
        self._insert("spelling", ("rowid", "x"), enumerate(spellings, 1))
