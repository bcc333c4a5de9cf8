"""Where the appointments of a person are: in their space while it is open, and outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.appointments.model import Appointment, is_blank
from dematassist.vault.two_places import TwoPlaces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.appointments.model import AppointmentId
    from dematassist.appointments.store import AppointmentStore


class KeptAppointments(TwoPlaces[Appointment, Appointment]):
    """An ``AppointmentStore`` of two places."""

    _outside: AppointmentStore

    def __init__(self, outside: AppointmentStore) -> None:
        super().__init__(outside)

    def appointments(self) -> tuple[Appointment, ...]:
        """Return every appointment that can be shown now."""
        ids = dict.fromkeys(one.id for one in (*(self.sealed.all() if self.sealed else ()), *self._shown()))
        found = (self.load(appointment_id) for appointment_id in ids)
        return tuple(one for one in found if one)

    def save(self, appointment: Appointment) -> None:
        """Keep this appointment where it is; in the space when it is new and that is open."""
        inside = self._inside_for(appointment.id)
        if inside is None:
            self._outside.save(appointment)
            return
        inside.save(appointment)
        left = self._outside.load(appointment.id)
        if left is not None and is_blank(left):
            self._outside.delete(appointment.id)

    def outside(self) -> tuple[Appointment, ...]:
        """Return every appointment that is not in the space, but for one of which nothing is known yet."""
        return tuple(one for one in self._shown() if not is_blank(one))

    def to_move(self, appointment_ids: Iterable[AppointmentId]) -> tuple[Appointment, ...]:
        """Return appointments that are outside, as ``SealedRecords.take_in`` wants them."""
        outside = {one.id for one in self.outside()}
        found = (self.load(appointment_id) for appointment_id in appointment_ids if appointment_id in outside)
        return tuple(one for one in found if one)

    def _shown(self) -> tuple[Appointment, ...]:
        return tuple(one for one in self._outside.appointments() if one.id not in self._hidden)

    def _is_of_outside(self, thing_id: str) -> bool:
        # One that was begun before the space was open, and of which nothing was said, is new.
        left = self._outside.load(thing_id)
        return thing_id in self._deleted_outside or (left is not None and not is_blank(left))
