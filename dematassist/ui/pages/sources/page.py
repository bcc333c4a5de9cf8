"""The widgets of the sources of a guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.sources.view import sources_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell


class SourcesPage(Page):
    """Sources, what must be checked, what is not known."""

    def __init__(self, shell: Shell, route: routes.Sources) -> None:
        guide = shell.app.guide(route.guide_id)
        view = sources_view(guide, shell.app.clock.today())
        super().__init__(shell, view.title, place=guide.title, context=Context(guide_id=guide.id))
        self.prose(_("When"), view.when)
        self.titled(_("Official sources"), view.official)
        self.titled(_("Other sources"), view.others)
        self.titled(_("To be checked"), view.to_check)
        self.titled(_("What we do not know"), view.unknown)
        if view.official_url:
            self.row(
                Button(
                    _("Open the official sheet"),
                    lambda: shell.open_link(view.official_url),
                    pictogram=Pictogram.OPEN,
                )
            )
            self.line(view.official_url, is_quiet=True)
