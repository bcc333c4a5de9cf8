"""Where reports wait: the desk's own SQLite file, durable at each change (WAL, ``synchronous=FULL``).

The bytes that leave are stored with their digest in the row of their entry: one transaction keeps both. A
change is a pure rule of ``model``, applied to what the file holds now: the window, the thread that sends and
the terminal may use the same file. Nothing is deleted, but what someone at a shared computer takes back
before it left.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dematassist import wire
from dematassist.errors import Cause, UserError
from dematassist.reports.model import (
    Counts,
    Draft,
    Entry,
    Handed,
    Said,
    State,
    ToCorrect,
    ToReview,
    Waiting,
    Withdrawn,
)
from dematassist.system.databases import explained_sqlite, is_ours, make_private, opened
from dematassist.system.files import set_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FORMAT = 1
_APPLICATION_ID = 0x44454D52
"""Written in the header of the file (SQLite file format, section 1.3.15): « DEMR »."""
_BUSY_MS = 10_000
_COLUMNS = "report_id, body, digest, state, written_at, waits_since, about"
_INSERT = f"INSERT INTO report ({_COLUMNS}) VALUES (?,?,?,?,?,?,?)"
_REPLACE = f"INSERT OR REPLACE INTO report ({_COLUMNS}) VALUES (?,?,?,?,?,?,?)"
_MEMORY = ":memory:"


class _About(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a row holds beside the bytes that leave."""

    state: State
    handed: tuple[Handed, ...] = ()
    status: wire.ReportStatus | None = None
    said: Said | None = None


def _prepare(connection: sqlite3.Connection) -> None:
    run = connection.execute
    is_there = is_ours(connection, _APPLICATION_ID, _FORMAT)
    if is_there and not all(map(_is_whole, run(f"SELECT {_COLUMNS} FROM report"))):
        raise sqlite3.DatabaseError("a report is not the one that was written")
    run("PRAGMA journal_mode = WAL")
    run("PRAGMA synchronous = FULL")
    # What is taken out is written over.
    run("PRAGMA secure_delete = ON")
    if is_there:
        return
    run("BEGIN IMMEDIATE")
    run(
        "CREATE TABLE IF NOT EXISTS report (report_id TEXT PRIMARY KEY, body BLOB NOT NULL,"
        " digest TEXT NOT NULL, state TEXT NOT NULL, written_at TEXT NOT NULL,"
        " waits_since TEXT NOT NULL, about BLOB NOT NULL)"
    )
    run("CREATE INDEX IF NOT EXISTS by_state ON report (state)")
    run(f"PRAGMA application_id = {_APPLICATION_ID}")
    run(f"PRAGMA user_version = {_FORMAT}")
    run("COMMIT")


