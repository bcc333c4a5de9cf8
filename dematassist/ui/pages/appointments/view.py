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
    FOLDER_CLOSED = "folder-closed"
    """In the encrypted folder, which is closed: those of now are on this computer."""
    FOLDER = "folder"
    SOME_OUTSIDE = "some-outside"
    """In the open folder, but for some that were prepared before."""


def appointments_view(
    appointments: tuple[Appointment, ...],
    kept: KeptWhere,
    today: date,
    sealed: frozenset[str] = frozenset(),
) -> AppointmentsView:
    """Say the appointments, in the order they are given, and where they are kept.

    ``sealed`` has the ids of those in the open folder.
    """
    past = tuple(one for one in appointments if is_past(one, today))
    return AppointmentsView(
        title=_("Prepare an appointment"),
        intro=(
            _("One appointment, one or several procedures: we make one list of papers and questions."),
            _("You can print it, and put the appointment in your calendar."),
            _kept_line(kept),
        ),
        to_come=tuple(_row(one, sealed) for one in appointments if one not in past),
        past=tuple(_row(one, sealed) for one in past),
    )


def _kept_line(kept: KeptWhere) -> str:
    return {
        KeptWhere.MEMORY: _("Nothing of it is written on this computer: it goes with you."),
        KeptWhere.HERE: _("Your appointments are kept on this computer."),
        KeptWhere.FOLDER_CLOSED: _(
            "Your encrypted folder is closed: what you prepare now is kept on this computer, outside it."
        ),
        KeptWhere.FOLDER: _(
            "Your appointments are kept in your encrypted folder: they are seen only while it is open."
        ),
        KeptWhere.SOME_OUTSIDE: _(
            "A new appointment goes into your encrypted folder; some of before are still outside it."
        ),
    }[kept]


def appointment_name(appointment: Appointment) -> str:
    """Return what an appointment is called: whom it is with, else what it is about."""
    titles = listed(procedure.title for procedure in appointment.procedures)
    return appointment.service or titles or _("Appointment without a name yet")


def appointment_row(appointment: Appointment, *, is_sealed: bool = False) -> AppointmentRow:
    """Say what an appointment is called and when it is, and whether it is in the encrypted folder."""
    when = when_line(appointment)
    if is_sealed:
        when = _("{where}. In my documents.").format(where=when)
    return AppointmentRow(appointment.id, appointment_name(appointment), when)


def _row(appointment: Appointment, sealed: frozenset[str]) -> AppointmentRow:
    return appointment_row(appointment, is_sealed=appointment.id in sealed)
