"""``dematassist appointment``: an appointment prepared without a window, as a sheet and a calendar file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dematassist.cli.door import DONE
from dematassist.errors import Cause, UserError
from dematassist.i18n import _

if TYPE_CHECKING:
    from datetime import date, time

    from dematassist.appointments.preparing import Prepared
    from dematassist.guides.model import Guide
    from dematassist.system.clock import SystemClock
    from dematassist.system.paths import Paths


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the commands of appointments."""
    appointment = commands.add_parser("appointment", help=_("Prepare an appointment."))
    ours = appointment.add_subparsers(metavar=_("COMMAND"), required=True)
    text = _(
        "Put several procedures together for one appointment: one list of papers, what to get first, what to "
        "ask and to say. Nothing is kept: the answer is printed, or goes to the files that you name."
    )
    prepare = ours.add_parser("prepare", help=text, description=text)
    prepare.add_argument("guides", nargs="+", metavar="ID", help=_("the ids of the guides"))
    prepare.add_argument("--day", type=_day, metavar="DD/MM/YYYY", help=_("the day of the appointment"))
    prepare.add_argument("--hour", type=_hour, metavar="HH:MM", help=_("its hour"))
    for name, metavar, said in (
        ("with", _("WHO"), _("whom the person meets")),
        ("place", _("PLACE"), _("where it is")),
        ("travel", _("TEXT"), _("how to get there")),
        ("access", _("TEXT"), _("what the person needs there, such as a lift or an interpreter")),
    ):
        prepare.add_argument(f"--{name}", default="", metavar=metavar, help=said)
    prepare.add_argument(
        "--question",
        action="append",
        default=[],
        metavar=_("TEXT"),
        help=_("a question to ask; may be repeated"),
    )
    prepare.add_argument(
        *("--have",), action="append", default=[], metavar="PAPER", help=_("the id of a paper that is there")
    )
    prepare.add_argument(
        "--answers", nargs="*", default=[], metavar="ID/QUESTION=ANSWER", help=_("answers to the questions")
    )
    prepare.add_argument(*("-o", "--output"), type=Path, metavar="PDF", help=_("where to write the sheet"))
    prepare.add_argument("--large-print", action="store_true", help=_("letters of 18 points"))
    prepare.add_argument("--ics", type=Path, metavar="ICS", help=_("where to write the calendar file"))
    prepare.add_argument("--json", action="store_true", help=_("answer as JSON"))
    prepare.set_defaults(run=_prepare)


def _day(given: str) -> date:
    from dematassist.journeys.dates import read_date

    day = read_date(given)
    if day is None:
        raise argparse.ArgumentTypeError(given)
    return day


def _hour(given: str) -> time:
    from dematassist.journeys.dates import read_time

    at = read_time(given)
    if at is None:
        raise argparse.ArgumentTypeError(given)
    return at


def _prepare(given: argparse.Namespace, where: Paths, lang: str) -> int:
    from dematassist.appointments.calendar import appointment_ics
    from dematassist.sheets.appointment import appointment_sheet
    from dematassist.sheets.model import lines
    from dematassist.sheets.pdf import write_pdf
    from dematassist.system.clock import SystemClock
    from dematassist.system.files import write_atomically

    clock = SystemClock()
    now = clock.now()
    made = _prepared(given, where, lang, clock)
    if given.ics and made.appointment.on is None:
        raise UserError(Cause.APPOINTMENT_UNDATED)
    sheet = appointment_sheet(made, lang, now.date())
    if given.json:
        print(json.dumps(_as_json(made), ensure_ascii=False, indent=2))
    elif not (given.output or given.ics):
        print("\n\n".join("\n".join(filter(None, (title, *said))) for title, said in lines(sheet)))
    if given.output:
        write_pdf(sheet, given.output, where.resources, now, large_print=given.large_print)
    if given.ics:
        write_atomically(given.ics, appointment_ics(made.appointment, now))
    if not given.json:
        for path in filter(None, (given.output, given.ics)):
            print(_("Written: {path}").format(path=path))
    return DONE


def _prepared(given: argparse.Namespace, where: Paths, lang: str, clock: SystemClock) -> Prepared:
    from dematassist.appointments.model import Appointment, Procedure, tidied
    from dematassist.appointments.papers import Subject
    from dematassist.appointments.preparing import prepared
    from dematassist.cli.opened import guide_of, library_of

    guides = [guide_of(where, guide_id, lang) for guide_id in dict.fromkeys(given.guides)]
    kinds = {kind.id: kind for kind in library_of(where).papers(lang)}
    for paper in given.have:
        if paper not in kinds:
            raise UserError(Cause.PAPER_UNKNOWN, id=paper)
    answers = _answers(given.answers, guides)
    appointment = Appointment(
        id=clock.new_id(),
        updated_at=clock.now(),
        on=given.day,
        at=given.hour,
        service=getattr(given, "with"),
        place=given.place,
        travel=given.travel,
        access=given.access,
        procedures=tuple(Procedure(guide.id, guide.title) for guide in guides),
        questions=tuple(given.question),
        in_hand=frozenset(given.have),
    )
    subjects = tuple(Subject(guide, answers[guide.id]) for guide in guides)
    return prepared(tidied(appointment), subjects, (), kinds, (), clock.today())


def _answers(given: list[str], guides: list[Guide]) -> dict[str, dict[str, str]]:
    """Return the answers by guide. Raises ``UserError(ANSWER_UNKNOWN)``."""
    known = {
        f"{g.id}/{q.id}={c.id}": (g.id, q.id, c.id) for g in guides for q in g.questions for c in q.choices
    }
    answers: dict[str, dict[str, str]] = {guide.id: {} for guide in guides}
    for pair in given:
        if pair not in known:
            raise UserError(Cause.ANSWER_UNKNOWN, answer=pair, choices=", ".join(known))
        guide_id, question, choice = known[pair]
        answers[guide_id][question] = choice
    return answers


def _as_json(made: Prepared) -> dict[str, object]:
    from dematassist.appointments.wording import asking_lines, difficulty_lines

    appointment = made.appointment
    return {
        "on": appointment.on.isoformat() if appointment.on else None,
        "at": appointment.at.isoformat("minutes") if appointment.at else None,
        "with": appointment.service,
        "place": appointment.place,
        "travel": appointment.travel,
        "access": appointment.access,
        "procedures": [{"id": one.guide.id, "title": one.guide.title} for one in made.subjects],
        "papers": [
            {
                "id": paper.kind.id if paper.kind else None,
                "name": paper.name,
                "asked_by": [wanted.guide.id for wanted in paper.wanted],
                "is_in_hand": paper.is_in_hand,
                "is_sure": paper.is_sure,
                "longest_wait": paper.kind.delay.longest.value if paper.kind and paper.kind.delay else None,
            }
            for paper in made.papers
        ],
        "to_ask_for": [paper.name for paper in made.to_ask_for],
        "own_questions": list(appointment.questions),
        "questions": {one.guide.id: list(asking_lines(one)) for one in made.asking},
        "difficulties": {one.guide.id: list(difficulty_lines(one)) for one in made.asking},
    }
