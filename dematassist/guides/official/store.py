"""The library of official sheets: open one, search them, say what it holds and what changed.

One SQLite file, replaced and never changed. A sheet is kept as the State's XML, in a pack (``packs.py``):
reading it into a ``Sheet`` takes milliseconds, and keeps what the program does not understand yet.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dematassist.guides.official.kept import KeptSheet
    from dematassist.guides.official.model import Sheet
    from dematassist.guides.search import Answer, Search

FORMAT = "4"
"""Changes when an older program could not read the file."""
OLD_AFTER_DAYS = 90
"""A library this old is said to be old: amounts change in January, April and July."""
LICENCE = "Licence Ouverte 2.0"
PUBLISHER = "DILA (Direction de l’information légale et administrative)"


class What(Enum):
    """What became of a sheet between two imports."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


class Change(NamedTuple):
    """One sheet that is new, changed or removed since the import before."""

    what: What
    id: str
    audience: str
    title: str


class Status(NamedTuple):
    """What a library holds. ``edition`` is the day of the last change of a sheet."""

    edition: date | None
    imported_on: date | None
    counts: dict[str, int]
    unreadable: int
    unknown: int
    changes: int

    @property
    def sheets(self) -> int:
        """How many sheets there are, all audiences together."""
        return sum(self.counts.values())

    def is_old(self, today: date) -> bool:
        """Return whether the sheets may have changed much since."""
        return self.edition is not None and (today - self.edition).days > OLD_AFTER_DAYS


