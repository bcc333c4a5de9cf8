"""An appointment as a person prepares it. Frozen values and pure rules, no I/O, no clock."""

from __future__ import annotations

from datetime import date, datetime, time  # noqa: TC003 -- msgspec reads the annotations at run time
from typing import TYPE_CHECKING

import msgspec

from dematassist.journeys.dates import written, written_time
from dematassist.vault.model import tidy_line, tidy_text

if TYPE_CHECKING:
    from dematassist.guides.model import GuideId
    from dematassist.journeys.model import JourneyId

AppointmentId = str
MAX_LINE_LETTERS = 300
MAX_TEXT_LETTERS = 2_000
MAX_QUESTIONS = 30
MAX_PROCEDURES = 12
"""More would be several appointments."""


class Procedure(msgspec.Struct, frozen=True):
    """A procedure to speak of; ``journey_id`` is the walk through it, if there is one."""

    guide_id: str
    title: str
    """As it was when it was chosen: it is still said when its guide is there no more."""
    journey_id: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells this procedure from the others, whatever its title is now."""
        return self.guide_id, self.journey_id


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an appointment. Texts are empty, day and hour nothing, when they are not."""

    id: AppointmentId
    updated_at: datetime
    on: date | None = None
    at: time | None = None
    service: str = ""
    """With whom."""
    place: str = ""
    """Name and address, on one line or several."""
    travel: str = ""
    """How to get there."""
    access: str = ""
    """What this person needs there: a lift, an interpreter, someone with them…"""
    procedures: tuple[Procedure, ...] = ()
    questions: tuple[str, ...] = ()
    """The person's own."""
    in_hand: frozenset[str] = frozenset()
    """Keys of papers (``papers.py``) that the person says they have."""


def tidied(appointment: Appointment) -> Appointment:
    """Return the appointment as it is kept: no letter that hides or turns the writing, bounded lengths."""
    questions = (tidy_line(question, MAX_LINE_LETTERS) for question in appointment.questions)
    return msgspec.structs.replace(
        appointment,
        service=tidy_line(appointment.service, MAX_LINE_LETTERS),
        place=tidy_text(appointment.place, MAX_TEXT_LETTERS),
        travel=tidy_text(appointment.travel, MAX_TEXT_LETTERS),
        access=tidy_text(appointment.access, MAX_TEXT_LETTERS),
        procedures=tuple({one.key: one for one in appointment.procedures}.values())[:MAX_PROCEDURES],
        questions=tuple(question for question in questions if question)[:MAX_QUESTIONS],
    )


def with_procedure(
    appointment: Appointment, guide_id: GuideId, title: str, journey_id: JourneyId = ""
) -> Appointment:
    """Return the appointment with a procedure, in place of one with the same guide and no walk."""
    others = tuple(
        one
        for one in appointment.procedures
        if one.guide_id != guide_id or (one.journey_id and one.journey_id != journey_id)
    )
    chosen = (*others, Procedure(guide_id, title, journey_id))
    return msgspec.structs.replace(appointment, procedures=chosen)


def without_procedure(appointment: Appointment, procedure: Procedure) -> Appointment:
    """Return the appointment without a procedure."""
    kept = tuple(one for one in appointment.procedures if one.key != procedure.key)
    return msgspec.structs.replace(appointment, procedures=kept)


def set_in_hand(appointment: Appointment, key: str, *, is_in_hand: bool) -> Appointment:
    """Return the appointment with a paper said to be there, or not."""
    in_hand = appointment.in_hand | {key} if is_in_hand else appointment.in_hand - {key}
    return msgspec.structs.replace(appointment, in_hand=in_hand)


def is_blank(appointment: Appointment) -> bool:
    """Return whether nothing is known of an appointment: it was begun, and left."""
    return appointment == Appointment(id=appointment.id, updated_at=appointment.updated_at)


def is_past(appointment: Appointment, today: date) -> bool:
    """Return whether the day of an appointment is over."""
    return appointment.on is not None and appointment.on < today


def in_order(appointments: tuple[Appointment, ...], today: date) -> tuple[Appointment, ...]:
    """Return the appointments to come, the next one first, then those without a day, then those past."""

    def rank(one: Appointment) -> tuple[int, int, str]:
        if one.on is None:
            return 1, 0, one.id
        day = one.on.toordinal()
        hour = written_time(one.at) if one.at else ""
        return (2, -day, hour) if is_past(one, today) else (0, day, hour)

    return tuple(sorted(appointments, key=rank))


def when_written(appointment: Appointment) -> str:
    """Return the day and the hour as they are typed, for what has no words of its own (a file name)."""
    parts = [written(appointment.on)] if appointment.on else []
    parts += [written_time(appointment.at)] if appointment.at else []
    return " ".join(parts)
