"""``dematassist report``: what does not work, written, read again, sent, carried, followed; texts masked."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dematassist.cli.door import DONE, FAILED
from dematassist.errors import Cause, UserError
from dematassist.i18n import _, ngettext
from dematassist.wire import Kind

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from dematassist.app import App
    from dematassist.guides.model import Guide, Step
    from dematassist.reports.exchange import Round
    from dematassist.reports.model import Entry
    from dematassist.system.paths import Paths

_LEAST_OF_AN_ID = 4


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the commands of reports."""
    report = commands.add_parser("report", help=_("Say what does not work, and follow what becomes of it."))
    ours = report.add_subparsers(metavar=_("COMMAND"), required=True)

    def command(name: str, said: str, run: object) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = ours.add_parser(name, help=said)
        parser.set_defaults(run=run)
        return parser

    write = command("write", _("Write a report. It stays a draft."), _write)
    write.add_argument("kind", choices=[kind.value for kind in Kind])
    write.add_argument("--guide", default="", help=_("the guide that was followed"))
    write.add_argument("--step", type=int, metavar="N", help=_("the step of the guide, from 1"))
    write.add_argument("--text", default="", help=_("what happened, in your words"))
    listed = command("list", _("List the reports of this computer."), _list)
    listed.add_argument("--json", action="store_true", help=_("answer as JSON"))
    show = command("show", _("Print exactly what leaves, or has left."), _show)
    show.add_argument("id", metavar="ID")
    send = command("send", _("Send what waits; with an id, show this report and ask first."), _send)
    send.add_argument("id", metavar="ID", nargs="?", default="")
    send.add_argument("--yes", action="store_true", help=_("do not ask"))
    withdraw = command("withdraw", _("Take a report back."), _withdraw)
    withdraw.add_argument("id", metavar="ID")
    export = command("export", _("Write every report as .csv or .json."), _export)
    export.add_argument("file", type=Path)
    carry = command(
        "carry", _("Write what waits in one file for a stick, or one report as an e-mail."), _carry
    )
    carry.add_argument("file", type=Path)
    carry.add_argument("--email", metavar="ID", default="", help=_("write this report as an e-mail (.eml)"))
    carry.add_argument("--to", metavar="ADDRESS", default="", help=_("whom the e-mail is for"))
    feed = command("feed", _("Read the known problems, from the hub or from a file of its own."), _feed)
    feed.add_argument("file", type=Path, nargs="?")
    feed.add_argument("--json", action="store_true", help=_("answer as JSON"))
    _add_hub(command("hub", _("Say which hub receives the reports, or name one."), _hub))
    scrub = command("scrub", _("Print each line of the standard input with what is personal masked."), _scrub)
    scrub.add_argument("--json", action="store_true", help=_("answer as JSON"))


def _add_hub(hub: argparse.ArgumentParser) -> None:
    hub.add_argument("url", nargs="?", default="")
    how = hub.add_mutually_exclusive_group()
    how.add_argument("--code", help=_("the code of enrolment of this desk"))
    how.add_argument("--key", help=_("the key of the hub, where this computer is no desk"))
    how.add_argument(
        "--open311",
        metavar="SERVICE_CODE",
        help=_("the address is the one of an Open311 server (GeoReport v2)"),
    )
    how.add_argument("--forget", action="store_true", help=_("know no hub any more; the reports stay"))
    hub.add_argument("--jurisdiction", default="", help=_("the jurisdiction_id of an Open311 server"))
    hub.add_argument("--api-key", default="", help=_("the api_key of an Open311 server"))


@contextmanager
def _program(where: Paths) -> Iterator[App]:
    from dematassist import app as composition
    from dematassist.ui.problems import problem

    app = composition.build(where)
    try:
        _opened = app.outbox, app.exchange
        for notice in app.notices:
            print(problem(notice), file=sys.stderr)
        yield app
    finally:
        app.close()


def _found(app: App, start: str) -> Entry:
    """Return the report whose id begins so. Raises ``UserError(REPORT_UNKNOWN)`` when none or several do."""
    found = [entry for entry in app.all_reports.entries() if entry.id.startswith(start.lower())]
    if len(found) != 1 or len(start) < _LEAST_OF_AN_ID:
        raise UserError(Cause.REPORT_UNKNOWN, id=start)
    return found[0]


