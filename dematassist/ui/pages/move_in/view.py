"""What is said of putting earlier walks and appointments in the encrypted folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, ngettext
from dematassist.ui.pages.appointments.view import appointment_row

if TYPE_CHECKING:
    from datetime import date

    from dematassist.appointments.model import Appointment
    from dematassist.appointments.together import Moved
    from dematassist.journeys.summary import Summary


class EarlierView(NamedTuple):
    """A walk or an appointment that is not in the folder."""

    id: str
    title: str
    detail: str


def intro(*, is_desk: bool) -> tuple[str, ...]:
    """Say what putting something in the folder does."""
    if is_desk:
        return (
            _("What follows is only in the memory of this computer. It goes at the end of the session."),
            _("You can keep it in your folder, on your stick. You then go on with it another day."),
        )
    return (
        _("What follows is on this computer, outside your folder. Whoever uses your session can read it."),
        _("You can keep it in your folder. It is then seen only while that is open."),
        _("Nothing forces you to: you go on with it the same way here."),
    )


def earlier_walks(summaries: tuple[Summary, ...], days: dict[str, date]) -> tuple[EarlierView, ...]:
    """Say each walk, numbered: two may have one name."""
    return tuple(
        EarlierView(
            one.id,
            f"{number}. {one.title}",
            _("Last used on {day}.").format(day=date_in_words(days[one.id])),
        )
        for number, one in enumerate(summaries, 1)
    )


def earlier_appointments(appointments: tuple[Appointment, ...], before: int) -> tuple[EarlierView, ...]:
    """Say each appointment, numbered after the walks."""
    rows = map(appointment_row, appointments)
    return tuple(
        EarlierView(row.id, f"{number}. {row.title}", row.detail)
        for number, row in enumerate(rows, before + 1)
    )


def outside_line(walks: int, appointments: int) -> str:
    """Say how many walks and appointments are outside the folder."""
    said = []
    if walks:
        line = ngettext("{n} walk is outside your folder.", "{n} walks are outside your folder.", walks)
        said.append(line.format(n=walks))
    if appointments:
        line = ngettext(
            "{n} appointment is outside your folder.",
            "{n} appointments are outside your folder.",
            appointments,
        )
        said.append(line.format(n=appointments))
    return " ".join(said)


def moved_line(moved: Moved) -> str:
    """Say how many walks and appointments were put in the folder."""
    said = []
    if moved.walks or not moved.appointments:
        line = ngettext("{n} walk is in your folder.", "{n} walks are in your folder.", moved.walks)
        said.append(line.format(n=moved.walks))
    if moved.appointments:
        line = ngettext(
            "{n} appointment is in your folder.", "{n} appointments are in your folder.", moved.appointments
        )
        said.append(line.format(n=moved.appointments))
    if moved.stayed:
        said.append(_("The others changed meanwhile: put them in again."))
    return " ".join(said)
