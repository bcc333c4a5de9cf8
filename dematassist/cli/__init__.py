"""The door of the program: its window, and the same things without a window.

Begin with ``main``. ``door`` opens the window and words what goes wrong; ``commands`` describes and does
every other command. Answers go to standard output, problems to standard error in plain words with what to
do. Exit status: 0 done, 1 it could not be done, 2 wrong use.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or open the window when none is named; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in ([], ["gui"]):
        return main_gui()
    from dematassist.cli import door

    return door.run_command(given)


def main_gui() -> int:
    """Open the window; return the exit status."""
    from dematassist.system.folders import data_folder
    from dematassist.system.kept_code import KeptCode

    start = KeptCode(data_folder() + "/start.code")
    start.begin()
    # From here on, modules come from one file.
    from dematassist.cli import door

    return door.run_window(start)
