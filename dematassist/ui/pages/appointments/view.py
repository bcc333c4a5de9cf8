"""What the list of appointments says."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from dematassist.appointments.model import is_past
from dematassist.appointments.wording import when_line
from dematassist.i18n import _, listed

if TYPE_CHECKING:
    from datetime import date

    from dematassist.appointments.model import Appointment


class AppointmentRow(NamedTuple):
    """One appointment of the list."""

    id: str
    title: str
    detail: str


class AppointmentsView(NamedTuple):
    """The appointments to come or without a day, then those past."""

    title: str
    intro: tuple[str, ...]
    to_come: tuple[AppointmentRow, ...]
    past: tuple[AppointmentRow, ...]


class KeptWhere(Enum):
    """Where appointments are."""

    MEMORY = "memory"
    """Until the person leaves, or the practice ends."""
    HERE = "here"
    HERE_BESIDE_FOLDER = "here-beside-folder"
    """On this computer, and not in the encrypted folder that there is."""


def appointments_view(
    appointments: tuple[Appointment, ...], kept: KeptWhere, today: date
) -> AppointmentsView:
    """Say the appointments, in the order they are given, and where they are kept."""
    past = tuple(one for one in appointments if is_past(one, today))
    return AppointmentsView(
        title=_("Prepare an appointment"),
        intro=(
            _("One appointment, one or several procedures: we make one list of papers and questions."),
            _("You can print it, and put the appointment in your calendar."),
            _kept_line(kept),
        ),
        to_come=tuple(_row(one) for one in appointments if one not in past),
        past=tuple(map(_row, past)),
    )


def _kept_line(kept: KeptWhere) -> str:
    return {
        KeptWhere.MEMORY: _("Nothing of it is written on this computer: it goes with you."),
        KeptWhere.HERE: _("Your appointments are kept on this computer."),
        KeptWhere.HERE_BESIDE_FOLDER: _(
            "Your appointments are kept on this computer, outside your encrypted folder: "
            "whoever uses your session can read them."
        ),
    }[kept]


def appointment_name(appointment: Appointment) -> str:
    """Return what an appointment is called: whom it is with, else what it is about."""
    titles = listed(procedure.title for procedure in appointment.procedures)
    return appointment.service or titles or _("Appointment without a name yet")


def _row(appointment: Appointment) -> AppointmentRow:
    return AppointmentRow(appointment.id, appointment_name(appointment), when_line(appointment))
