"""Sources → one compiled library file, so that no start reads YAML.

The file is SQLite. ``guide``, ``provider`` and ``paper`` hold one JSON body a row; the search has one
contentless FTS5 table a field, because ``bm25()`` uses one length for a whole row: in one table a word of
a six-word title is drowned by the body. ``kind`` and ``prior`` are there for other kinds of documents.
The same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.guides.library import FIELDS, FORMAT
from dematassist.guides.reader import Problem, read_resources
from dematassist.guides.words import Word, keys, words
from dematassist.guides.yaml_source import parse
from dematassist.system.files import explained, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.guides.model import Guide

_SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE guide (id TEXT, lang TEXT, theme TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
                    body BLOB NOT NULL, PRIMARY KEY (id, lang)) WITHOUT ROWID;
CREATE TABLE provider (id TEXT, lang TEXT, is_national INTEGER NOT NULL, body BLOB NOT NULL,
                       PRIMARY KEY (id, lang)) WITHOUT ROWID;
CREATE TABLE paper (id TEXT, lang TEXT, body BLOB NOT NULL, PRIMARY KEY (id, lang)) WITHOUT ROWID;
CREATE TABLE document (rowid INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, lang TEXT NOT NULL,
                       title TEXT NOT NULL, summary TEXT NOT NULL, prior REAL NOT NULL);
CREATE TABLE synonym (lang TEXT, keys TEXT, said TEXT NOT NULL, meant TEXT NOT NULL, meant_keys TEXT NOT NULL,
                      PRIMARY KEY (lang, keys, meant_keys)) WITHOUT ROWID;
CREATE TABLE filler (lang TEXT, keys TEXT, PRIMARY KEY (lang, keys)) WITHOUT ROWID;
CREATE TABLE vocabulary (rowid INTEGER PRIMARY KEY, lang TEXT NOT NULL, folded TEXT NOT NULL,
                         key TEXT NOT NULL, n INTEGER NOT NULL);
CREATE INDEX vocabulary_key ON vocabulary (lang, key);
CREATE VIRTUAL TABLE spelling USING fts5(folded, content='', tokenize='trigram', detail=none);
"""


class CompileReport(NamedTuple):
    """What was compiled, and what could not be."""

    guides: int
    providers: int
    papers: int
    problems: tuple[Problem, ...]


