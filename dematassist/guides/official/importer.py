"""An archive of the State → one library file.

The new file is made beside the old one, which stays in use until the new one is whole and on the disk.
Sheets of an audience that the archive does not have are taken over from the old library.

The archive is read in another process (``beside.py``); here its words are indexed, while another thread
writes.
"""

from __future__ import annotations

import contextlib
import math
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.guides.compiler import disk_troubles_as_os_errors
from dematassist.guides.index import Index
from dematassist.guides.official import archive, store
from dematassist.guides.official.aside import Aside
from dematassist.guides.official.begun import begun, ended
from dematassist.guides.official.beside import read_beside
from dematassist.guides.official.packs import packed
from dematassist.guides.official.reading import Whole, read
from dematassist.system.files import explained, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from dematassist.guides.lexicon import Lexicon
    from dematassist.guides.official.reading import Batch

_TABLES = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE sheet (id TEXT, audience TEXT, title TEXT NOT NULL, modified TEXT, digest BLOB NOT NULL,
                    pack INTEGER NOT NULL, start INTEGER NOT NULL, size INTEGER NOT NULL,
                    PRIMARY KEY (id, audience)) WITHOUT ROWID;
CREATE TABLE pack (rowid INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE change (what TEXT NOT NULL, id TEXT NOT NULL, audience TEXT NOT NULL, title TEXT NOT NULL);
"""
_CHANGES = """
INSERT INTO change SELECT 'removed', o.id, o.audience, o.title FROM old.sheet o
  LEFT JOIN sheet n USING (id, audience) WHERE n.id IS NULL;
INSERT INTO change SELECT 'new', n.id, n.audience, n.title FROM sheet n
  LEFT JOIN old.sheet o USING (id, audience) WHERE o.id IS NULL;
INSERT INTO change SELECT 'changed', n.id, n.audience, n.title FROM sheet n
  JOIN old.sheet o USING (id, audience) WHERE o.digest <> n.digest;
"""
_PRIOR_LINKS = 0.08
"""How much each doubling of the sheets that lead to a sheet is worth: it is what they are about."""
_WORTH_A_PROCESS = 200
"""Files of an archive: fewer are read before another process has begun."""


class Intake(NamedTuple):
    """What was taken in: sheets kept, files that could not be read, sheets that came twice."""

    sheets: int
    unreadable: int
    twice: int
    unknown: int


def take_in(
    source: Path,
    target: Path,
    lexicon: Lexicon,
    today: date,
    *,
    said: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], object] = lambda _done, _total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    replacing: contextlib.AbstractContextManager[None] | None = None,
) -> Intake | None:
    """Make the library at ``target`` from an archive or a folder; ``None`` when cancelled.

    ``said`` is what people say for a sheet, by its id (``keywords.read_keywords``).
    Raises ``UserError``: OFFICIAL_UNREADABLE, or what the disk says. The old library stays then.
    """
    try:
        total = archive.count(source)
    except OSError as error:
        raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(source)) from error
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with explained(target), begun(source, target):
        for left in target.parent.glob(f".{target.name}.*"):
            # What an import that was killed had begun.
            left.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            with (
                disk_troubles_as_os_errors(),
                closing(_connected(temporary)) as connection,
                closing(Aside()) as aside,
            ):
                # Only reading a package tells how many sheets are in it.
                reading = read_beside if total >= _WORTH_A_PROCESS or not total else read
                old = _sound(target)
                with closing(reading(source, old, said or {})) as answers:
                    intake = _Import(connection, aside, old).run(
                        answers, lexicon, today, lambda done: on_progress(done, total), is_cancelled
                    )
            if intake is None:
                return None
            with temporary.open("rb+") as written:
                os.fsync(written.fileno())
            with replacing or contextlib.nullcontext():
                temporary.replace(target)
            sync_folder(target.parent)
            ended(target)
        finally:
            temporary.unlink(missing_ok=True)
    return intake


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.executescript(_TABLES)
    return connection


def _sound(library: Path) -> Path | None:
    """Return the library in use; a damaged one counts as none."""
    try:
        store.open_official(library).close()
    except (UserError, sqlite3.DatabaseError):
        return None
    return library if library.exists() else None


class _Import:
    """One import into a new file. ``old`` is the library in use, if there is one."""

    def __init__(self, connection: sqlite3.Connection, aside: Aside, old: Path | None) -> None:
        self._run = connection.execute
        self._connection = connection
        self._aside = aside
        self._old = old
        self._index = Index(connection, lambda query, values: aside.do(self._run, query, values))

    def run(
        self,
        answers: Iterator[Batch | Whole],
        lexicon: Lexicon,
        today: date,
        on_progress: Callable[[int], object],
        is_cancelled: Callable[[], bool],
    ) -> Intake | None:
        """Write everything; ``None`` when cancelled."""
        if self._old is not None:
            self._run("ATTACH ? AS old", (str(self._old),))
        self._run("BEGIN")
        for answer in answers:
            if isinstance(answer, Whole):
                self._finish(answer, lexicon, today)
                return Intake(len(answer.kept), answer.unreadable, answer.twice, answer.unknown)
            for number, data in answer.packs:
                self._aside.do(self._write_pack, number, data)
            self._index.add(*answer.documents)
            on_progress(answer.done)
            if is_cancelled():
                return None
        raise AssertionError("what is read has an end")

    def _write_pack(self, number: int, data: bytes) -> None:
        self._run("INSERT INTO pack VALUES (?,?)", (number, packed(data)))

    def _finish(self, whole: Whole, lexicon: Lexicon, today: date) -> None:
        self._index.finish(lexicon)
        self._aside.wait()
        rows = map(msgspec.structs.astuple, whole.kept)
        self._connection.executemany("INSERT INTO sheet VALUES (?,?,?,?,?,?,?,?)", rows)
        self._connection.executemany(
            "UPDATE document SET prior = prior * ? WHERE id = ?",
            ((1 + _PRIOR_LINKS * math.log2(1 + count), one) for one, count in whole.led_to.items()),
        )
        self._run(
            "INSERT INTO meta VALUES ('format', ?), ('imported_on', ?), ('unreadable', ?), ('unknown', ?)",
            (store.FORMAT, today.isoformat(), whole.unreadable, whole.unknown),
        )
        self._run("COMMIT")
        if self._old is not None:
            self._connection.executescript(_CHANGES)
            self._run("DETACH old")