class Official(Protocol):
    """What knows official sheets."""

    is_present: bool
    """Whether an archive was taken in."""

    def status(self) -> Status:
        """Say what there is."""
        ...

    def changes(self) -> tuple[Change, ...]:
        """Return what the last import changed."""
        ...

    def sheet(self, sheet_id: str, audience: str = "") -> Sheet:
        """Return a sheet. Raises ``UserError``: SHEET_UNKNOWN or OFFICIAL_DAMAGED."""
        ...

    def kept(self, sheet_id: str, audience: str = "") -> KeptSheet:
        """Return a sheet to be kept by who follows it. Raises ``UserError``, as ``sheet`` does."""
        ...

    def has(self, sheet_id: str) -> bool:
        """Return whether there is such a sheet: a link to it works without the internet."""
        ...

    def last_changes(self, sheet_ids: tuple[str, ...]) -> dict[str, date]:
        """Return the day of the last change of each of these sheets that is there."""
        ...

    def search(self, text: str, lang: str, limit: int = 20) -> Answer | None:
        """Return the sheets that answer; ``None`` when there is no library."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class NoSheets:
    """The library when no archive was ever taken in."""

    is_present = False

    def status(self) -> Status:
        """Say that there is nothing."""
        return Status(None, None, {}, 0, 0, 0)

    def changes(self) -> tuple[Change, ...]:
        """Return nothing."""
        return ()

    def sheet(self, sheet_id: str, audience: str = "") -> Sheet:  # noqa: ARG002 -- the role's own
        """Know no sheet."""
        raise UserError(Cause.SHEET_UNKNOWN, id=sheet_id)

    def kept(self, sheet_id: str, audience: str = "") -> KeptSheet:  # noqa: ARG002 -- the role's own
        """Know no sheet."""
        raise UserError(Cause.SHEET_UNKNOWN, id=sheet_id)

    def has(self, sheet_id: str) -> bool:  # noqa: ARG002 -- the role's own
        """Know no sheet."""
        return False

    def last_changes(self, sheet_ids: tuple[str, ...]) -> dict[str, date]:  # noqa: ARG002 -- same
        """Know no sheet."""
        return {}

    def search(self, text: str, lang: str, limit: int = 20) -> Answer | None:  # noqa: ARG002 -- same
        """Find nothing."""
        return None

    def close(self) -> None:
        """Hold nothing."""


class SheetsLibrary:
    """A library in a file. Any thread may use it: they take turns on one connection."""

    is_present = True

    def __init__(self, path: Path, synonyms: Path | None = None) -> None:
        """Open the file. ``synonyms`` are the words of one's own. Raises ``UserError(OFFICIAL_DAMAGED)``."""
        self.path = path
        self._synonyms = synonyms
        self._turn = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._search: Search | None = None
        self._last: tuple[tuple[str, str], Sheet] | None = None
        if self._meta("format") != FORMAT:
            self.close()
            raise UserError(Cause.OFFICIAL_DAMAGED, path=str(path))

    def close(self) -> None:
        """Close the file. The next call that needs it opens it again."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._search = self._last = None

    @contextlib.contextmanager
    def closed(self) -> Iterator[None]:
        """Keep the file closed meanwhile: Windows replaces no file that is open."""
        with self._turn:
            self.close()
            yield

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._turn:
            try:
                if self._connection is None:
                    address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
                    self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
                return self._connection.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise UserError(Cause.OFFICIAL_DAMAGED, path=str(self.path)) from error

    def _meta(self, key: str) -> Any:
        rows = self._rows("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else ""

    def status(self) -> Status:
        """Say what there is."""
        counts = self._rows("SELECT audience, count(*) FROM sheet GROUP BY audience")
        (changes,) = self._rows("SELECT count(*) FROM change")[0]
        (edition,) = self._rows("SELECT max(modified) FROM sheet")[0]
        return Status(
            _day(edition),
            _day(self._meta("imported_on")),
            dict(counts),
            int(self._meta("unreadable") or 0),
            int(self._meta("unknown") or 0),
            changes,
        )

    def changes(self) -> tuple[Change, ...]:
        """Return what the last import changed, removed sheets first, then by title."""
        rows = self._rows("SELECT what, id, audience, title FROM change ORDER BY what DESC, title, id")
        return tuple(Change(What(what), *rest) for what, *rest in rows)

    def sheet(self, sheet_id: str, audience: str = "") -> Sheet:
        """Return a sheet, for that audience where it is written for it, else as it is.

        The last one is kept: its chapters and questions are asked for one after the other.
        """
        with self._turn:
            if self._last is None or self._last[0] != (sheet_id, audience):
                self._last = (sheet_id, audience), self._read(sheet_id, audience)
            return self._last[1]

    def _read(self, sheet_id: str, audience: str) -> Sheet:
        from dematassist.guides.official.model import Audience
        from dematassist.guides.official.reader import UnreadableSheetError, open_xml

        xml, written_for = self._xml(sheet_id, audience)
        try:
            return open_xml(xml, Audience(written_for))
        except UnreadableSheetError as error:
            raise UserError(Cause.OFFICIAL_DAMAGED, path=str(self.path)) from error

    def kept(self, sheet_id: str, audience: str = "") -> KeptSheet:
        """Return a sheet to be kept by who follows it."""
        from dematassist.guides.official.kept import kept

        xml, written_for = self._xml(sheet_id, audience)
        status = self.status()
        edition = status.edition or status.imported_on
        if edition is None:
            raise UserError(Cause.OFFICIAL_DAMAGED, path=str(self.path))
        return kept(xml, written_for, edition)

    def _xml(self, sheet_id: str, audience: str) -> tuple[bytes, str]:
        """Return the file of a sheet, and for whom it is written."""
        from dematassist.guides.official.packs import unpacked

        rows = self._rows(
            "SELECT audience, data, start, size FROM sheet JOIN pack ON pack.rowid = pack"
            " WHERE id = ? ORDER BY audience <> ?, audience <> 'particuliers', audience LIMIT 1",
            (sheet_id, audience),
        )
        if not rows:
            raise UserError(Cause.SHEET_UNKNOWN, id=sheet_id)
        found, *place = rows[0]
        try:
            return unpacked(*place), found
        except ValueError as error:
            raise UserError(Cause.OFFICIAL_DAMAGED, path=str(self.path)) from error

    def has(self, sheet_id: str) -> bool:
        """Return whether there is such a sheet."""
        return bool(self._rows("SELECT 1 FROM sheet WHERE id = ? LIMIT 1", (sheet_id,)))

    def last_changes(self, sheet_ids: tuple[str, ...]) -> dict[str, date]:
        """Return the day of the last change of each of these sheets that is there."""
        marks = ",".join("?" * len(sheet_ids))
        rows = self._rows(
            f"SELECT id, max(modified) FROM sheet WHERE id IN ({marks}) GROUP BY id", tuple(sheet_ids)
        )
        return {sheet_id: day for sheet_id, said in rows if (day := _day(said))}

    def search(self, text: str, lang: str, limit: int = 20) -> Answer | None:
        """Return the sheets that answer, the best first."""
        with self._turn:
            if self._search is None:
                from dematassist.guides.own_words import own_words
                from dematassist.guides.search import Search

                self._search = Search(self._rows, own_words(self._synonyms))
            return self._search.answer(text, lang, limit)


def open_official(path: Path, synonyms: Path | None = None) -> Official:
    """Open the library at ``path``; the null one when there is none. Raises ``UserError``."""
    return SheetsLibrary(path, synonyms) if path.exists() else NoSheets()


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
