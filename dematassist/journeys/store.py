"""The one small role that keeps journeys, and the file that plays it.

``JourneyStore`` is all the rest of the program knows. ``SqliteStore`` keeps journeys in one local file,
``MemoryStore`` keeps them until the program ends (used when the disk cannot be written, and at a shared
computer). ``kept.py`` keeps them there and in a person's space together.

The list of summaries is read before the first window: it touches neither msgspec nor a guide.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dematassist.errors import Cause, UserError
from dematassist.journeys.summary import Summary, latest_first
from dematassist.system.databases import explained_sqlite, is_ours, make_private, opened
from dematassist.system.files import set_aside

if TYPE_CHECKING:
    from datetime import datetime

    from dematassist.journeys.model import Journey, JourneyId

_FORMAT = 1
_APPLICATION_ID = 0x44454D4A
"""Written in the header of the file (SQLite file format, section 1.3.15): « DEMJ »."""
_COLUMNS = "id, guide_id, title, step, steps, is_finished, updated_at"


class JourneyStore(Protocol):
    """What keeps journeys."""

    @property
    def is_lasting(self) -> bool:
        """Whether what is saved is there at the next start."""
        ...

    def summaries(self) -> tuple[Summary, ...]:
        """Return one line for every journey kept, the last one touched first."""
        ...

    def load(self, journey_id: JourneyId) -> Journey | None:
        """Return this journey, or ``None`` when it is not kept or can no longer be read."""
        ...

    def save(self, journey: Journey, summary: Summary) -> None:
        """Keep this journey, whole or not at all. When this returns, a power cut cannot lose it."""
        ...

    def delete(self, journey_id: JourneyId) -> None:
        """Forget this journey. Forgetting one that is not kept does nothing."""
        ...

    def close(self) -> None:
        """Let go of the file. The store is not used after."""
        ...


class MemoryStore:
    """Keeps journeys until the program ends."""

    is_lasting = False

    def __init__(self) -> None:
        self._kept: dict[JourneyId, tuple[Journey, Summary]] = {}

    def summaries(self) -> tuple[Summary, ...]:
        """Return one line for every journey kept, the last one touched first."""
        return latest_first(summary for _, summary in self._kept.values())

    def load(self, journey_id: JourneyId) -> Journey | None:
        """Return this journey, or ``None``."""
        kept = self._kept.get(journey_id)
        return kept[0] if kept else None

    def save(self, journey: Journey, summary: Summary) -> None:
        """Keep this journey."""
        self._kept[journey.id] = (journey, summary)

    def delete(self, journey_id: JourneyId) -> None:
        """Forget this journey."""
        self._kept.pop(journey_id, None)

    def close(self) -> None:
        """Nothing to let go of."""


def _prepare(connection: sqlite3.Connection) -> None:
    run = connection.execute
    is_there = is_ours(connection, _APPLICATION_ID, _FORMAT)
    run("PRAGMA journal_mode = WAL")
    run("PRAGMA synchronous = FULL")
    run("PRAGMA secure_delete = ON")
    if is_there:
        return
    run("BEGIN IMMEDIATE")
    run(
        "CREATE TABLE journey (id TEXT PRIMARY KEY, guide_id TEXT NOT NULL, title TEXT NOT NULL,"
        " step INTEGER NOT NULL, steps INTEGER NOT NULL, is_finished INTEGER NOT NULL,"
        " updated_at TEXT NOT NULL, body BLOB NOT NULL)"
    )
    run(f"PRAGMA application_id = {_APPLICATION_ID}")
    run(f"PRAGMA user_version = {_FORMAT}")
    run("COMMIT")


class SqliteStore:
    """Keeps journeys in one SQLite file, mode 0600, durable at each save (WAL, synchronous=FULL).

    Used from one thread. Raises ``UserError`` when the disk is full or cannot be written.
    """

    is_lasting = True

    def __init__(self, path: Path) -> None:
        """Open or make the file.

        Raises ``UserError(JOURNEYS_DAMAGED)`` when it is there and is not ours, or not whole.
        """
        self._path = path
        make_private(path)
        self._connection = opened(path, _prepare, self._explained)

    def summaries(self) -> tuple[Summary, ...]:
        """Return one line for every journey kept, the last one touched first."""
        try:
            rows = self._connection.execute(f"SELECT {_COLUMNS} FROM journey").fetchall()
        except sqlite3.Error as error:
            raise self._explained(error) from error
        return latest_first(_summary(row) for row in rows)

    def load(self, journey_id: JourneyId) -> Journey | None:
        """Return this journey, or ``None`` when it is not kept or can no longer be read."""
        try:
            row = self._connection.execute("SELECT body FROM journey WHERE id = ?", (journey_id,)).fetchone()
        except sqlite3.Error as error:
            raise self._explained(error) from error
        return _decode(row[0]) if row else None

    def save(self, journey: Journey, summary: Summary) -> None:
        """Keep this journey, in one transaction that reaches the disk before this returns."""
        try:
            self._connection.execute(
                f"INSERT OR REPLACE INTO journey ({_COLUMNS}, body) VALUES (?,?,?,?,?,?,?,?)",
                (*summary, _encode(journey)),
            )
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def delete(self, journey_id: JourneyId) -> None:
        """Forget this journey: none of our files has a byte of it after."""
        try:
            self._connection.execute("DELETE FROM journey WHERE id = ?", (journey_id,))
            # What a page held of it when it was moved to another is not overwritten by « secure_delete ».
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def close(self) -> None:
        """Close the file. The store is not used after."""
        self._connection.close()

    def _explained(self, error: sqlite3.Error) -> Exception:
        return explained_sqlite(error, self._path, Cause.JOURNEYS_DAMAGED)


def open_store(path: Path, now: datetime) -> tuple[JourneyStore, UserError | None]:
    """Open the store at ``path``, and return what to tell the person if it could not be as they left it.

    A damaged file is set aside under a dated name, and every journey that can still be read in it is
    taken into the new file. When the disk cannot be written, journeys are kept in memory.
    """
    try:
        return SqliteStore(path), None
    except UserError as error:
        if error.cause is not Cause.JOURNEYS_DAMAGED:
            return MemoryStore(), error
    try:
        kept = set_aside(path, now)
        for suffix in ("-wal", "-shm"):
            beside = Path(f"{path}{suffix}")
            if beside.exists():
                beside.rename(f"{kept}{suffix}")
        store = SqliteStore(path)
        for journey, summary in _salvaged(kept):
            store.save(journey, summary)
    except (OSError, UserError):
        return MemoryStore(), UserError(Cause.JOURNEYS_DAMAGED, path=str(path), kept=str(path))
    return store, UserError(Cause.JOURNEYS_DAMAGED, path=str(path), kept=str(kept))


def _salvaged(damaged: Path) -> list[tuple[Journey, Summary]]:
    """Return the journeys that can still be read in a damaged file, which is left as it is."""
    found: list[tuple[Journey, Summary]] = []
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{damaged.as_uri()}?mode=ro", uri=True)) as source:
        for (rowid,) in source.execute("SELECT rowid FROM journey").fetchall():
            with suppress(sqlite3.Error, TypeError, ValueError):
                row = source.execute(
                    f"SELECT {_COLUMNS}, body FROM journey WHERE rowid = ?",
                    (rowid,),
                ).fetchone()
                journey = _decode(row[-1])
                if journey:
                    found.append((journey, _summary(row[:-1])))
    return found


def _summary(row: tuple[str, str, str, int, int, int, str]) -> Summary:
    journey_id, guide_id, title, step, steps, is_finished, updated_at = row
    return Summary(journey_id, guide_id, title, step, steps, bool(is_finished), updated_at)


def _encode(journey: Journey) -> bytes:
    # msgspec and the model cost 15 ms: only once a walk is opened.
    import msgspec

    from dematassist.journeys.model import row_of

    return msgspec.json.encode(row_of(journey))


def _decode(body: bytes) -> Journey | None:
    import msgspec

    from dematassist.journeys.model import Row, whole

    try:
        return whole(msgspec.json.decode(body, type=Row))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
