"""The one small role that keeps appointments, and the file that plays it.

``MemoryStore`` keeps them until the program ends: at a shared computer, in a practice, in tests. ``kept.py``
keeps them there and in a person's space together.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

import msgspec

from dematassist.appointments.model import Appointment
from dematassist.errors import Cause, UserError
from dematassist.system.files import explained, set_aside_if_possible, write_atomically
from dematassist.system.paths import private_folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from dematassist.appointments.model import AppointmentId

_MAX_BYTES = 16 * 1024 * 1024
_FORMAT = 1


class AppointmentStore(Protocol):
    """What keeps appointments."""

    def load(self, appointment_id: AppointmentId) -> Appointment | None:
        """Return this appointment, or ``None``."""
        ...

    def appointments(self) -> tuple[Appointment, ...]:
        """Return every appointment kept."""
        ...

    def save(self, appointment: Appointment) -> None:
        """Keep this appointment, whole or not at all. When this returns, a power cut cannot lose it."""
        ...

    def delete(self, appointment_id: AppointmentId) -> None:
        """Forget this appointment. Forgetting one that is not kept does nothing."""
        ...


class MemoryStore:
    """Keeps appointments until the program ends."""

    def __init__(self) -> None:
        self._kept: dict[AppointmentId, Appointment] = {}

    def load(self, appointment_id: AppointmentId) -> Appointment | None:
        """Return this appointment, or ``None``."""
        return self._kept.get(appointment_id)

    def appointments(self) -> tuple[Appointment, ...]:
        """Return every appointment kept."""
        return tuple(self._kept.values())

    def save(self, appointment: Appointment) -> None:
        """Keep this appointment."""
        self._kept[appointment.id] = appointment

    def delete(self, appointment_id: AppointmentId) -> None:
        """Forget this appointment."""
        self._kept.pop(appointment_id, None)


class _File(msgspec.Struct, frozen=True):
    """What the file holds: appointments apart, so that one that cannot be read spares the others."""

    appointments: tuple[msgspec.Raw, ...]
    format: int = _FORMAT


class FileStore:
    """Keeps appointments in one file of JSON, mode 0600, written whole at each change. From one thread."""

    def __init__(self, path: Path, now: datetime) -> None:
        """Read it. One that is not whole is set aside, what can be read is kept, and ``damaged`` says it."""
        self._path = path
        self.damaged: UserError | None = None
        self._kept = {one.id: one for one in self._read(now)}

    def load(self, appointment_id: AppointmentId) -> Appointment | None:
        """Return this appointment, or ``None``."""
        return self._kept.get(appointment_id)

    def appointments(self) -> tuple[Appointment, ...]:
        """Return every appointment kept."""
        return tuple(self._kept.values())

    def save(self, appointment: Appointment) -> None:
        """Keep this appointment. Raises ``UserError``: disk full, folder read-only."""
        self._write({**self._kept, appointment.id: appointment})

    def delete(self, appointment_id: AppointmentId) -> None:
        """Forget this appointment. Raises ``UserError``."""
        if appointment_id in self._kept:
            self._write({one: kept for one, kept in self._kept.items() if one != appointment_id})

    def _write(self, kept: dict[AppointmentId, Appointment]) -> None:
        # Before writing: when the disk is full, the person is told and goes on; the next save holds it all.
        self._kept = kept
        with explained(self._path):
            private_folder(self._path.parent)
        rows = tuple(msgspec.Raw(msgspec.json.encode(one)) for one in kept.values())
        write_atomically(self._path, msgspec.json.encode(_File(rows)))

    def _read(self, now: datetime) -> tuple[Appointment, ...]:
        read: list[Appointment] = []
        try:
            with self._path.open("rb") as stream:
                file = msgspec.json.decode(stream.read(_MAX_BYTES), type=_File)
            for row in file.appointments:
                with suppress(msgspec.MsgspecError):
                    read.append(msgspec.json.decode(row, type=Appointment))
            if file.format == _FORMAT and len(read) == len(file.appointments):
                return tuple(read)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError):
            pass
        kept = set_aside_if_possible(self._path, now)
        self.damaged = UserError(Cause.APPOINTMENTS_DAMAGED, path=str(self._path), kept=str(kept))
        return tuple(read)
