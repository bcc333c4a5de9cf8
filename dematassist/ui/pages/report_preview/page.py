"""The widgets of what would leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.reports.wording import receiver_name
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.blocked.parts import place_of
from dematassist.ui.pages.report_preview.view import preview_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.changes import Changes
    from dematassist.ui.shell import Shell


class ReportPreviewPage(Page):
    """The report in words, to the letter, and two buttons."""

    def __init__(self, shell: Shell, route: routes.ReportPreview) -> None:
        reports = shell.app.reports
        self._review, changes = reports.review_report(route.report_id)
        entry = reports.entry(route.report_id)
        guide, step = place_of(shell.app, entry.report)
        view = preview_view(
            self._review.body, entry.state, guide, step, receiver_name(shell.app.exchange.hub)
        )
        context = Context(entry.report.guide_id if guide else "", "", step.id if step else "")
        super().__init__(shell, view.title, context=context)
        self._report_id = route.report_id
        self.prose(view.title, view.intro)
        self.section(_("In words"))
        self.prose(_("In words"), view.said, is_list=True)
        actions = []
        if view.may.send:
            actions.append(Button(_("Send later"), self._send, weight=Weight.MAIN, pictogram=Pictogram.POST))
        if view.may.change:
            actions.append(
                Button(
                    _("Change or say more"),
                    lambda: shell.go(routes.ReportDetails(route.report_id)),
                    pictogram=Pictogram.NOTE,
                )
            )
        if view.may.withdraw:
            actions.append(Button(_("Take back"), self._withdraw, pictogram=Pictogram.DELETE))
        actions.append(
            Button(_("See my reports"), lambda: shell.go(routes.MyReports()), pictogram=Pictogram.REPORT)
        )
        self.row(*actions)
        self.section(_("To the letter"))
        self.line(_("For who wants to check: the very characters of the file."), is_quiet=True)
        self.prose(_("To the letter"), (view.exact,))
        shell.publish(changes)

    def _send(self) -> None:
        said = _("You said yes. It leaves as soon as it can.")
        self._do(lambda: self.shell.app.reports.send_later(self._report_id, self._review.digest), said)
        self.shell.deliver_reports()

    def _withdraw(self) -> None:
        self._do(lambda: self.shell.app.reports.withdraw_report(self._report_id), _("It is taken back."))

    def _do(self, verb: Callable[[], Changes], said: str) -> None:
        try:
            changes = verb()
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.replace(routes.MyReports())
        self.shell.publish(changes)
        self.shell.tell(said)
