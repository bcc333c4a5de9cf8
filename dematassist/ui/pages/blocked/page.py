"""The widgets of « Ça ne marche pas »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.before.page import CHANNEL_PICTOGRAMS
from dematassist.ui.pages.blocked.view import blocked_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell


class BlockedPage(Page):
    """Another way for the step the person is at."""

    def __init__(self, shell: Shell, route: routes.Blocked) -> None:
        app = shell.app
        guide = app.guide(route.guide_id, route.journey_id) if route.guide_id else None
        answers = app.journeys.walk(route.journey_id, app.lang).journey.answers if route.journey_id else {}
        step = guide.step(route.step_id) if guide and route.step_id else None
        view = blocked_view(guide, step, answers, app.clock.today())
        context = Context(route.guide_id, route.journey_id, route.step_id)
        super().__init__(shell, view.title, place=guide.title if guide else "", context=context)
        self.prose(_("First"), view.reassurance)
        self.titled(_("Do this instead"), view.plan_b)
        self.titled(_("Known difficulties of this step"), view.pitfalls)
        self.row(
            Button(
                _("See who can help me"),
                lambda: shell.go(routes.Help(*context)),
                weight=Weight.MAIN,
                pictogram=Pictogram.PERSON_HELP,
            ),
            Button(_("Back to where I was"), shell.back, pictogram=Pictogram.BACK),
        )
        if view.other_ways:
            self.section(_("Ways without the internet"))
            for way in view.other_ways:
                self.pictured(way.title, CHANNEL_PICTOGRAMS[way.kind])
                self.prose(way.title, way.lines, is_list=len(way.lines) > 1)
        self.titled(_("Keep a proof"), view.keep_proof)
