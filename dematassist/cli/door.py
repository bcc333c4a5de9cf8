"""What every command has around it: the language, the words of what goes wrong, the exit status."""

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
    from collections.abc import Callable, Sequence

    from dematassist.system.kept_code import KeptCode
    from dematassist.system.single_instance import FirstInstance

DONE, FAILED, WRONG_USE = 0, 1, 2

_WRONG_USES = {
    *(Cause.PAPER_UNKNOWN, Cause.GUIDE_UNKNOWN, Cause.STEP_UNKNOWN, Cause.ANSWER_UNKNOWN),
    *(Cause.COPY_NAME, Cause.COPY_OVER_ORIGINAL, Cause.MARK_TOO_LONG, Cause.MARK_UNDRAWABLE),
}


def run_command(arguments: Sequence[str]) -> int:
    """Run a command without a window; return its exit status."""
    where = paths()
    lang = _language(where)
    i18n.use(lang, where.translations)

    def command() -> int:
        from dematassist.cli import commands

        return commands.run(arguments, where, lang)

    return _told(command)


def run_window(start: KeptCode | None = None) -> int:
    """Open the window, or raise the one that is open already; return the exit status."""
    where = paths()
    return _told(lambda: gui(where, start))


def gui(where: Paths, start: KeptCode | None = None) -> int:
    """Open the window, or raise the one that is open already. Raises ``UserError``."""
    from dematassist.system.single_instance import claim

    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        i18n.use(_language(where), where.translations)
        raise UserError(Cause.NO_DISPLAY)
    first = claim(where.data)
    if first is None:
        i18n.use(_language(where), where.translations)
        print(_("The program is already open: its window comes to the front."))
        return DONE
    return open_window(where, first, start)


def open_window(where: Paths, first: FirstInstance, start: KeptCode | None = None) -> int:
    """Build the program and open its window; return the exit status."""
    from dematassist import app as composition

    built = composition.build(where)
    # After all that needs no Qt: an import is slower once Qt is there.
    from dematassist.ui.quick_imports import load_qt

    load_qt(where.data / "qt.code")
    from dematassist.ui.application import run

    return run(built, first, start)


def _told(do: Callable[[], int]) -> int:
    """Do it; say in words what the person can act on."""
    try:
        return do()
    except UserError as error:
        from dematassist.ui.problems import problem

        said = problem(error)
        print(said.what, said.to_do, sep="\n", file=sys.stderr)
        return WRONG_USE if error.cause in _WRONG_USES else FAILED
    except BrokenPipeError:
        # The reader of our output went away (« | head »): not our business.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _language(where: Paths) -> str:
    """Return the language the person chose in the window, else the system's."""
    try:
        chosen = json.loads(where.settings.read_bytes()).get("lang")
    except (OSError, ValueError, AttributeError):
        chosen = ""
    return chosen if chosen in i18n.LANGUAGES else i18n.system_language()
