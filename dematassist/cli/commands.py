"""The commands without a window: search, show, sheet, appointment, guides, speech, file, space, self-test.

Imports come when needed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import TYPE_CHECKING, NoReturn

from dematassist import __version__
from dematassist.cli import (
    appointment,
    desk,
    door,
    file,
    library,
    papers,
    parser_words,
    report,
    space,
    speech,
)
from dematassist.cli.door import DONE, FAILED, WRONG_USE
from dematassist.cli.opened import guide_of, library_of
from dematassist.errors import Cause, UserError
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dematassist.guides.official.store import Official
    from dematassist.guides.search import Answer
    from dematassist.system.paths import Paths


class _Parser(argparse.ArgumentParser):
    """Says wrong use in plain words, in the language of the person."""

    def error(self, message: str) -> NoReturn:
        print(_("This command was not understood: {message}").format(message=message), file=sys.stderr)
        print(_("See: {command} --help").format(command=self.prog), file=sys.stderr)
        raise SystemExit(WRONG_USE)


def run(arguments: Sequence[str], where: Paths, lang: str) -> int:
    """Run one command; return its exit status. Raises ``UserError``, and ``SystemExit`` on wrong use."""
    parser_words.speak()
    given = _parser().parse_args(arguments)
    return int(given.run(given, where, lang))


def _parser() -> _Parser:
    parser = _Parser(
        prog="dematassist",
        description=_("Walks you through French administrative procedures, without the internet."),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"DematAssist {__version__}",
        # Python translates all its sentences but this one.
        help=_("show program's version number and exit"),
    )
    commands = parser.add_subparsers(metavar=_("COMMAND"), required=True)

    def command(name: str, text: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        return made

    search = command("search", _("Find a guide with your own words."), _search)
    search.add_argument("text", nargs="+", help=_("what you want to do"))
    search.add_argument("--json", action="store_true", help=_("answer as JSON"))

    show = command("show", _("Read a guide, or one of its steps."), _show)
    show.add_argument("id", help=_("the id of the guide"))
    show.add_argument("--step", metavar="N", type=int, help=_("the number of the step, from 1"))
    show.add_argument("--json", action="store_true", help=_("answer as JSON"))

    sheet = command("sheet", _("Make the sheet of what to bring, as a PDF."), _sheet)
    sheet.add_argument("id", help=_("the id of the guide"))
    sheet.add_argument("-o", "--output", required=True, metavar="FILE", help=_("where to write the PDF"))
    sheet.add_argument(
        "--answers", nargs="*", default=[], metavar="QUESTION=ANSWER", help=_("answers to the questions")
    )
    sheet.add_argument("--large-print", action="store_true", help=_("letters of 18 points"))

    guides = commands.add_parser("guides", help=_("List the guides, or check their files."))
    guide_commands = guides.add_subparsers(metavar=_("COMMAND"), required=True)
    listing = guide_commands.add_parser("list", help=_("List the guides."))
    listing.add_argument("--json", action="store_true", help=_("answer as JSON"))
    listing.set_defaults(run=_list)
    check = guide_commands.add_parser("check", help=_("Say what is wrong in the files of guides."))
    check.add_argument("path", nargs="*", help=_("files or folders (all when none is given)"))
    check.add_argument("--json", action="store_true", help=_("answer as JSON"))
    check.set_defaults(run=_check)
    stale = guide_commands.add_parser("stale", help=_("List the guides whose official sheet changed since."))
    stale.add_argument("--json", action="store_true", help=_("answer as JSON"))
    stale.set_defaults(run=_stale)
    schema = guide_commands.add_parser("schema", help=_("Print the JSON Schema of a kind of file."))
    schema.add_argument("kind", choices=("guide", "provider", "paper"))
    schema.set_defaults(run=_schema)

    self_test = command("self-test", _("Say whether everything the program needs is there."), _self_test)
    self_test.add_argument("--json", action="store_true", help=_("answer as JSON"))
    library.add_to(commands)
    report.add_to(commands)
    speech.add_to(commands)
    file.add_to(commands)
    papers.add_to(commands)
    space.add_to(commands)
    desk.add_to(commands)
    appointment.add_to(commands)
    command("gui", _("Open the window."), _gui)
    return parser


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _answer(where: Paths, text: str, lang: str) -> Answer:
    library = library_of(where, is_current=False)
    if not where.official.exists():
        # Most have no official sheets: what reads them is then not imported.
        return library.search(text, lang)
    from dematassist.guides.official.store import NoSheets, open_official
    from dematassist.guides.official.together import search

    official: Official = NoSheets()
    try:
        official = open_official(where.official, where.synonyms)
    except UserError as error:
        # The guides are found all the same.
        from dematassist.ui.problems import problem

        print(problem(error), file=sys.stderr)
    answer = search(library, official, text, lang)
    official.close()
    return answer


def _search(given: argparse.Namespace, where: Paths, lang: str) -> int:
    from dematassist.guides.reasons import why_sentence

    text = " ".join(given.text)
    answer = _answer(where, text + " ", lang)
    if given.json:
        _print_json(
            [
                {
                    "id": hit.id,
                    "title": hit.title,
                    "kind": hit.kind,
                    "lang": hit.lang,
                    "score": hit.score,
                    "why": why_sentence(hit.why),
                }
                for hit in answer.hits
            ]
        )
        return DONE
    if not answer.hits:
        print(_("No guide found for “{text}”.").format(text=text))
        print(_("Try one or two other words. Or call 39 39, or ask at France Services."))
        return DONE
    for hit in answer.hits:
        print(f"{hit.id}\n    {hit.title}\n    {why_sentence(hit.why)}")
    return DONE


def _show_official(given: argparse.Namespace, where: Paths) -> int:
    from dematassist.guides.official.kept import opened
    from dematassist.guides.official.plain_text import sheet_lines
    from dematassist.guides.official.store import LICENCE, open_official

    official = open_official(where.official)
    try:
        # Read whole: all of it is said.
        sheet = opened(official.kept(given.id))
    finally:
        official.close()
    if given.json:
        import msgspec

        _print_json({**msgspec.to_builtins(sheet), "licence": LICENCE})
    else:
        print("\n".join(sheet_lines(sheet)))
    return DONE


def _stale(given: argparse.Namespace, where: Paths, lang: str) -> int:
    from dematassist.guides.official.stale import stale_guides
    from dematassist.guides.official.store import open_official

    official = open_official(where.official)
    stale = stale_guides(library_of(where), official, lang)
    official.close()
    if given.json:
        _print_json(
            [
                {**one._asdict(), "checked": one.checked.isoformat(), "changed": one.changed.isoformat()}
                for one in stale
            ]
        )
        return DONE
    for one in stale:
        print(f"{one.guide}\n    {one.title}")
        # Translators: {sheet} is an id such as F265.
        print(
            "    "
            + _("The official sheet {sheet} changed on {day}.").format(
                sheet=one.sheet, day=f"{one.changed:%d/%m/%Y}"
            )
        )
    if not stale:
        print(_("No guide is older than its official sheet."))
    return DONE


def _show(given: argparse.Namespace, where: Paths, lang: str) -> int:
    if re.fullmatch("[FNR][0-9]{1,9}", given.id):
        return _show_official(given, where)
    from dematassist.guides.plain_text import guide_as_json, guide_lines, step_as_json, step_lines
    from dematassist.system.clock import SystemClock

    guide = library_of(where).guide(given.id, lang)
    today = SystemClock().today()
    if given.step is None:
        if given.json:
            _print_json(guide_as_json(guide))
        else:
            print("\n".join(guide_lines(guide, today)))
        return DONE
    if not 1 <= given.step <= len(guide.steps):
        raise UserError(Cause.STEP_UNKNOWN, id=str(given.step), steps=f"1–{len(guide.steps)}")
    step = guide.steps[given.step - 1]
    if given.json:
        _print_json(step_as_json(step))
    else:
        print("\n".join(step_lines(guide, step, today)))
    return DONE


def _sheet(given: argparse.Namespace, where: Paths, lang: str) -> int:
    from pathlib import Path

    from dematassist.sheets.contents import preparation_sheet
    from dematassist.sheets.pdf import write_pdf
    from dematassist.system.clock import SystemClock

    guide = guide_of(where, given.id, lang)
    answers = {}
    for pair in given.answers:
        question_id, _equals, choice = pair.partition("=")
        question = next((q for q in guide.questions if q.id == question_id), None)
        known = [f"{q.id}={c.id}" for q in guide.questions for c in q.choices]
        if question is None or choice not in {c.id for c in question.choices}:
            raise UserError(Cause.ANSWER_UNKNOWN, answer=pair, choices=", ".join(known))
        answers[question_id] = choice
    now = SystemClock().now()
    sheet = preparation_sheet(guide, answers, now.date())
    write_pdf(sheet, Path(given.output), where.resources, now, large_print=given.large_print)
    print(_("Written: {path}").format(path=given.output))
    return DONE


def _list(given: argparse.Namespace, where: Paths, lang: str) -> int:
    entries = library_of(where).guides(lang)
    if given.json:
        _print_json([{**entry._asdict(), "theme": entry.theme.value} for entry in entries])
        return DONE
    for entry in entries:
        print(f"{entry.id}\n    {entry.title}")
    return DONE


def _check(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from pathlib import Path

    from dematassist.guides.check_report import report_as_json, report_lines
    from dematassist.guides.checks import check

    report = check(where.resources, [Path(path) for path in given.path])
    if given.json:
        _print_json(report_as_json(report))
    else:
        print("\n".join(report_lines(report)))
    return FAILED if report.has_errors else DONE


def _schema(given: argparse.Namespace, _where: Paths, _lang: str) -> int:
    from dematassist.guides.authoring import json_schema

    _print_json(json_schema(given.kind))
    return DONE


def _self_test(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.self_test import run

    results = run(where)
    if given.json:
        _print_json([result._asdict() for result in results])
    else:
        for result in results:
            verdict = _("good") if result.is_good else _("NOT GOOD")
            print(f"{verdict:10} {result.name}: {result.said}")
    return DONE if all(result.is_good for result in results) else FAILED


def _gui(_given: argparse.Namespace, where: Paths, _lang: str) -> int:
    return door.gui(where)
