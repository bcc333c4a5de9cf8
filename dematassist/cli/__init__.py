"""The door of the program: its window, and the same things without a window.

Begin with ``main``. Opening the window goes straight to ``open_window``; every other command is described
and done in ``commands``. Answers go to standard output, problems to standard error in plain words with what
to do. Exit status: 0 done, 1 it could not be done, 2 wrong use.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from dematassist import i18n
from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.system.paths import Paths, paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.system.single_instance import FirstInstance

DONE, FAILED, WRONG_USE = 0, 1, 2

_WRONG_USES = {Cause.GUIDE_UNKNOWN, Cause.STEP_UNKNOWN, Cause.ANSWER_UNKNOWN}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    where = paths()
    lang = _language(where)
    i18n.use(lang, where.translations)
    try:
        if given == ["gui"]:
            return gui(where)
        # The window needs no parser: it opens 10 ms sooner without.
        from dematassist.cli.commands import run

        return run(given, where, lang)
    except UserError as error:
        from dematassist.ui.problems import problem

        said = problem(error)
        print(said.what, said.to_do, sep="\n", file=sys.stderr)
        return WRONG_USE if error.cause in _WRONG_USES else FAILED
    except BrokenPipeError:
        # The reader of our output went away (« | head »): not our business.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def main_gui() -> int:
    """Open the window, for a shortcut on the desktop."""
    return main(["gui"])


def gui(where: Paths) -> int:
    """Open the window, or raise the one that is open already; return the exit status."""
    from dematassist.system.single_instance import claim

    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        raise UserError(Cause.NO_DISPLAY)
    first = claim(where.data)
    if first is None:
        print(_("The program is already open: its window comes to the front."))
        return DONE
    return open_window(where, first)


def open_window(where: Paths, first: FirstInstance) -> int:
    """Build the program and open its window; return the exit status."""
    from dematassist import app as composition

    built = composition.build(where)
    # After all that needs no Qt: an import is slower once Qt is there.
    from dematassist.ui.quick_imports import load_qt

    load_qt(where.data / "qt.code")
    from dematassist.ui.application import run

    return run(built, first)


def _language(where: Paths) -> str:
    """Return the language the person chose in the window, else the system's."""
    try:
        chosen = json.loads(where.settings.read_bytes()).get("lang")
    except (OSError, ValueError, AttributeError):
        chosen = ""
    return chosen if chosen in i18n.LANGUAGES else i18n.system_language()
