"""The widgets of « C’est noté »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.reports.draft import origin
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.blocked.parts import add_incidents, add_other_ways, place_of
from dematassist.ui.pages.noted.view import noted_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell


class NotedPage(Page):
    """What can be done with the report, then what helps now."""

    def __init__(self, shell: Shell, route: routes.Noted) -> None:
        app = shell.app
        entry = app.reports.entry(route.report_id)
        guide, step = place_of(app, entry.report)
        answers = app.journeys.walk(route.journey_id, app.lang).journey.answers if route.journey_id else {}
        incidents = app.exchange.incidents(origin(guide, step)) if guide else ()
        view = noted_view(entry, guide, step, answers, incidents, app.clock.today())
        context = Context(entry.report.guide_id if guide else "", route.journey_id, step.id if step else "")
        super().__init__(shell, view.title, place=guide.title if guide else "", context=context)
        self._route, self._guide_id = route, context.guide_id
        self.prose(view.title, view.noted)
        self._add_actions(has_proof=view.has_proof)
        add_incidents(self, view.incidents)
        add_other_ways(self, view.others)
        if view.say:
            self.section(_("What to say on the phone"))
            self.pictured(_("Say"), Pictogram.PHONE)
            self.prose(_("Say"), view.say, is_list=True)
            self.pictured(_("Have ready"), Pictogram.LIST)
            self.prose(_("Have ready"), view.have_ready, is_list=True)
        if view.has_proof:
            self.titled(_("Keep a proof"), view.others.keep_proof)
        self.row(
            Button(
                _("See who can help me"),
                lambda: shell.go(routes.Help(*context)),
                pictogram=Pictogram.PERSON_HELP,
            )
        )

    def _add_actions(self, *, has_proof: bool) -> None:
        go, report_id = self.shell.go, self._route.report_id
        actions = [
            Button(
                _("See what would leave, and send it"),
                lambda: go(routes.ReportPreview(report_id)),
                weight=Weight.MAIN,
                pictogram=Pictogram.EYE,
            ),
            Button(
                _("Say more (not compulsory)"),
                lambda: go(routes.ReportDetails(report_id)),
                pictogram=Pictogram.NOTE,
            ),
        ]
        if has_proof:
            proof = routes.Sheet(routes.SheetKind.PROOF, self._guide_id, self._route.journey_id, report_id)
            actions.append(
                Button(_("Print a proof that I tried"), lambda: go(proof), pictogram=Pictogram.PRINT)
            )
        if self._route.journey_id:
            walk = routes.Walk(self._route.journey_id)
            actions.append(Button(_("Back to my step"), lambda: go(walk), pictogram=Pictogram.BACK))
        else:
            actions.append(Button(_("Back to where I was"), self.shell.back, pictogram=Pictogram.BACK))
        self.row(*actions)
