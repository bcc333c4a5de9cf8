"""An archive → the tables of a new library file: its sheets, what changed, and what the search asks.

``importer.take_in`` has it done in a process of its own (``beside.py``), or in the one it is in.
"""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dematassist.guides.index import Index
from dematassist.guides.lexicon import Entry, Lexicon
from dematassist.guides.official import store
from dematassist.guides.official.reading import Reading
from dematassist.system.databases import disk_troubles_as_os_errors

if TYPE_CHECKING:
    from collections.abc import Generator

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


class Order(msgspec.Struct, frozen=True, array_like=True):
    """What to make: from which archive, into which new file, beside which library in use, if any.

    ``said`` is what people say for a sheet, by its id; ``entries`` and ``fillers`` are of the lexicon.
    """

    source: str
    target: str
    old: str | None
    said: dict[str, str]
    entries: tuple[Entry, ...]
    fillers: tuple[tuple[str, str], ...]
    today: str


class Intake(msgspec.Struct, frozen=True, array_like=True, tag="intake"):
    """What was taken in: sheets kept, files that could not be read, sheets that came twice."""

    sheets: int
    unreadable: int
    twice: int
    unknown: int


def make(order: Order) -> Generator[int | Intake, None, None]:
    """Write the tables; yield how many files are read, often, and what was taken in once all is written.

    Raises ``UserError``: OFFICIAL_UNREADABLE, and ``OSError``.
    """
    old = Path(order.old) if order.old is not None else None
    with disk_troubles_as_os_errors(), closing(sqlite3.connect(order.target, isolation_level=None)) as new:
        new.executescript(_TABLES)
        index = Index(new)
        if old is not None:
            new.execute("ATTACH ? AS old", (str(old),))
        new.execute("BEGIN")

        def write_pack(number: int, data: bytes) -> None:
            new.execute("INSERT INTO pack VALUES (?,?)", (number, data))

        reading = Reading(Path(order.source), order.said, write_pack)
        for batch in reading.run(old):
            index.add(*batch.documents)
            yield batch.done
        index.finish(Lexicon(order.entries, order.fillers, ()))
        _finish(new, reading, order.today)
        if old is not None:
            new.executescript(_CHANGES)
            new.execute("DETACH old")
    yield Intake(len(reading.kept), reading.unreadable, reading.twice, reading.unknown)


def _finish(new: sqlite3.Connection, reading: Reading, today: str) -> None:
    new.executemany("INSERT INTO sheet VALUES (?,?,?,?,?,?,?,?)", reading.kept.values())
    new.executemany(
        "UPDATE document SET prior = prior * ? WHERE id = ?",
        ((1 + _PRIOR_LINKS * math.log2(1 + count), one) for one, count in reading.led_to.items()),
    )
    new.execute(
        "INSERT INTO meta VALUES ('format', ?), ('imported_on', ?), ('unreadable', ?), ('unknown', ?)",
        (store.FORMAT, today, reading.unreadable, reading.unknown),
    )
    new.execute("COMMIT")
