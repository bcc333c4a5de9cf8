"""One file of SQLite with the sealed rows of an index: read whole or as far as it can be, changed durably.

A rollback journal (``DELETE``) and not a WAL: a file with a WAL does not open on a read-only stick.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.system.clock import random_bytes
from dematassist.system.databases import explained_sqlite, is_named, opened
from dematassist.system.files import explained
from dematassist.vault.rows import TAG_BYTES, Kind, Row, open_row, seal_row, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_APPLICATION_ID = 0x44454D49
"""Written in the header of the file (SQLite file format, section 1.3.15): « DEMI »."""
_FORMAT = 1
_STATE_ID = "0" * 32
_NONCE_BYTES = 24
_MAX_REVISION = 1 << 62


_Cells = tuple[object, object, object, object]


class Contents(NamedTuple):
    """What could be read of a file. ``generation`` counts the changes made to it, 0 when it is not known."""

    rows: tuple[Row, ...]
    generation: int
    is_whole: bool
    """Whether all of it was read, and is what was last written there: no row altered, old, added or gone."""
    is_foreign: bool
    """Whether it is sound, and not one of its rows opens: it is of another space."""


def _prepare(connection: sqlite3.Connection) -> None:
    # A damaged letter is seen by the seal of its row, and stops nothing.
    connection.text_factory = lambda raw: raw.decode(errors="replace")
    run = connection.execute
    run("PRAGMA trusted_schema = OFF")
    run("PRAGMA busy_timeout = 2000")
    (application_id,) = run("PRAGMA application_id").fetchone()
    (version,) = run("PRAGMA user_version").fetchone()
    if application_id != _APPLICATION_ID:
        raise sqlite3.DatabaseError("not an index")
    if version > _FORMAT:
        raise UserError(Cause.SPACE_TOO_NEW)
    run("PRAGMA journal_mode = DELETE")
    run("PRAGMA synchronous = EXTRA")
    run("PRAGMA secure_delete = ON")


class IndexFile:
    """The file, open. Raises ``UserError``."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self._connection = opened(f"{path.absolute().as_uri()}?mode=rw", _prepare, self._explained)

    def contents(self) -> Contents:
        """Return all that can be read. What cannot be read is not there.

        Raises ``UserError`` only when something else is changing the file.
        """
        is_sound = self._is_sound()
        cells = self._cells("")
        if cells is None:
            is_sound = False
            # A page in the middle cannot be read: what is before it, then what is after.
            cells = {**(self._cells("ORDER BY rowid", cut=True) or {}),
                     **(self._cells("ORDER BY rowid DESC", cut=True) or {})}  # fmt: skip
        rows = [_opened(self._key, *row) for row in cells.values()]
        opened = [row for row in rows if row is not None and row.kind is not Kind.STATE]
        state = next((row for row in rows if row is not None and row.kind is Kind.STATE), None)
        is_whole = is_sound and None not in rows and state is not None
        return Contents(
            tuple(opened),
            state.revision if state else 0,
            is_whole and state is not None and state.body == digest(self._key, opened),
            is_foreign=is_sound and bool(rows) and not opened and state is None,
        )

    def generation(self) -> int:
        """Return how many changes were made to this file; 0 when that cannot be read."""
        cells = None
        with suppress(sqlite3.Error):
            cells = self._connection.execute(
                "SELECT kind, id, revision, sealed FROM row WHERE kind = ?", (Kind.STATE.value,)
            ).fetchone()
        state = _opened(self._key, *cells) if cells else None
        return state.revision if state else 0

    def change(self, rows: Sequence[Row], generation: int, summed: bytes) -> None:
        """Write rows, and the sum of all rows, as the change after ``generation``. All or nothing.

        Raises ``UserError(SPACE_CHANGED)`` when something else changed the file since.
        """
        run = self._connection.execute
        try:
            run("BEGIN IMMEDIATE")
            found = run("SELECT revision FROM row WHERE kind = ?", (Kind.STATE.value,)).fetchone()
            if found != (generation,):
                raise UserError(Cause.SPACE_CHANGED)
            self._write((*rows, Row(Kind.STATE, _STATE_ID, generation + 1, summed)))
            run("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise self._explained(error) from error
        except BaseException:
            self._roll_back()
            raise

    def copy_to(self, target: Path) -> None:
        """Copy the whole file, durably."""
        _make(target)
        try:
            with closing(sqlite3.connect(target)) as copy:
                self._connection.backup(copy)
        except sqlite3.Error as error:
            raise explained_sqlite(error, target, Cause.SPACE_DAMAGED) from error
        sync(target)

    def close(self) -> None:
        """Close the file. It is not used after."""
        self._connection.close()

    def _is_sound(self) -> bool:
        try:
            sound: bool = self._connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        except sqlite3.Error as error:
            self._raise_if_busy(error)
            return False
        return sound

    def _cells(self, order: str, *, cut: bool = False) -> dict[tuple[object, object], _Cells] | None:
        """Return the cells of every row, by kind and id; up to the first that cannot be read if ``cut``."""
        found: dict[tuple[object, object], _Cells] = {}
        try:
            for cells in self._connection.execute(f"SELECT kind, id, revision, sealed FROM row {order}"):
                found[cells[0], cells[1]] = cells
        except sqlite3.Error as error:
            self._raise_if_busy(error)
            return found if cut else None
        return found

    def _raise_if_busy(self, error: sqlite3.Error) -> None:
        if _is_busy(error):
            raise self._explained(error) from error

    def _write(self, rows: Iterable[Row]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO row (kind, id, revision, sealed) VALUES (?, ?, ?, ?)",
            (
                (row.kind.value, row.id, row.revision, seal_row(self._key, row, random_bytes(_NONCE_BYTES)))
                for row in rows
            ),
        )

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _explained(self, error: sqlite3.Error) -> Exception:
        if _is_busy(error):
            return UserError(Cause.SPACE_OPEN_ELSEWHERE)
        return explained_sqlite(error, self.path, Cause.SPACE_DAMAGED)


def create(path: Path, key: bytes, rows: Sequence[Row], generation: int) -> None:
    """Make a new file with these rows, durably. Raises ``UserError``; any file there is replaced."""
    _make(path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(
                "CREATE TABLE row (kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL,"
                " sealed BLOB NOT NULL, PRIMARY KEY (kind, id))"
            )
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
            connection.execute("BEGIN")
            for row in (*rows, Row(Kind.STATE, _STATE_ID, generation, digest(key, rows))):
                sealed = seal_row(key, row, random_bytes(_NONCE_BYTES))
                cells = (row.kind.value, row.id, row.revision, sealed)
                connection.execute("INSERT INTO row VALUES (?, ?, ?, ?)", cells)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise explained_sqlite(error, path, Cause.SPACE_DAMAGED) from error
    sync(path)


def digest(key: bytes, rows: Iterable[Row]) -> bytes:
    """Return the sum that vouches for exactly these revisions of these rows."""
    total = 0
    for row in rows:
        total ^= tag(key, row)
    return total.to_bytes(TAG_BYTES, "big")


def sync(path: Path) -> None:
    """Have the content of a file on the disk."""
    with explained(path):
        descriptor = os.open(path, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_busy(error: sqlite3.Error) -> bool:
    return is_named(error, "BUSY", "LOCKED", "locked")


def _make(path: Path) -> None:
    with explained(path):
        # A journal left by a power cut would be played into the new file.
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        # Made with its mode, before SQLite opens it: the journal beside it takes the same mode.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _opened(key: bytes, kind: object, row_id: object, revision: object, sealed: object) -> Row | None:
    """Open the cells of a row, which may hold anything; ``None`` when the seal does not hold."""
    if not (isinstance(kind, str) and isinstance(row_id, str) and isinstance(sealed, bytes)):
        return None
    if not (isinstance(revision, int) and 0 < revision < _MAX_REVISION):
        return None
    try:
        return open_row(key, Kind(kind), row_id, revision, sealed)
    except ValueError:
        return None
