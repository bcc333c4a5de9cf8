"""``dematassist report``: what a report would hold."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from dematassist.cli.door import DONE
from dematassist.i18n import _

if TYPE_CHECKING:
    import argparse

    from dematassist.system.paths import Paths


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the commands of reports."""
    report = commands.add_parser("report", help=_("Take personal data out of a text."))
    ours = report.add_subparsers(metavar=_("COMMAND"), required=True)
    scrub = ours.add_parser(
        "scrub", help=_("Print each line of the standard input with what is personal masked.")
    )
    scrub.add_argument("--json", action="store_true", help=_("answer as JSON"))
    scrub.set_defaults(run=_scrub)


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
