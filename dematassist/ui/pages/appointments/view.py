"""What the list of appointments says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.appointments.model import is_past
from dematassist.appointments.wording import when_line
from dematassist.i18n import _

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


def appointments_view(appointments: tuple[Appointment, ...], today: date) -> AppointmentsView:
    """Say the appointments, in the order they are given."""
    past = tuple(one for one in appointments if is_past(one, today))
    return AppointmentsView(
        title=_("Prepare an appointment"),
        intro=(
            _("One appointment, one or several procedures: we make one list of papers and questions."),
            _("You can print it, and put the appointment in your calendar."),
        ),
        to_come=tuple(_row(one) for one in appointments if one not in past),
        past=tuple(map(_row, past)),
    )


def appointment_name(appointment: Appointment) -> str:
    """Return what an appointment is called: whom it is with, else what it is about."""
    titles = ", ".join(procedure.title for procedure in appointment.procedures)
    return appointment.service or titles or _("Appointment without a name yet")


def _row(appointment: Appointment) -> AppointmentRow:
    return AppointmentRow(appointment.id, appointment_name(appointment), when_line(appointment))
