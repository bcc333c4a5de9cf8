"""The end of a session at a shared computer, from any page: all is forgotten, the copied text too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QClipboard, QGuiApplication

from dematassist.ui import routes
from dematassist.ui.pages.desk_end.view import wiped_line

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell


def end_session(shell: Shell) -> None:
    """Forget the person, begin again, and say what was forgotten."""
    said = wiped_line(shell.app.end_desk_session())
    clipboard = QGuiApplication.clipboard()
    # What one person copied must not be pasted by the next one.
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
    shell.delete_old_copies()
    shell.start_over(routes.DeskStart())
    shell.tell(said)
