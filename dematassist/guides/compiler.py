"""Sources → one compiled library file, so that no start reads YAML.

The file is SQLite. ``guide``, ``provider`` and ``paper`` hold one JSON body a row. ``index.py`` makes the
tables of the search.
The same sources (names, sizes, times and contents) give the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.guides.index import Document, Index
from dematassist.guides.lexicon import Lexicon, read_lexicon
from dematassist.guides.library import FORMAT
from dematassist.guides.reader import Content, Problem, read_resources
from dematassist.system.databases import disk_troubles_as_os_errors
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
