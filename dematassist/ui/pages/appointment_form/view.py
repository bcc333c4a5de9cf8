"""What the form of an appointment says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dematassist.appointments.model import Procedure
from dematassist.i18n import _
from dematassist.ui.pages.home.view import resume_view

if TYPE_CHECKING:
    from dematassist.appointments.model import Appointment
    from dematassist.guides.search import Answer
    from dematassist.journeys.summary import Summary
    from dematassist.places.model import Place

DAY_HELP = "24/11/2026"
_MOST_FOUND = 5


class WalkRow(NamedTuple):
    """A walk under way, and whether the appointment is about it."""

    procedure: Procedure
    words: str
    is_chosen: bool


class FormView(NamedTuple):
    """The words around the fields."""

    title: str
    intro: tuple[str, ...]
    day_help: str
    hour_help: str
    access_help: str
    questions_help: str
    wrong_day: str
    wrong_hour: str


def form_view() -> FormView:
    """Say what to write. Nothing is compulsory."""
    return FormView(
        title=_("When, where, for what"),
        intro=(_("Everything may stay empty. You can come back and complete it."),),
        day_help=_("Day, month, year: 24/11/2026."),
        hour_help=_("For example: 14:30."),
        access_help=_("For example: a lift, an interpreter, someone with me, breaks."),
        questions_help=_("One question on each line."),
        wrong_day=_("We cannot read this day. Write day, month, year: 24/11/2026."),
        wrong_hour=_("We cannot read this hour. Write it so: 14:30."),
    )


def walk_rows(appointment: Appointment, summaries: tuple[Summary, ...]) -> tuple[WalkRow, ...]:
    """Say the walks under way, which know what was answered already."""
    chosen = {one.key for one in appointment.procedures}
    rows, told = [], Counter[str]()
    for one in summaries:
        procedure = Procedure(one.guide_id, one.title, one.id)
        words = f"{one.title}. {resume_view(one).where}"
        told[words] += 1
        # Two walks through one guide may be at the same step.
        words = f"{words} ({told[words]})" if told[words] > 1 else words
        rows.append(WalkRow(procedure, words, procedure.key in chosen))
    return tuple(rows)


def other_procedures(appointment: Appointment, rows: tuple[WalkRow, ...]) -> tuple[Procedure, ...]:
    """Return the procedures of the appointment that are not a walk of the list."""
    shown = {row.procedure.key for row in rows}
    return tuple(one for one in appointment.procedures if one.key not in shown)


def found_procedures(answer: Answer) -> tuple[Procedure, ...]:
    """Return the first procedures that were found: guides of ours, and official sheets."""
    found = (Procedure(hit.id.lower(), hit.title) for hit in answer.hits if hit.kind in ("guide", "fiche"))
    return tuple(found)[:_MOST_FOUND]


def questions_of(text: str) -> tuple[str, ...]:
    """Return the questions that were typed, one on each line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def place_text(place: Place) -> str:
    """Return a desk of the list as the place of an appointment: its name, its address, its phone."""
    address = " ".join(part for part in (place.address, place.postcode, place.town) if part)
    return "\n".join(part for part in (place.name, address, place.phone) if part)
