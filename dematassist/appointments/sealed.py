"""How an appointment is a record of a person's space."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dematassist.appointments.model import Appointment  # noqa: TC001 -- msgspec reads it at run time
from dematassist.vault.sealing import Codec, body_of, record_of

if TYPE_CHECKING:
    from dematassist.vault.records import Record


class _Body(msgspec.Struct, frozen=True):
    """What the record of an appointment says."""

    appointment: Appointment


def _encoded(appointment: Appointment) -> Record:
    return record_of(appointment.id, _Body(appointment))


def _decoded(record: Record) -> Appointment | None:
    body = body_of(record, _Body)
    return body.appointment if body and body.appointment.id == record.id else None


def _itself(appointment: Appointment) -> Appointment:
    return appointment


APPOINTMENTS: Codec[Appointment, Appointment] = Codec(_encoded, _decoded, _itself)