def _write(given: argparse.Namespace, where: Paths, lang: str) -> int:
    from dematassist.reports.draft import origin
    from dematassist.reports.model import Details
    from dematassist.wire import Intent

    with _program(where) as app:
        guide = _guide(app, given.guide, lang) if given.guide else None
        step = None
        if guide is not None and given.step is not None:
            if not 1 <= given.step <= len(guide.steps):
                raise UserError(Cause.STEP_UNKNOWN, id=str(given.step), steps=f"1–{len(guide.steps)}")
            step = guide.steps[given.step - 1]
        kind = Kind(given.kind)
        report_id, _changes = app.all_reports.write_report(origin(guide, step), Intent.SERVICE, kind)
        if given.text:
            app.all_reports.add_to_report(report_id, Details(kind=kind, text=given.text))
        print(report_id)
    print(_("It is a draft. To see it, then send it: dematassist report send {id}").format(id=report_id[:8]))
    return DONE


def _list(given: argparse.Namespace, where: Paths, lang: str) -> int:
    from dematassist.reports.exports import as_json
    from dematassist.ui.pages.my_reports.view import connection_line, counts_lines, in_order, report_view

    with _program(where) as app:
        entries = in_order(app.all_reports.entries())
        if given.json:
            sys.stdout.write(as_json(entries).decode())
            return DONE
        now = app.clock.now()
        for number, entry in enumerate(entries, 1):
            view = report_view(number, entry, _subject(app, entry, lang), now)
            print(entry.id, view.title, *view.lines, sep="\n    ")
        if not entries:
            print(_("No report was written on this computer."))
        closing = (*counts_lines(app.all_reports.counts(), now), connection_line(entries), _receiver(app))
        print(*filter(None, closing), sep="\n")
    return DONE


def _subject(app: App, entry: Entry, lang: str) -> str:
    from dematassist.reports.wording import subject

    return subject(entry.report, *_place(app, entry, lang))


def _guide(app: App, guide_id: str, lang: str) -> Guide:
    from dematassist.guides.official.kept import sheet_id_of

    return app.guide(guide_id) if sheet_id_of(guide_id) else app.library.guide(guide_id, lang)


def _place(app: App, entry: Entry, lang: str) -> tuple[Guide | None, Step | None]:
    """Return the guide and the step of a report, where this library still has them."""
    try:
        guide = _guide(app, entry.report.guide_id, lang) if entry.report.guide_id else None
    except UserError:
        guide = None
    steps = {step.id: step for step in guide.steps} if guide else {}
    return guide, steps.get(entry.report.step_id)


def _receiver(app: App) -> str:
    from dematassist.reports.wording import receiver_name
    from dematassist.ui.pages.my_reports.view import receiver_line

    return receiver_line(receiver_name(app.exchange.hub))