def sources_fingerprint(resources: Path) -> str:
    """Return a text that changes when a source changes: names, sizes and times, no content is read."""
    digest = hashlib.sha256(FORMAT.encode())
    for path in _sources(resources):
        status = path.stat()
        digest.update(f"{path.relative_to(resources)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources(resources: Path) -> Iterator[Path]:
    for folder in ("guides", "providers", "papers", "lexicon"):
        yield from sorted((resources / folder).rglob("*.yaml"))


def is_stale(library: Path, resources: Path) -> bool:
    """Return whether the library was not compiled from these sources, as they are now."""
    try:
        with closing(sqlite3.connect(f"{library.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            kept = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    except sqlite3.Error:
        return True
    return kept is None or kept[0] != sources_fingerprint(resources)


def compile_library(resources: Path, target: Path) -> CompileReport:
    """Compile the sources below ``resources`` into ``target``: the old file or the new one, never half."""
    fingerprint = sources_fingerprint(resources)
    content = read_resources(resources)
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
                connection.executescript(_SCHEMA)
                connection.execute("BEGIN")
                run = connection.execute
                run("INSERT INTO meta VALUES ('format', ?), ('fingerprint', ?)", (FORMAT, fingerprint))
                for provider in content.providers:
                    row = (provider.id, provider.lang, provider.is_national, msgspec.json.encode(provider))
                    run("INSERT INTO provider VALUES (?,?,?,?)", row)
                for paper in content.papers:
                    run(
                        "INSERT INTO paper VALUES (?,?,?)", (paper.id, paper.lang, msgspec.json.encode(paper))
                    )
                _Index(connection).fill(content.guides, resources)
                connection.execute("COMMIT")
                connection.execute("VACUUM")
            with temporary.open("rb") as written:
                os.fsync(written.fileno())
            temporary.chmod(0o644)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    return CompileReport(len(content.guides), len(content.providers), len(content.papers), content.problems)


class _Index:
    """Fills the search tables."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute
        self._counts: Counter[tuple[str, str, str]] = Counter()
        for field in FIELDS:
            self._run(f"CREATE VIRTUAL TABLE in_{field} USING fts5(x, content='', detail=full)")

    def fill(self, guides: tuple[Guide, ...], resources: Path) -> None:
        for guide in guides:
            self._run(
                "INSERT INTO guide VALUES (?,?,?,?,?,?)",
                (
                    guide.id,
                    guide.lang,
                    guide.theme.value,
                    guide.title,
                    guide.summary,
                    msgspec.json.encode(guide),
                ),
            )
            self._add(guide)
        self._add_lexicon(resources / "lexicon")
        for number, ((lang, fold, key), n) in enumerate(sorted(self._counts.items()), 1):
            self._run("INSERT INTO vocabulary VALUES (?,?,?,?,?)", (number, lang, fold, key, n))
            self._run("INSERT INTO spelling (rowid, folded) VALUES (?,?)", (number, fold))

    def _add(self, guide: Guide) -> None:
        inserted = self._run(
            "INSERT INTO document (kind, id, lang, title, summary, prior) VALUES ('guide',?,?,?,?,1.0)",
            (guide.id, guide.lang, guide.title, guide.summary),
        )
        rowid = inserted.lastrowid
        for field, text in zip(FIELDS, _texts(guide), strict=True):
            found = words(text, guide.lang)
            self._run(
                f"INSERT INTO in_{field} (rowid, x) VALUES (?,?)", (rowid, " ".join(w.key for w in found))
            )
            self._count(found, guide.lang)

    def _count(self, found: list[Word], lang: str) -> None:
        for word in found:
            self._counts[(lang, word.folded, word.key)] += 1

    def _add_lexicon(self, folder: Path) -> None:
        for path in sorted(folder.glob("synonyms.*.yaml")):
            lang = path.name.split(".")[1]
            groups = parse(path.read_bytes()).values
            for group in groups if isinstance(groups, list) else []:
                self._add_synonyms(lang, str(group["means"]), [str(said) for said in group["said"]])
        for path in sorted(folder.glob("fillers.*.yaml")):
            lang = path.name.split(".")[1]
            fillers = parse(path.read_bytes()).values
            for filler in fillers if isinstance(fillers, list) else []:
                self._run(
                    "INSERT OR IGNORE INTO filler VALUES (?,?)", (lang, " ".join(keys(str(filler), lang)))
                )

    def _add_synonyms(self, lang: str, means: str, said: list[str]) -> None:
        """Every way to say it finds the meaning, and the meaning finds every way to say it."""
        for one in said:
            for here, there in ((one, means), (means, one)):
                here_keys, there_keys = " ".join(keys(here, lang)), " ".join(keys(there, lang))
                if here_keys != there_keys:
                    self._run(
                        "INSERT OR IGNORE INTO synonym VALUES (?,?,?,?,?)",
                        (lang, here_keys, here, there, there_keys),
                    )
        self._count(words(" ".join([means, *said]), lang), lang)


def _texts(guide: Guide) -> tuple[str, str, str, str]:
    """Return the text of each field of ``FIELDS``."""
    body = [*guide.for_whom, guide.account, guide.provider_name, guide.official_sheet]
    body += [f"{paper.name} {paper.detail}" for paper in guide.papers]
    body += [f"{channel.name} {channel.value}" for channel in guide.channels]
    body += [question.text for question in guide.questions]
    for step in guide.steps:
        body += [step.title, *(action.text for action in step.actions)]
        body += [f"{pitfall.problem} {pitfall.way_round}" for pitfall in step.pitfalls]
    return guide.title, "\n".join(guide.words), guide.summary, "\n".join(body)
