"""``dematassist desk``: what a mediator counts, as a table; the paper mandates of this desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dematassist.cli.door import DONE, FAILED
from dematassist.i18n import _
from dematassist.system.clock import SystemClock

if TYPE_CHECKING:
    import argparse

    from dematassist.system.paths import Paths


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the commands of a desk."""
    desk = commands.add_parser("desk", help=_("Read what was counted at this desk."))
    ours = desk.add_subparsers(metavar=_("COMMAND"), required=True)
    text = _(
        "Print the records of this desk as a CSV table, with the field names of La Coop de la médiation "
        "numérique. They hold no name."
    )
    activities = ours.add_parser("activities", help=text, description=text)
    activities.add_argument(
        *("-o", "--output"), type=Path, metavar="OUT", help=_("write to this file instead of the screen")
    )
    activities.set_defaults(run=_activities)
    mandate = ours.add_parser("mandate", help=_("Check the paper mandates of this desk, or end one."))
    theirs = mandate.add_subparsers(metavar=_("COMMAND"), required=True)
    text = _("Say whether a PDF file is exactly a mandate that was printed here, and whether it holds today.")
    verify = theirs.add_parser("verify", help=text, description=text)
    verify.add_argument("file", type=Path, metavar="FILE", help=_("the PDF file"))
    verify.set_defaults(run=_verify)
    text = _("List the mandates that were printed here. They hold no name.")
    listing = theirs.add_parser("list", help=text, description=text)
    listing.set_defaults(run=_list)
    text = _("End a mandate before its last day, when its person asks for it. It cannot be undone.")
    ending = theirs.add_parser("end", help=text, description=text)
    ending.add_argument("number", metavar="NUMBER", help=_("the number at the top of the sheet"))
    ending.set_defaults(run=_end)


def _activities(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.desk.activity import activities, table
    from dematassist.system.files import write_atomically

    written = table(activities(where.activities))
    if given.output:
        write_atomically(given.output, written.encode())
    else:
        # The lines of a CSV end as RFC 4180 says, on every system.
        sys.stdout.buffer.write(written.encode())
    return DONE


def _verify(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.desk.mandate_book import MandateBook, Match, Standing, read_pdf
    from dematassist.ui.pages.mandates.view import checked_lines

    today = SystemClock().today()
    checked = MandateBook(where.mandates).check(read_pdf(given.file))
    for line in checked_lines(checked, today):
        print(line)
    if checked.match is not Match.EXACT or checked.known is None:
        return FAILED
    return DONE if checked.known.standing(today) is Standing.RUNNING else FAILED


def _list(_given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.desk.mandate_book import MandateBook
    from dematassist.ui.pages.mandates.view import mandate_view

    today = SystemClock().today()
    for known in MandateBook(where.mandates).mandates():
        view = mandate_view(known, today)
        print(view.title, *view.lines, sep="  ")
    return DONE


def _end(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.desk.mandate_book import MandateBook
    from dematassist.desk.mandate_folders import MandateFolders

    MandateBook(where.mandates).end(given.number, SystemClock().today())
    MandateFolders(where.mandate_folders).delete(given.number.strip())
    print(_("Ended: {number}").format(number=given.number.strip()))
    return DONE
