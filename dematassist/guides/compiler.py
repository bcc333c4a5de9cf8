"""Sources → one compiled library file, so that no start reads YAML.

The file is SQLite. ``guide``, ``provider`` and ``paper`` hold one JSON body a row. The search has one
contentless FTS5 table a field: ``bm25()`` uses one length for a whole row, so in a single table a word
of a six-word title is drowned by the body. ``Index`` fills it with any kind of document.
The same sources (names, sizes, times and contents) give the same bytes.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.guides.lexicon import Entry, Lexicon, read_lexicon
from dematassist.guides.library import FALLBACK, FORMAT
from dematassist.guides.reader import Content, Problem, read_resources
from dematassist.guides.search import FIELDS, bare
from dematassist.guides.spelling import spelling_text
from dematassist.guides.words import keys, words
from dematassist.system.files import explained, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.guides.model import Guide

_BODIES = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE guide (id TEXT, lang TEXT, theme TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
                    body BLOB NOT NULL, PRIMARY KEY (id, lang));
CREATE TABLE provider (id TEXT, lang TEXT, body BLOB NOT NULL, PRIMARY KEY (id, lang));
CREATE TABLE paper (id TEXT, lang TEXT, body BLOB NOT NULL, PRIMARY KEY (id, lang));
"""

_INDEX = """
CREATE TABLE document (rowid INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,
                       audience TEXT NOT NULL, lang TEXT NOT NULL, title TEXT NOT NULL,
                       bare_title TEXT NOT NULL, summary TEXT NOT NULL, prior REAL NOT NULL,
                       UNIQUE (id, kind, audience, lang));
CREATE TABLE meaning (entry INTEGER, rank INTEGER, meant TEXT NOT NULL, keys TEXT NOT NULL,
                      PRIMARY KEY (entry, rank)) WITHOUT ROWID;
CREATE TABLE synonym (keys TEXT, lang TEXT, entry INTEGER, PRIMARY KEY (keys, lang, entry)) WITHOUT ROWID;
CREATE TABLE filler (lang TEXT, keys TEXT, PRIMARY KEY (lang, keys)) WITHOUT ROWID;
CREATE TABLE vocabulary (rowid INTEGER PRIMARY KEY, lang TEXT NOT NULL, folded TEXT NOT NULL,
                         key TEXT NOT NULL, shown TEXT NOT NULL, n INTEGER NOT NULL,
                         documents INTEGER NOT NULL);
CREATE INDEX vocabulary_folded ON vocabulary (folded);
CREATE INDEX vocabulary_key ON vocabulary (key);
CREATE VIRTUAL TABLE spelling USING fts5(x, content='', tokenize='trigram', detail=full);
"""
_FIELD = "CREATE VIRTUAL TABLE in_{field} USING fts5(x, content='', detail=full);"

GUIDE = "guide"
"""The ``kind`` of a guide among documents."""
EVERYBODY = "particuliers"
"""The ``audience`` of guides, as the official sheets call it."""


class CompileReport(NamedTuple):
    """What was compiled, and what could not be."""

    guides: int
    providers: int
    papers: int
    problems: tuple[Problem, ...]


