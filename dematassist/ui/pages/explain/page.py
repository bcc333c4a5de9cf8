"""The widgets of the explanation of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui.page import Page
from dematassist.ui.pages.explain.view import explain_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell


class ExplainPage(Page):
    """What the page before this one is for."""

    def __init__(self, shell: Shell, route: routes.Explain) -> None:
        view = explain_view(route.about)
        super().__init__(shell, view.title)
        self.prose(view.title, view.purpose)
        self.row(Button(_("Back to where I was"), shell.back, weight=Weight.MAIN, pictogram=Pictogram.BACK))
        self.titled(_("Keys that work everywhere"), view.keys)
