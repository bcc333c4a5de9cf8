"""A practice under way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dematassist.appointments.record import Appointments, HandingOver
    from dematassist.copies.outgoing import Outgoing
    from dematassist.journeys.record import Journeys
    from dematassist.reports.outbox import Outbox


class Practice(NamedTuple):
    """A walk of an invented person: what it changes is in memory, and goes with it."""

    journey_id: str
    journeys: Journeys
    outgoing: Outgoing
    outbox: Outbox
    appointments: Appointments
    handing_over: HandingOver
