"""What the people of this desk leave for each other at a step: their own way round, until they take it away.

Notes stay on this computer, and never hold anything personal: they are masked as reports are.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from typing import TYPE_CHECKING

import msgspec

from dematassist.changes import NOTHING, Changed, Changes, changed
from dematassist.errors import Cause, UserError
from dematassist.reports.draft import masked
from dematassist.system.files import explained, set_aside_if_possible, write_atomically
from dematassist.system.paths import private_folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from dematassist.system.clock import Clock

MAX_CHARACTERS = 500
_MAX_BYTES = 4 * 1024 * 1024


class Note(msgspec.Struct, frozen=True):
    """One note. ``step_id`` is empty when it is about the whole guide."""

    guide_id: str
    step_id: str
    text: str
    written_on: date


class DeskNotes:
    """The file of notes of this desk."""

    def __init__(self, path: Path, clock: Clock) -> None:
        """Read it. One that is damaged is set aside, and ``damaged`` says it."""
        self._path = path
        self._clock = clock
        self.damaged: UserError | None = None
        self._notes = self._read(clock.now())

    def at(self, guide_id: str, step_id: str) -> Note | None:
        """Return the note of this step, if there is one."""
        return next((one for one in self._notes if (one.guide_id, one.step_id) == (guide_id, step_id)), None)

    def write_note(self, guide_id: str, step_id: str, text: str) -> Changes:
        """Keep the note of a step, masked; an empty text takes it away.

        Raises ``UserError``: REPORT_TOO_LONG, and those of a disk.
        """
        kept = masked(text).text
        if len(kept) > MAX_CHARACTERS:
            raise UserError(Cause.REPORT_TOO_LONG, characters=str(len(kept)), most=str(MAX_CHARACTERS))
        before = self.at(guide_id, step_id)
        if kept == (before.text if before else ""):
            return NOTHING
        others = tuple(one for one in self._notes if one is not before)
        new = (Note(guide_id, step_id, kept, self._clock.today()),) if kept else ()
        with explained(self._path):
            private_folder(self._path.parent)
        write_atomically(self._path, msgspec.json.encode((*others, *new)))
        self._notes = (*others, *new)
        return changed(Changed.REPORTS)

    def _read(self, now: datetime) -> tuple[Note, ...]:
        try:
            with self._path.open("rb") as stream:
                return msgspec.json.decode(stream.read(_MAX_BYTES), type=tuple[Note, ...])
        except FileNotFoundError:
            return ()
        except (OSError, ValueError):
            pass
        kept = set_aside_if_possible(self._path, now)
        self.damaged = UserError(Cause.DESK_NOTES_DAMAGED, path=str(self._path), kept=str(kept))
        return ()
