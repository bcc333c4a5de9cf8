"""What a person does with their appointments: one verb, one method, which returns what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.appointments import model
from dematassist.appointments.handing_over import Draft
from dematassist.changes import NOTHING, Changed, Changes, changed
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from dematassist.appointments.handing_over import HandOverNote
    from dematassist.appointments.model import Appointment, AppointmentId, Procedure
    from dematassist.appointments.store import AppointmentStore
    from dematassist.system.clock import Clock

_CHANGED = changed(Changed.APPOINTMENTS)


class Appointments:
    """The appointments of this person. Used from one thread; each verb raises ``UserError`` of a disk."""

    def __init__(self, store: AppointmentStore, clock: Clock, damaged: UserError | None = None) -> None:
        """``damaged`` is what to tell the person once: their file was not as they left it."""
        self.damaged = damaged
        self._store = store
        self._clock = clock

    def all(self) -> tuple[Appointment, ...]:
        """Return the appointments to come, the next one first, then those without a day, then those past.

        One of which nothing is known yet is not among them.
        """
        known = tuple(one for one in self._store.appointments() if not model.is_blank(one))
        return model.in_order(known, self._clock.today())

    def has(self, appointment_id: AppointmentId) -> bool:
        """Return whether this appointment is kept."""
        return any(one.id == appointment_id for one in self._store.appointments())

    def appointment(self, appointment_id: AppointmentId) -> Appointment:
        """Return this appointment. Raises ``UserError(APPOINTMENT_UNKNOWN)``."""
        found = next((one for one in self._store.appointments() if one.id == appointment_id), None)
        if found is None:
            raise UserError(Cause.APPOINTMENT_UNKNOWN)
        return found

    def prepare(self, *procedures: Procedure) -> tuple[AppointmentId, Changes]:
        """Begin an appointment; return its id and what changed. One begun and left is taken up again."""
        blank = next((one for one in self._store.appointments() if model.is_blank(one)), None)
        if blank is not None and not procedures:
            return blank.id, NOTHING
        begun = model.Appointment(
            id=self._clock.new_id(), updated_at=self._clock.now(), procedures=procedures
        )
        return begun.id, self._keep(begun)

    def change(self, appointment: Appointment) -> Changes:
        """Keep what is known of an appointment now. Raises ``UserError(APPOINTMENT_UNKNOWN)``."""
        tidy = model.tidied(appointment)
        return NOTHING if tidy == self.appointment(tidy.id) else self._keep(tidy)

    def forget(self, appointment_id: AppointmentId) -> tuple[Appointment, Changes]:
        """Forget an appointment; return it, so that ``restore`` can undo, and what changed."""
        forgotten = self.appointment(appointment_id)
        self._store.delete(appointment_id)
        return forgotten, _CHANGED

    def restore(self, appointment: Appointment) -> Changes:
        """Take back an appointment just forgotten."""
        self._store.save(appointment)
        return _CHANGED

    def _keep(self, appointment: Appointment) -> Changes:
        self._store.save(msgspec.structs.replace(appointment, updated_at=self._clock.now()))
        return _CHANGED


class HandOver(NamedTuple):
    """A hand-over note that is made, and the words that open its file."""

    note: HandOverNote
    words: str


class HandingOver:
    """A hand-over note on its way, in memory only: what is chosen so far, then the note and its words."""

    def __init__(self) -> None:
        self.draft = Draft()
        self.made: HandOver | None = None

    @property
    def is_begun(self) -> bool:
        """Whether something of a person is here."""
        return self.made is not None or self.draft != Draft()

    def make(self, note: HandOverNote) -> None:
        """Keep a note until it is carried away, with new words for its file."""
        from dematassist.vault.passphrase import offered

        self.made = HandOver(note, offered().text)

    def forget(self) -> None:
        """Forget the note, its words, and what was chosen."""
        self.draft, self.made = Draft(), None
