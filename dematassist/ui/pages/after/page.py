"""The widgets of what comes once the steps are done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.system.files import write_atomically
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.after.view import after_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell


class AfterPage(Page):
    """What happens next, when to worry, what silence means, how to appeal, dates to remember."""

    def __init__(self, shell: Shell, route: routes.After) -> None:
        self._walk = shell.app.journeys.walk(route.journey_id, shell.app.lang)
        journey, guide = self._walk.journey, self._walk.guide
        view = after_view(self._walk, shell.app.clock.today())
        super().__init__(shell, view.title, place=guide.title, context=Context(guide.id, journey.id))
        self.row(
            Button(
                _("Print what was done"),
                lambda: shell.go(routes.Sheet(routes.SheetKind.RESULT, guide.id, journey.id)),
                weight=Weight.MAIN,
                pictogram=Pictogram.PRINT,
            ),
            Button(
                _("See all I have done"),
                lambda: shell.go(routes.Recap(journey.id)),
                pictogram=Pictogram.LIST,
            ),
            Button(_("Previous"), self._go_before, pictogram=Pictogram.BACK),
        )
        self.titled(_("What happens next"), view.next)
        self.titled(_("When to worry"), view.worry)
        self.titled(_("If nobody answers"), view.silence)
        self.titled(_("If you do not agree"), view.appeal)
        self.titled(_("Dates to remember"), view.dates)
        if view.has_dates:
            self.row(
                Button(_("Save these dates for my calendar"), self._save_dates, pictogram=Pictogram.CALENDAR)
            )
        self.line(view.checked, is_quiet=True)

    def _go_before(self) -> None:
        from dematassist.journeys.model import AtEnd, preceding

        journey, guide = self._walk.journey, self._walk.guide
        position = preceding(guide, journey.answers, AtEnd())
        if position is not None:
            self.shell.publish(self.shell.app.journeys.move(journey.id, position))
        self.shell.go(routes.Walk(journey.id))

    def _save_dates(self) -> None:
        from dematassist.journeys.calendar import dated_reminders, ics

        journey, guide = self._walk.journey, self._walk.guide
        target = choose_where_to_save(
            self, _("Save these dates for my calendar"), f"{guide.id}.ics", _("Calendar (*.ics)")
        )
        if not target:
            return
        reminders = dated_reminders(guide, journey.notes, journey.finished_on, journey.answers)
        try:
            write_atomically(Path(target), ics(reminders.dated, self.shell.app.clock.now(), journey.id))
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.tell(
            _("Saved: {path}. Open this file to put the dates in your calendar.").format(path=target)
        )
