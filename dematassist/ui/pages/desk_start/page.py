"""The widgets of the beginning of a session at a shared computer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Page
from dematassist.ui.pages.desk_start.view import Way, ways
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui.routes import Route
    from dematassist.ui.shell import Shell

_LEADS: dict[Way, tuple[Route, Pictogram]] = {
    Way.GUEST: (routes.Home(), Pictogram.FORWARD),
    Way.STICK: (routes.Documents(), Pictogram.STICK),
    Way.MANDATE: (routes.Mandates(), Pictogram.DESK),
}


class DeskStartPage(Page):
    """Three ways to begin."""

    def __init__(self, shell: Shell, _route: routes.DeskStart) -> None:
        super().__init__(shell, _("Begin a session"))
        for view in ways():
            route, pictogram = _LEADS[view.way]
            self.add(
                Button(
                    view.title,
                    partial(shell.go, route),
                    weight=Weight.CARD,
                    pictogram=pictogram,
                    detail=view.detail,
                )
            )
