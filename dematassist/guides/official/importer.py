"""An archive of the State → one library file.

The new file is made beside the old one, which stays in use until the new one is whole and on the disk.
Sheets of an audience that the archive does not have are taken over from the old library.

A sheet is not read whole here, unless it has elements that none had before: its words are enough. Another
thread packs and writes meanwhile.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.guides.compiler import disk_troubles_as_os_errors
from dematassist.guides.index import Index
from dematassist.guides.official import archive, store
from dematassist.guides.official.aside import Aside
from dematassist.guides.official.begun import begun, ended
from dematassist.guides.official.model import Audience
from dematassist.guides.official.outline import document, leads_to
from dematassist.guides.official.packs import Packs, packed, unpacked
from dematassist.guides.official.reader import UnreadableSheetError, parsed, parts_of, read_tree
from dematassist.system.files import explained, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from xml.etree.ElementTree import Element

    from dematassist.guides.lexicon import Lexicon
    from dematassist.guides.official.reader import Parts

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
_READABLE = 0.5
"""Fewer readable files than this part: it is not an archive of these sheets."""
_PRIOR_LINKS = 0.08
"""How much each doubling of the sheets that lead to a sheet is worth: it is what they are about."""
_EVERY = 50


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
                intake = _Import(connection, aside, target, source, said or {}).run(
                    lexicon, today, lambda done: on_progress(done, total), is_cancelled
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


class _Kept(NamedTuple):
    """A row of the table ``sheet``."""

    id: str
    audience: str
    title: str
    modified: str | None
    digest: bytes
    pack: int
    start: int
    size: int


class _Import:
    """One import into a new file. ``old`` is the library in use, if there is one."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        aside: Aside,
        old: Path,
        source: Path,
        said: Mapping[str, str],
    ) -> None:
        self._run = connection.execute
        self._connection = connection
        self._aside = aside
        self._old = old
        self._source = source
        self._index = Index(connection, lambda query, values: aside.do(self._run, query, values))
        self._packs = Packs(lambda number, data: aside.do(self._write_pack, number, data))
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._understood: set[str] = set()
        self._said = said
        self._led_to: Counter[str] = Counter()
        self._unreadable = self._twice = self._unknown = 0

    def run(
        self,
        lexicon: Lexicon,
        today: date,
        on_progress: Callable[[int], object],
        is_cancelled: Callable[[], bool],
    ) -> Intake | None:
        """Write everything; ``None`` when cancelled."""
        has_old = self._attach_old()
        self._run("BEGIN")
        for number, file in enumerate(self._files(), 1):
            self._take(file)
            if number % _EVERY == 0:
                on_progress(number)
                if is_cancelled():
                    return None
        sheets = len(self._kept)
        if not sheets or sheets < _READABLE * (sheets + self._unreadable):
            raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(self._source))
        if has_old:
            self._take_over()
        self._packs.finish()
        self._index.finish(lexicon)
        self._aside.wait()
        self._connection.executemany("INSERT INTO sheet VALUES (?,?,?,?,?,?,?,?)", self._kept.values())
        self._prefer_what_others_lead_to()
        self._run(
            "INSERT INTO meta VALUES ('format', ?), ('imported_on', ?), ('unreadable', ?), ('unknown', ?)",
            (store.FORMAT, today.isoformat(), self._unreadable, self._unknown),
        )
        self._run("COMMIT")
        if has_old:
            self._connection.executescript(_CHANGES)
            self._run("DETACH old")
        return Intake(sheets, self._unreadable, self._twice, self._unknown)

    def _write_pack(self, number: int, data: bytes) -> None:
        self._run("INSERT INTO pack VALUES (?,?)", (number, packed(data)))

    def _files(self) -> Iterator[archive.File]:
        try:
            yield from archive.files(self._source)
        except OSError as error:
            if error.filename is None:
                raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(self._source)) from error
            raise

    def _attach_old(self) -> bool:
        """Attach the library in use; a damaged one counts as none."""
        try:
            store.open_official(self._old).close()
            if self._old.exists():
                self._run("ATTACH ? AS old", (str(self._old),))
                return True
        except (UserError, sqlite3.DatabaseError):
            return False
        return False

    def _take(self, file: archive.File) -> None:
        try:
            data = file.xml()
            root = parsed(data)
            parts = parts_of(root, file.audience)
            self._count_unknown(root)
        except UnreadableSheetError:
            self._unreadable += 1
        else:
            self._keep(parts, data)

    def _count_unknown(self, root: Element) -> None:
        """Count what the program does not understand, in sheets that have elements never met before."""
        names = set(map(attrgetter("tag"), root.iter()))
        if not names <= self._understood:
            unknown = read_tree(root).unknown
            self._unknown += unknown
            self._understood |= set() if unknown else names

    def _keep(self, parts: Parts, data: bytes) -> None:
        key = (parts.id, parts.audience.value)
        modified = parts.modified.isoformat() if parts.modified else None
        had = self._kept.get(key)
        if had is not None:
            # Two editions in one archive: the first found stays searchable, the newest text is shown.
            self._twice += 1
            if (had.modified or "") >= (modified or ""):
                return
        digest = hashlib.sha256(data).digest()[:16]
        self._kept[key] = _Kept(*key, parts.title, modified, digest, *self._packs.add(data))
        if had is None:
            self._led_to.update(leads_to(parts.root) - {parts.id})
            self._index.add(document(parts, self._said.get(parts.id, "")))

    def _prefer_what_others_lead_to(self) -> None:
        self._connection.executemany(
            "UPDATE document SET prior = prior * ? WHERE id = ?",
            ((1 + _PRIOR_LINKS * math.log2(1 + count), one) for one, count in self._led_to.items()),
        )

    def _take_over(self) -> None:
        """Keep the sheets of the audiences that this archive does not have."""
        found = {audience for _id, audience in self._kept}
        self._aside.wait()
        rows = self._run("SELECT audience, pack, start, size FROM old.sheet ORDER BY pack, start").fetchall()
        packs = dict(self._run("SELECT rowid, data FROM old.pack"))
        for audience, pack, start, size in rows:
            if audience not in found:
                data = unpacked(packs[pack], start, size)
                self._keep(parts_of(parsed(data), Audience(audience)), data)
