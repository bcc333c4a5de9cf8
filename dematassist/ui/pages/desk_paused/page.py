"""The widgets of the pause of a session at a shared computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.ui.page import Page
from dematassist.ui.pages.desk_end.ending import end_session
from dematassist.ui.pages.desk_paused.view import desk_paused_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell


class DeskPausedPage(Page):
    """Go on, or erase."""

    def __init__(self, shell: Shell, _route: routes.DeskPaused) -> None:
        view = desk_paused_view()
        super().__init__(shell, view.title)
        self.prose(view.title, view.lines)
        self.row(Button(view.same, shell.back, weight=Weight.MAIN, pictogram=Pictogram.RESUME))
        self.row(Button(view.other, lambda: end_session(shell), pictogram=Pictogram.DELETE))
