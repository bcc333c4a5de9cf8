"""The widgets of « Ça ne marche pas »."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.reports.draft import origin
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.blocked.parts import add_incidents, add_other_ways
from dematassist.ui.pages.blocked.view import blocked_view, mine_line
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.columns import columns
from dematassist.wire import Intent, Kind

if TYPE_CHECKING:
    from dematassist.ui.pages.blocked.view import ChoiceView
    from dematassist.ui.shell import Shell

KIND_PICTOGRAMS = {
    Kind.PAGE_DOWN: Pictogram.PAGE_DOWN,
    Kind.ERROR_MESSAGE: Pictogram.ERROR_MESSAGE,
    Kind.DOCUMENT_REFUSED: Pictogram.REFUSED,
    Kind.ACCOUNT_OR_CODE: Pictogram.KEY,
    Kind.NO_ANSWER: Pictogram.NO_ANSWER,
    Kind.INCOMPREHENSIBLE: Pictogram.UNCLEAR,
    Kind.INACCESSIBLE: Pictogram.NO_ACCESS,
    Kind.OTHER: Pictogram.MORE,
}


class BlockedPage(Page):
    """One click on what happens records it; below, another way for the step the person is at."""

    def __init__(self, shell: Shell, route: routes.Blocked) -> None:
        app = shell.app
        guide = app.guide(route.guide_id, route.journey_id) if route.guide_id else None
        answers = app.journeys.walk(route.journey_id, app.lang).journey.answers if route.journey_id else {}
        step = guide.step_if_there(route.step_id) if guide else None
        self._origin = origin(guide, step)
        incidents = app.exchange.incidents(self._origin)
        view = blocked_view(guide, step, answers, incidents, app.clock.today())
        context = Context(route.guide_id, route.journey_id, route.step_id)
        super().__init__(shell, view.title, place=guide.title if guide else "", context=context)
        self.prose(_("First"), view.reassurance)
        add_incidents(self, view.incidents)
        self.section(_("The service does not work"))
        self.body.addLayout(columns(list(map(self._choice, view.service_fails))))
        if view.guide_is_wrong:
            self.section(_("This guide is wrong"))
            self.body.addLayout(columns(list(map(self._choice, view.guide_is_wrong))))
        self.section(_("I need an answer for my case"))
        self.prose(_("I need an answer for my case"), view.my_case)
        self.row(
            Button(
                _("See who can help me"),
                lambda: shell.go(routes.Help(*context)),
                pictogram=Pictogram.PERSON_HELP,
            ),
            Button(_("Back to where I was"), shell.back, pictogram=Pictogram.BACK),
        )
        add_other_ways(self, view.others)
        self.titled(_("Keep a proof"), view.others.keep_proof)
        self.section(_("My reports"))
        if mine := mine_line(app.reports.counts(), app.clock.now()):
            self.line(mine)
        self.row(
            Button(_("See my reports"), lambda: shell.go(routes.MyReports()), pictogram=Pictogram.REPORT)
        )

    def _choice(self, choice: ChoiceView) -> Button:
        pictogram = Pictogram.BOOK if choice.intent is Intent.GUIDE else KIND_PICTOGRAMS[choice.kind]
        return Button(
            choice.title,
            partial(self._record, choice),
            weight=Weight.CARD,
            pictogram=pictogram,
            detail=choice.detail,
        )

    def _record(self, choice: ChoiceView) -> None:
        try:
            report_id, changes = self.shell.app.reports.write_report(self._origin, choice.intent, choice.kind)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.publish(changes)
        # In the place of this page: coming back here by « back » would look like a second report.
        self.shell.replace(routes.Noted(report_id, self.context.journey_id))
