"""Which mandates were printed at this desk: a number, days, the digest of the exact PDF. Never a name.

One line of JSON for each PDF that was printed or saved, and one for an end before the day. Nothing is taken
away: an old paper can still be checked.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime  # noqa: TC003 -- msgspec reads the annotations at run time
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.changes import Changed, Changes, changed
from dematassist.desk.mandate import NUMBER
from dematassist.errors import Cause, UserError
from dematassist.system.files import append_line, explained

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dematassist.desk.mandate import Mandate

_CHANGED = changed(Changed.MANDATES)


_MAX_BYTES = 8 << 20
"""No sheet of ours comes near."""


def read_pdf(path: Path) -> bytes:
    """Return the bytes of a file to check, no more than a sheet could have. Raises ``UserError``."""
    try:
        with path.open("rb") as stream:
            return stream.read(_MAX_BYTES)
    except FileNotFoundError as error:
        raise UserError(Cause.SOURCE_MISSING, path=str(path)) from error
    except OSError as error:
        raise UserError(Cause.SOURCE_UNREADABLE, path=str(path)) from error


class Printed(msgspec.Struct, frozen=True, tag="printed"):
    """One exact PDF. In normal and in large print, a mandate has two."""

    number: str
    sha256: str
    made_at: datetime
    begins: date
    last_day: date


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """The person put an end to a mandate before its last day."""

    number: str
    on: date


class Standing(Enum):
    """Where a mandate is."""

    RUNNING = "running"
    OVER = "over"
    """Its last day is past."""
    ENDED = "ended"
    """The person put an end to it."""


class Known(NamedTuple):
    """A mandate of this desk."""

    number: str
    begins: date
    last_day: date
    ended_on: date | None

    def standing(self, today: date) -> Standing:
        """Return where it is on this day."""
        if self.ended_on is not None:
            return Standing.ENDED
        return Standing.OVER if today > self.last_day else Standing.RUNNING


class Match(Enum):
    """What a PDF is, beside those that were printed here."""

    EXACT = "exact"
    CHANGED = "changed"
    """It has the number of a mandate of this desk, and is not the PDF that was printed."""
    UNKNOWN = "unknown"


class Checked(NamedTuple):
    """A PDF that was checked: the mandate it is of, and when this very PDF was printed, if known."""

    match: Match
    known: Known | None = None
    made_at: datetime | None = None


class MandateBook:
    """The file of the mandates of this desk. It is read at each need: a terminal may write it meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep_printed(self, mandate: Mandate, pdf: bytes, now: datetime) -> Changes:
        """Keep the digest of this exact PDF, before it leaves. Raises ``UserError``."""
        digest = hashlib.sha256(pdf).hexdigest()
        line = Printed(mandate.number, digest, now, mandate.begins, mandate.last_day)
        append_line(self._path, msgspec.json.encode(line))
        return _CHANGED

    def end(self, number: str, today: date) -> Changes:
        """Put an end to a mandate, for good. Raises ``UserError``: MANDATE_UNKNOWN, and those of a disk."""
        known = self.known(number)
        if known.ended_on is None:
            append_line(self._path, msgspec.json.encode(Ended(known.number, today)))
        return _CHANGED

    def known(self, number: str) -> Known:
        """Return one mandate. Raises ``UserError(MANDATE_UNKNOWN)``."""
        tidy = number.strip()
        found = next((one for one in self.mandates() if one.number == tidy), None)
        if found is None:
            raise UserError(Cause.MANDATE_UNKNOWN, number=tidy)
        return found

    def mandates(self) -> tuple[Known, ...]:
        """Return the mandates, the first printed first."""
        lines = self._lines()
        ended = {line.number: line.on for line in reversed(lines) if isinstance(line, Ended)}
        first: dict[str, Known] = {}
        for line in _printed(lines):
            known = Known(line.number, line.begins, line.last_day, ended.get(line.number))
            first.setdefault(line.number, known)
        return tuple(first.values())

    def check(self, pdf: bytes) -> Checked:
        """Say whether this is a PDF that was printed here. It is not opened: only its bytes are looked at."""
        digest = hashlib.sha256(pdf).hexdigest()
        printed = tuple(_printed(self._lines()))
        known = {one.number: one for one in self.mandates()}
        for line in printed:
            if line.sha256 == digest:
                return Checked(Match.EXACT, known[line.number], line.made_at)
        # Our sheets say their number in their metadata, which are not compressed.
        for number in NUMBER.findall(pdf.decode("latin-1")):
            if number in known:
                return Checked(Match.CHANGED, known[number])
        return Checked(Match.UNKNOWN)

    def _lines(self) -> tuple[Printed | Ended, ...]:
        """Return what was kept; a line that cannot be read is left out."""
        if not self._path.exists():
            return ()
        kept = []
        with explained(self._path):
            for line in self._path.read_bytes().splitlines():
                try:
                    kept.append(msgspec.json.decode(line, type=Printed | Ended))
                except (msgspec.MsgspecError, UnicodeDecodeError):
                    continue
        return tuple(kept)


def _printed(lines: Iterable[Printed | Ended]) -> Iterable[Printed]:
    return (line for line in lines if isinstance(line, Printed))
