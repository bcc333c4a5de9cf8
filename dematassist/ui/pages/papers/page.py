"""The widgets of the papers of a guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.papers.view import papers_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell


class PapersPage(Page):
    """Each paper under its name."""

    def __init__(self, shell: Shell, route: routes.Papers) -> None:
        app = shell.app
        guide = app.guide(route.guide_id, route.journey_id)
        answers = app.journeys.walk(route.journey_id, app.lang).journey.answers if route.journey_id else {}
        kinds = {kind.id: kind for kind in app.library.papers(guide.lang)}
        context = Context(guide.id, route.journey_id)
        super().__init__(shell, _("Papers to prepare"), place=guide.title, context=context)
        for paper in papers_view(guide, answers, kinds, app.clock.today()):
            self.titled(paper.name, paper.lines)
        self.row(
            Button(
                _("Print the list of papers"),
                lambda: shell.go(routes.Sheet(routes.SheetKind.PREPARATION, guide.id, route.journey_id)),
                pictogram=Pictogram.PRINT,
            ),
            Button(
                _("Prepare a file to send"),
                lambda: shell.go(routes.SendFile(guide.id, route.journey_id)),
                pictogram=Pictogram.POST,
            ),
        )