class Document(NamedTuple):
    """Something the search can find. ``texts`` are its fields, in the order of ``search.FIELDS``.

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


def sources_fingerprint(resources: Path) -> str:
    """Return a text that changes when a source changes: names, sizes and times, no content is read.

    What compiles is a source too.
    """
    digest = hashlib.sha256(FORMAT.encode())
    for path in _sources(resources):
        # A source that is being replaced, or the lock of an editor, is not there: it counts as such.
        with contextlib.suppress(OSError):
            status = path.stat()
            name = f"{path.parent.name}/{path.name}"
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources(resources: Path) -> Iterator[Path]:
    for folder in ("guides", "providers", "papers", "lexicon"):
        yield from sorted((resources / folder).rglob("*.yaml"))
    yield from sorted(Path(__file__).parent.glob("*.py"))


def is_stale(library: Path, resources: Path) -> bool:
    """Return whether the library was not compiled from these sources, as they are now."""
    try:
        with closing(sqlite3.connect(f"{library.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            kept = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    except sqlite3.Error:
        return True
    return kept is None or kept[0] != sources_fingerprint(resources)


def compile_library(
    resources: Path, target: Path, *, replacing: contextlib.AbstractContextManager[None] | None = None
) -> CompileReport:
    """Compile the sources below ``resources`` into ``target``: the old file or the new one, never half.

    A broken source is left out and reported. ``replacing`` is entered while the new file takes the place
    of the old one (``Library.closed()`` of the one that is open). Raises ``UserError`` (disk full, folder
    read-only, file unwritable) and leaves any former file as it was.
    """
    fingerprint = sources_fingerprint(resources)
    content = read_resources(resources)
    lexicon = read_lexicon(resources / "lexicon")
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            write_library(temporary, content, lexicon, fingerprint)
            with temporary.open("rb+") as written:
                os.fsync(written.fileno())
            temporary.chmod(0o644)
            with replacing or contextlib.nullcontext():
                temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    problems = content.problems + lexicon.problems
    return CompileReport(len(content.guides), len(content.providers), len(content.papers), problems)


def write_library(path: Path, content: Content, lexicon: Lexicon, fingerprint: str = "") -> None:
    """Write values as a library file, new or empty. Raises ``OSError``."""
    with disk_troubles_as_os_errors(), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(_BODIES)
        index = Index(connection)
        run = connection.execute
        run("BEGIN")
        run("INSERT INTO meta VALUES ('format', ?), ('fingerprint', ?)", (FORMAT, fingerprint))
        encode = msgspec.json.encode
        for provider in content.providers:
            run("INSERT INTO provider VALUES (?,?,?)", (provider.id, provider.lang, encode(provider)))
        for paper in content.papers:
            run("INSERT INTO paper VALUES (?,?,?)", (paper.id, paper.lang, encode(paper)))
        for guide in content.guides:
            row = (guide.id, guide.lang, guide.theme.value, guide.title, guide.summary, encode(guide))
            run("INSERT INTO guide VALUES (?,?,?,?,?,?)", row)
            index.add(guide_document(guide))
        index.finish(lexicon)
        run("COMMIT")
        run("VACUUM")


_DISK_TROUBLES = {
    "full": errno.ENOSPC,
    "disk I/O": errno.EIO,
    "unable to open": errno.EACCES,
    "readonly": errno.EROFS,
}


@contextlib.contextmanager
def disk_troubles_as_os_errors() -> Iterator[None]:
    """Say as ``OSError`` what SQLite says of a disk: before Python 3.11 its errors have no number."""
    try:
        yield
    except sqlite3.OperationalError as error:
        for said, number in _DISK_TROUBLES.items():
            if said in str(error):
                raise OSError(number, str(error)) from error
        raise


class Index:
    """Makes and fills the tables of the search. Add documents, then finish with the lexicon."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.executescript(_INDEX + "".join(_FIELD.format(field=field) for field in FIELDS))
        self._run = connection.execute
        self._written: dict[tuple[str, str, str], Counter[str]] = {}
        self._documents: Counter[tuple[str, str]] = Counter()

    def add(self, document: Document) -> None:
        """Make a document findable."""
        inserted = self._run(
            "INSERT INTO document (kind, id, audience, lang, title, bare_title, summary, prior)"
            " VALUES (?,?,?,?,?,?,?,?)",
            (
                document.kind,
                document.id,
                document.audience,
                document.lang,
                document.title,
                bare(document.title),
                document.summary,
                document.prior,
            ),
        )
        had: set[tuple[str, str]] = set()
        for field, text in zip(FIELDS, document.texts, strict=True):
            found = self._count(text, document.lang)
            had |= {(document.lang, key) for key in found}
            self._run(
                f"INSERT INTO in_{field} (rowid, x) VALUES (?,?)", (inserted.lastrowid, " ".join(found))
            )
        self._documents.update(had)

    def _count(self, text: str, lang: str) -> list[str]:
        """Keep the words of a text for the vocabulary; return their keys."""
        found = words(text, lang)
        for word in found:
            place = (lang, word.folded, word.key)
            if place not in self._written:
                self._written[place] = Counter()
            self._written[place][word.written] += 1
        return [word.key for word in found]

    def finish(self, lexicon: Lexicon) -> None:
        """Write the lexicon and the vocabulary."""
        for number, entry in enumerate(lexicon.entries, 1):
            self._add_entry(number, entry)
        for lang, text in lexicon.fillers:
            found = self._count(text, lang)
            if found:
                self._run("INSERT OR IGNORE INTO filler VALUES (?,?)", (lang, " ".join(found)))
        for number, ((lang, folded, key), written) in enumerate(sorted(self._written.items()), 1):
            shown = min(written, key=lambda form: (-written[form], form))
            row = (number, lang, folded, key, shown, written.total(), self._documents[lang, key])
            self._run("INSERT INTO vocabulary VALUES (?,?,?,?,?,?,?)", row)
            self._run("INSERT INTO spelling (rowid, x) VALUES (?,?)", (number, spelling_text(folded, lang)))

    def _add_entry(self, number: int, entry: Entry) -> None:
        meanings: dict[str, str] = {}
        for meant in (entry.means, *entry.same):
            # An English or Arabic word often means a French one: a document may have either.
            for lang in (entry.lang, FALLBACK):
                meanings.setdefault(" ".join(keys(meant, lang)), meant)
        for rank, (meant_keys, meant) in enumerate(meanings.items()):
            self._run("INSERT INTO meaning VALUES (?,?,?,?)", (number, rank, meant, meant_keys))
        for text in (entry.means, *entry.same, *entry.said):
            found = self._count(text, entry.lang)
            if found:
                self._run(
                    "INSERT OR IGNORE INTO synonym VALUES (?,?,?)", (" ".join(found), entry.lang, number)
                )


def guide_document(guide: Guide) -> Document:
    """Return what the search looks at in a guide."""
    body = [*guide.for_whom, guide.account, guide.provider_name, guide.official_sheet]
    body += [f"{paper.name} {paper.detail}" for paper in guide.papers]
    body += [f"{channel.name} {channel.value}" for channel in guide.channels]
    for question in guide.questions:
        body += [question.text, *(choice.text for choice in question.choices)]
    for step in guide.steps:
        body += [step.title, *(action.text for action in step.actions)]
        body += [f"{pitfall.problem} {pitfall.way_round}" for pitfall in step.pitfalls]
    texts = (guide.title, "\n".join(guide.words), guide.summary, "\n".join(body))
    return Document(GUIDE, guide.id, EVERYBODY, guide.lang, guide.title, guide.summary, texts)