def _show(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    with _program(where) as app:
        review, _changes = app.all_reports.review_report(_found(app, given.id).id)
    sys.stdout.buffer.write(review.body + b"\n")
    sys.stdout.flush()
    return DONE


def _send(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    with _program(where) as app:
        if given.id and not _is_approved(app, _found(app, given.id), is_asked=not given.yes):
            print(_("Nothing was sent."))
            return FAILED
        return _told(app, app.exchange.round(is_asked=True))


def _is_approved(app: App, entry: Entry, *, is_asked: bool) -> bool:
    """Show the very bytes that would leave and ask; return whether the report waits to leave."""
    from dematassist.reports.model import Draft, ToCorrect, ToReview

    if not isinstance(entry.state, Draft | ToReview | ToCorrect):
        return True
    review, _changes = app.all_reports.review_report(entry.id)
    print(_("This is exactly what leaves:"), review.body.decode(), sep="\n")
    if is_asked:
        # Translators: a question in the terminal; the answer yes is « o » in French, « y » in English.
        print(_("Send it? [y/N]"), end=" ", flush=True)
        if sys.stdin.readline().strip().lower()[:1] not in ("y", "o"):
            return False
    app.all_reports.send_later(entry.id, review.digest)
    return True


def _told(app: App, done: Round) -> int:
    """Say what a round did."""
    from dematassist.reports.membership import NoHub
    from dematassist.ui.pages.my_reports.view import connection_line, counts_lines, refusal_line
    from dematassist.ui.problems import problem

    if isinstance(app.exchange.hub, NoHub):
        print(problem(UserError(Cause.HUB_NONE)), file=sys.stderr)
        return FAILED
    print(
        ngettext("{n} report sent and received.", "{n} reports sent and received.", done.sent).format(
            n=done.sent
        )
    )
    if done.is_elsewhere:
        print(_("The open window is sending already. It goes on by itself."))
    if done.refusal:
        print(refusal_line(done.refusal), file=sys.stderr)
    for line in counts_lines(app.all_reports.counts(), app.clock.now()):
        print(line)
    if done.trouble:
        print(connection_line(app.all_reports.entries()), file=sys.stderr)
    return FAILED if done.trouble or done.refused or done.refusal else DONE


def _withdraw(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    with _program(where) as app:
        app.all_reports.withdraw_report(_found(app, given.id).id)
    print(_("Taken back."))
    return DONE


def _export(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.reports.exports import as_csv, as_json
    from dematassist.system.files import write_atomically

    with _program(where) as app:
        entries = app.all_reports.entries()
        raw = as_csv(entries) if given.file.suffix.lower() == ".csv" else as_json(entries)
        write_atomically(given.file, raw)
    print(_("Written: {path}").format(path=given.file))
    return DONE


def _carry(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist import i18n
    from dematassist.reports.wording import email_words
    from dematassist.ui.pages.my_reports.view import carried_line

    with _program(where) as app:
        if not given.email:
            count, _changes = app.all_reports.carry(given.file, app.exchange.hub)
            print(carried_line(count, str(given.file)))
            return DONE
        entry = _found(app, given.email)
        # French services read it.
        with i18n.speaking("fr"):
            subject, text = email_words(entry.report, *_place(app, entry, "fr"))
        app.all_reports.write_email(entry.id, given.file, to=given.to, subject=subject, text=text)
    print(_("Written: {path}").format(path=given.file))
    return DONE


def _feed(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    import msgspec

    from dematassist.reports.feed import read_feed_file
    from dematassist.reports.wording import incident_lines

    with _program(where) as app:
        if given.file is not None:
            app.exchange.take_feed(read_feed_file(given.file))
        else:
            done = app.exchange.round()
            if done.trouble or done.refusal:
                _told(app, done)
        feed = app.exchange.published
    incidents = feed.incidents if feed else ()
    if given.json:
        print(json.dumps(msgspec.to_builtins(incidents), ensure_ascii=False, indent=2))
        return DONE
    for incident in incidents:
        place = " / ".join(filter(None, (incident.service_id, incident.guide_id, incident.step_id)))
        print(place, *incident_lines(incident), sep="\n    ")
    if not incidents:
        print(_("No known problem."))
    return DONE


def _hub(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    with _program(where) as app:
        exchange = app.exchange
        if given.forget:
            exchange.leave()
        elif given.code is not None:
            exchange.enrol(given.url, given.code)
        elif given.key is not None:
            exchange.know(given.url, given.key)
        elif given.open311 is not None:
            exchange.use_open311(
                given.url, given.open311, jurisdiction_id=given.jurisdiction, api_key=given.api_key
            )
        elif given.url:
            raise UserError(Cause.HUB_CODE)
        print(_receiver(app))
    return DONE


def _scrub(given: argparse.Namespace, _where: Paths, _lang: str) -> int:
    from dematassist.reports.scrubber import scrub

    # Read as bytes: only a line feed ends a line, and bytes that are not UTF-8 stop nothing.
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").removesuffix("\n").removesuffix("\r")
        scrubbed = scrub(line)
        if given.json:
            found = [{"kind": kind.value, "start": start, "end": end} for kind, start, end in scrubbed.found]
            print(json.dumps({"text": scrubbed.text, "found": found}, ensure_ascii=False), flush=True)
        else:
            print(scrubbed.text, flush=True)
    return DONE
