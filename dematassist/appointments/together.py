"""All that a person does and that their open space may keep: walks and appointments, moved in together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.appointments.sealed import APPOINTMENTS
from dematassist.journeys.sealed import WALKS
from dematassist.vault.sealing import SealedRecords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.appointments.kept import KeptAppointments
    from dematassist.appointments.model import Appointment
    from dematassist.journeys.kept import KeptWalks
    from dematassist.journeys.sealed import KeptWalk
    from dematassist.vault.records import Record
    from dematassist.vault.sealing import Sealing


class Moving(NamedTuple):
    """Walks and appointments on their way into the space."""

    walks: tuple[KeptWalk, ...]
    appointments: tuple[Appointment, ...]


class Moved(NamedTuple):
    """How many are in the space now and nowhere else, and how many changed meanwhile and stay outside."""

    walks: int
    appointments: int
    stayed: int


class Kept(NamedTuple):
    """Where the walks and the appointments of a person are."""

    walks: KeptWalks
    appointments: KeptAppointments

    def open(self, sealing: Sealing, records: tuple[Record, ...]) -> None:
        """Have here what the records of an open space say."""
        self.walks.open(SealedRecords(sealing, WALKS, records))
        self.appointments.open(SealedRecords(sealing, APPOINTMENTS, records))

    def take_up(self, records: tuple[Record, ...]) -> bool:
        """Have here what came into the open space since it was read; return whether anything did."""
        came = (self.walks.take_up(records), self.appointments.take_up(records))
        return any(came)

    def let_go(self) -> frozenset[str]:
        """Have nothing here of the space, from now on; return the ids of its walks."""
        self.appointments.let_go()
        return self.walks.let_go()

    @property
    def is_open(self) -> bool:
        """Whether a space that keeps walks and appointments is open: the copies of a mandate do not."""
        return self.walks.sealed is not None

    @property
    def is_outside(self) -> bool:
        """Whether some are not in the space."""
        return bool(self.walks.outside() or self.appointments.outside())

    def outside_ids(self) -> tuple[str, ...]:
        """Return the ids of all that is not in the space."""
        walks, appointments = self.walks.outside(), self.appointments.outside()
        return (*(one.id for one in walks), *(one.id for one in appointments))

    def to_move(self, ids: Iterable[str]) -> Moving:
        """Return those of these that are outside, as they are now."""
        chosen = tuple(ids)
        return Moving(self.walks.to_move(chosen), self.appointments.to_move(chosen))

    def take_in(self, moving: Moving) -> None:
        """Write these in the open space, and read each back from the medium. This waits for the worker.

        Nothing is taken away from outside yet: ``moved`` does that. Raises ``UserError``.
        """
        if self.walks.sealed:
            self.walks.sealed.take_in(moving.walks)
        if self.appointments.sealed:
            self.appointments.sealed.take_in(moving.appointments)

    def moved(self, moving: Moving) -> Moved:
        """Have these, which the open space has now, nowhere else. Raises ``UserError``."""
        walks = self.walks.moved(moving.walks)
        appointments = self.appointments.moved(moving.appointments)
        asked = len(moving.walks) + len(moving.appointments)
        return Moved(walks, appointments, asked - walks - appointments)
