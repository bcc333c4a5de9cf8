"""The widgets of the page of a theme."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Page
from dematassist.ui.pages.theme_guides.view import theme_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell


class ThemeGuidesPage(Page):
    """The guides of a theme."""

    def __init__(self, shell: Shell, route: routes.ThemeGuides) -> None:
        view = theme_view(route.theme, shell.app.library.guides(shell.app.lang))
        super().__init__(shell, view.title)
        for guide in view.guides:
            self.add(
                Button(
                    guide.title,
                    partial(shell.go, routes.Before(guide.id)),
                    weight=Weight.CARD,
                    pictogram=Pictogram.LIST,
                    detail=guide.summary,
                )
            )
        self.line(_("Your need is not here? Search with your own words, or talk to someone."), is_quiet=True)