class Outbox:
    """The reports of this desk. Any thread may use it: they take turns on one connection.

    Raises ``UserError`` when the disk is full or cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        """Open or make the file; without a path, keep reports until the program ends.

        Raises ``UserError(REPORTS_DAMAGED)`` when it is there and is not ours, or not whole.
        """
        self.is_lasting = path is not None
        self._path = path or Path(_MEMORY)
        self._turn = threading.RLock()
        if path is not None:
            make_private(path)
        self._connection = opened(
            self._path, _prepare, self._explained, is_for_all_threads=True, wait_seconds=_BUSY_MS / 1000
        )

    def add(self, entry: Entry) -> None:
        """Keep a new report, whole or not at all. When this returns, a power cut cannot lose it."""
        with self._writing() as run:
            run.execute(_INSERT, _row(entry))

    def change(self, report_id: wire.ReportId, rule: Callable[[Entry], Entry]) -> Entry:
        """Apply a rule to a report as it is now, and keep the result; return it.

        Raises ``UserError(REPORT_UNKNOWN)``, and what the rule raises: then nothing is changed.
        """
        with self._writing() as run:
            before = self._entry(run, report_id)
            after = rule(before)
            if after != before:
                run.execute(_REPLACE, _row(after))
        return after

    def change_or_take_out(
        self, report_id: wire.ReportId, rule: Callable[[Entry], Entry]
    ) -> tuple[Entry, bool]:
        """Apply a rule; take the report out of the file when it waits no more and cannot have left.

        Return the result, and whether it is out. Raises as ``change`` does.
        """
        with self._writing() as run:
            before = self._entry(run, report_id)
            after = rule(before)
            is_out = _is_taken_back(before, after)
            if is_out:
                run.execute("DELETE FROM report WHERE report_id = ?", (report_id,))
            elif after != before:
                run.execute(_REPLACE, _row(after))
        return after, is_out

    def replace(self, report_id: wire.ReportId, rule: Callable[[Entry], Entry], new: Entry) -> None:
        """Apply a rule to a report and keep another one, both or neither."""
        with self._writing() as run:
            run.execute(_REPLACE, _row(rule(self._entry(run, report_id))))
            run.execute(_INSERT, _row(new))

    def entry(self, report_id: wire.ReportId) -> Entry:
        """Return one report. Raises ``UserError(REPORT_UNKNOWN)``."""
        with self._reading() as run:
            return self._entry(run, report_id)

    def entries(self, kind: type[State] | None = None) -> tuple[Entry, ...]:
        """Return the reports, the oldest first; those in one kind of state when it is given."""
        which, values = ("WHERE state = ?", (_name(kind),)) if kind else ("", ())
        query = f"SELECT {_COLUMNS} FROM report {which} ORDER BY written_at, report_id"
        with self._reading() as run:
            rows = run.execute(query, values).fetchall()
        return tuple(map(_entry, rows))

    def counts(self) -> Counts:
        """Return what is not sent yet, and since when the oldest report waits."""
        with self._reading() as run:
            rows = run.execute("SELECT state, count(*), min(waits_since) FROM report GROUP BY state")
            found = {state: (count, since) for state, count, since in rows}
        waiting, since = found.get(_name(Waiting), (0, ""))
        return Counts(
            drafts=sum(found.get(_name(kind), (0, ""))[0] for kind in (Draft, ToReview)),
            waiting=waiting,
            to_correct=found.get(_name(ToCorrect), (0, ""))[0],
            oldest_waiting=datetime.fromisoformat(since) if since else None,
        )

    def close(self) -> None:
        """Close the file. The outbox is not used after."""
        with self._turn:
            self._connection.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._turn:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise self._explained(error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as run:
            run.execute("BEGIN IMMEDIATE")
            try:
                yield run
                run.execute("COMMIT")
            except BaseException:
                # SQLite has already gone back by itself after some errors.
                with suppress(sqlite3.Error):
                    run.execute("ROLLBACK")
                raise

    def _entry(self, run: sqlite3.Connection, report_id: wire.ReportId) -> Entry:
        row = run.execute(f"SELECT {_COLUMNS} FROM report WHERE report_id = ?", (report_id,)).fetchone()
        if row is None:
            raise UserError(Cause.REPORT_UNKNOWN, id=report_id)
        return _entry(row)

    def _explained(self, error: sqlite3.Error) -> Exception:
        return explained_sqlite(error, self._path, Cause.REPORTS_DAMAGED)


def open_outbox(path: Path, now: datetime) -> tuple[Outbox, UserError | None]:
    """Open the outbox at ``path``, and return what to tell the person if it could not be as they left it.

    A damaged file is set aside under a dated name, and every report that can still be read in it is taken
    into the new file. When the disk cannot be written, reports are kept in memory.
    """
    try:
        return Outbox(path), None
    except UserError as error:
        if error.cause is not Cause.REPORTS_DAMAGED:
            return Outbox(None), error
    try:
        kept = set_aside(path, now)
        for suffix in ("-wal", "-shm"):
            beside = Path(f"{path}{suffix}")
            if beside.exists():
                beside.rename(f"{kept}{suffix}")
        outbox = Outbox(path)
        salvaged = _salvaged(kept)
        for entry in salvaged:
            outbox.add(entry)
    except (OSError, UserError):
        return Outbox(None), UserError(Cause.REPORTS_DAMAGED, path=str(path), kept=str(path), read="0")
    return outbox, UserError(Cause.REPORTS_DAMAGED, path=str(path), kept=str(kept), read=str(len(salvaged)))


def _salvaged(damaged: Path) -> list[Entry]:
    """Return the reports that can still be read in a damaged file, which is left as it is."""
    found: dict[wire.ReportId, Entry] = {}
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{damaged.as_uri()}?mode=ro", uri=True)) as source:
        for (rowid,) in source.execute("SELECT rowid FROM report").fetchall():
            with suppress(sqlite3.Error, TypeError, ValueError):
                row = source.execute(f"SELECT {_COLUMNS} FROM report WHERE rowid = ?", (rowid,)).fetchone()
                entry = _salvaged_entry(row)
                found[entry.id] = entry
    return list(found.values())


def _salvaged_entry(row: tuple[str, bytes, str, str, str, str, bytes]) -> Entry:
    """Return a report of a damaged file. When only its state is lost, the person reads it again."""
    try:
        return _entry(row)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        report = wire.decode(row[1], wire.Report)
        state = ToReview(wire.digest(report))
        return Entry(report=report, written_at=datetime.fromisoformat(row[4]), state=state)


def _row(entry: Entry) -> tuple[str, bytes, str, str, str, str, bytes]:
    body = wire.canonical(entry.report)
    waits_since = _moment(entry.state.since) if isinstance(entry.state, Waiting) else ""
    about = msgspec.json.encode(_About(entry.state, entry.handed, entry.status, entry.said))
    written_at = _moment(entry.written_at)
    return (entry.id, body, _digest(body), _name(type(entry.state)), written_at, waits_since, about)


def _entry(row: tuple[str, bytes, str, str, str, str, bytes]) -> Entry:
    report_id, body, digest, _state, written_at, _since, about = row
    report = wire.decode(body, wire.Report)
    if _digest(body) != digest or report.report_id != report_id:
        raise ValueError("not the report that was written")
    said = msgspec.json.decode(about, type=_About)
    return Entry(
        report=report,
        written_at=datetime.fromisoformat(written_at),
        state=said.state,
        handed=said.handed,
        status=said.status,
        said=said.said,
    )


def _is_taken_back(before: Entry, after: Entry) -> bool:
    match after.state:
        case Draft() | ToReview():
            return True
        case Withdrawn(may_have_left=may_have_left):
            return not may_have_left and isinstance(before.state, Waiting)
        case _:
            return False


def _is_whole(row: tuple[str, bytes, str, str, str, str, bytes]) -> bool:
    try:
        _entry(row)
    except (msgspec.MsgspecError, ValueError, TypeError):
        return False
    return True


def _digest(body: bytes) -> wire.Digest:
    return hashlib.sha256(body).hexdigest()


def _name(kind: type[State]) -> str:
    return str(kind.__struct_config__.tag)


def _moment(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat(timespec="microseconds")
