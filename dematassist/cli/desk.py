"""``dematassist desk``: what a mediator counts, as a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dematassist.cli.door import DONE
from dematassist.i18n import _

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
