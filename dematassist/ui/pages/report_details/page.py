"""The widgets of the page of details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.reports.model import details_of
from dematassist.reports.wording import subject
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.blocked.parts import place_of
from dematassist.ui.pages.report_details.questions import Questions
from dematassist.ui.pages.report_details.story import Story
from dematassist.ui.problems import problem
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell


class ReportDetailsPage(Page):
    """Everything is optional, and kept when the page goes."""

    def __init__(self, shell: Shell, route: routes.ReportDetails) -> None:
        entry = shell.app.reports.entry(route.report_id)
        guide, step = place_of(shell.app, entry.report)
        context = Context(guide.id if guide else "", "", step.id if step else "")
        super().__init__(shell, _("Say more"), place=guide.title if guide else "", context=context)
        self._report_id = route.report_id
        details = details_of(entry.report)
        self.prose(
            _("Say more"),
            (
                subject(entry.report, guide, step),
                _("Nothing here is compulsory. Say only what you want."),
                _("Write no name and no number of yours. They would be masked."),
            ),
        )
        self._story = Story(
            self,
            _("What happened, in your words"),
            _("For example: the page stays white after I send my form."),
            details.text,
        )
        self._trouble = Beside(self._story.area)
        self.add(self._trouble)
        is_only_online = bool(guide and guide.no_other_way)
        today = shell.app.clock.today()
        self._questions = Questions(self, details, today, is_only_online=is_only_online)
        self._is_kept = False
        self.row(
            Button(
                _("See what would leave, and send it"),
                self._go_on,
                weight=Weight.MAIN,
                pictogram=Pictogram.EYE,
            ),
            Button(_("Keep, and come back later"), self._keep_for_later, pictogram=Pictogram.SAVE),
        )

    def leave(self) -> None:
        """Keep what is said. A report that left meanwhile is not changed any more."""
        if self._is_kept:
            return
        try:
            self._keep()
        except UserError as error:
            if error.cause is not Cause.REPORT_LEFT:
                self.shell.tell_problem(error)

    def _keep(self) -> None:
        details = self._questions.details(self._story.text)
        self._report_id, changes = self.shell.app.reports.add_to_report(self._report_id, details)
        self.shell.publish(changes)

    def _keep_or_say(self) -> bool:
        """Keep what is said; return whether nothing has to be written again."""
        self._trouble.clear()
        if self._questions.say_what_is_wrong():
            return False
        try:
            self._keep()
        except UserError as error:
            self._trouble.say(str(problem(error)))
            return False
        self._is_kept = True
        return True

    def _go_on(self) -> None:
        if self._keep_or_say():
            self.shell.replace(routes.ReportPreview(self._report_id))

    def _keep_for_later(self) -> None:
        if self._keep_or_say():
            self.shell.replace(routes.MyReports())
            self.shell.tell(_("It is kept. Nothing has left."))
