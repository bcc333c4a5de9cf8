"""What a person does with their appointments: one verb, one method, which returns what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dematassist.appointments import model
from dematassist.changes import NOTHING, Changed, Changes, changed
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from dematassist.appointments.model import Appointment, AppointmentId, Procedure
    from dematassist.appointments.store import AppointmentStore
    from dematassist.system.clock import Clock

_CHANGED = changed(Changed.APPOINTMENTS)


class Appointments:
    """The appointments of this person. Used from one thread; each verb raises ``UserError`` of a disk."""

    def __init__(self, store: AppointmentStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def all(self) -> tuple[Appointment, ...]:
        """Return the appointments to come, the next one first, then those without a day, then those past."""
        return model.in_order(self._store.appointments(), self._clock.today())

    def appointment(self, appointment_id: AppointmentId) -> Appointment:
        """Return this appointment. Raises ``UserError(APPOINTMENT_UNKNOWN)``."""
        found = next((one for one in self._store.appointments() if one.id == appointment_id), None)
        if found is None:
            raise UserError(Cause.APPOINTMENT_UNKNOWN)
        return found

    def prepare(self, *procedures: Procedure) -> tuple[AppointmentId, Changes]:
        """Begin an appointment; return its id and what changed."""
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
