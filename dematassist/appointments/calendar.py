"""An appointment → one .ics file (RFC 5545), which rings the day before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.journeys.calendar import CalendarEvent, calendar_of

if TYPE_CHECKING:
    from datetime import datetime

    from dematassist.appointments.model import Appointment

_THE_DAY_BEFORE = timedelta(days=-1)
_NINE_THE_DAY_BEFORE = timedelta(hours=-15)
"""Of a whole day, which begins at midnight."""


def appointment_ics(appointment: Appointment, now: datetime) -> bytes:
    """Return the calendar file of an appointment whose day is known.

    It says where, with whom and how to get there; not for which procedures, nor what the person needs: a
    calendar is often shared, or kept by others. Taken in again, it moves the event. ``now`` has its zone.
    """
    assert appointment.on is not None
    summary = _("Appointment")
    if appointment.service:
        # Translators: in a calendar; {service} is whom the person meets.
        summary = _("Appointment: {service}").format(service=appointment.service)
    event = CalendarEvent(
        uid=f"{appointment.id}-rendez-vous",
        on=appointment.on,
        at=appointment.at,
        summary=summary,
        description=appointment.travel,
        location=", ".join(line.strip() for line in appointment.place.splitlines() if line.strip()),
        rings=_NINE_THE_DAY_BEFORE if appointment.at is None else _THE_DAY_BEFORE,
    )
    return calendar_of([event], now)
