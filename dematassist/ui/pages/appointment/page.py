"""The widgets of an appointment."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from dematassist.appointments.model import set_in_hand
from dematassist.changes import Changed
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.appointment.together import Together
from dematassist.ui.pages.appointment.view import PaperRow, appointment_view
from dematassist.ui.pages.appointments.page import AppointmentsPage
from dematassist.ui.pages.appointments.view import appointment_name
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, CheckBox, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from dematassist.changes import Changes
    from dematassist.ui.pages.appointment.view import AppointmentView
    from dematassist.ui.shell import Shell

_SHOWN_AGAIN = {Changed.APPOINTMENTS, Changed.DOCUMENTS}


def make_appointment_page(shell: Shell, route: routes.Appointment) -> Page:
    """Make the page; that of the list when the appointment is not there any more."""
    if shell.app.appointments.has(route.appointment_id):
        return AppointmentPage(shell, route)
    return AppointmentsPage(shell, routes.Appointments())


class AppointmentPage(Page):
    """When and where, papers, what to get first, questions, difficulties, what to say."""

    def __init__(self, shell: Shell, route: routes.Appointment) -> None:
        self._id = route.appointment_id
        view = self._view_of(shell)
        name = appointment_name(shell.app.appointments.appointment(self._id))
        super().__init__(shell, view.title, place=name)
        self._add_ways(view)
        self.prose(_("When and where"), view.facts, is_list=True)
        if view.gone:
            self.prose(_("To be checked"), (view.gone,), is_warning=True)
        self.section(_("Papers to bring"))
        self._count = self.line(view.counted, is_bold=True)
        if view.papers or view.perhaps:
            self.line(_("Tick the papers that you have."), is_quiet=True)
        self._boxes: dict[str, tuple[CheckBox, Line]] = {}
        for paper in view.papers:
            self._add_paper(paper)
        if view.perhaps:
            self.section(_("Only in some cases"))
            for paper in view.perhaps:
                self._add_paper(paper)
        self._together = Together(self, self._id)
        self.section(_("To ask for first"))
        self._to_ask_for = self.prose(_("To ask for first"), view.to_ask_for)
        if view.questions:
            self.section(_("Questions to ask"))
            self.grouped(view.questions)
        if view.difficulties:
            self.section(_("Known difficulties"))
            self.grouped(view.difficulties)
        if view.scripts:
            self.section(_("What to say on the phone"))
        for script in view.scripts:
            self.add(
                Button(
                    script.title,
                    partial(shell.go, routes.Help(script.guide_id, script.journey_id)),
                    weight=Weight.CARD,
                    pictogram=Pictogram.PHONE,
                )
            )
        self.section(_("Delete this appointment"))
        self.row(Button(_("Delete this appointment"), self._forget, pictogram=Pictogram.DELETE))

    def refresh(self, changes: Changes) -> None:
        """Say again what is there and what is to be asked for."""
        if not _SHOWN_AGAIN & changes.kinds or self.is_gone:
            return
        try:
            view = self._view_of(self.shell)
        except UserError:
            # It was just forgotten: the page goes.
            return
        self._count.setText(view.counted)
        self._to_ask_for.show_lines(view.to_ask_for)
        for paper in (*view.papers, *view.perhaps):
            if paper.key in self._boxes:
                self._show(paper)

    def leave(self) -> None:
        """Stop reading papers that nobody waits for."""
        self._together.cancel()

    def _view_of(self, shell: Shell) -> AppointmentView:
        app = shell.app
        return appointment_view(app.prepared(self._id), app.lang, app.clock.today())

    def _add_ways(self, view: AppointmentView) -> None:
        go = self.shell.go
        sheet = routes.Sheet(routes.SheetKind.APPOINTMENT, "", appointment_id=self._id)
        ways = [
            Button(
                _("Print or save the sheet"),
                partial(go, sheet),
                weight=Weight.MAIN,
                pictogram=Pictogram.PRINT,
            ),
            Button(
                _("Change this appointment"),
                # In the place of this page: « back » then leads to the list, not here again.
                partial(self.shell.replace, routes.AppointmentForm(self._id)),
                pictogram=Pictogram.NOTE,
            ),
        ]
        if view.has_day:
            words = _("Save it for my calendar")
            ways.append(Button(words, self._save_event, pictogram=Pictogram.CALENDAR))
        self.row(*ways)

    def _add_paper(self, paper: PaperRow) -> None:
        box, line = CheckBox(paper.name), Line(is_quiet=True)
        self._boxes[paper.key] = box, line
        self._show(paper)
        box.toggled.connect(partial(self._tick, paper.key))
        # What is said of a paper is close to it, and away from the next one.
        together = QVBoxLayout()
        together.setSpacing(0)
        together.addWidget(box)
        together.addWidget(line)
        self.body.addLayout(together)

    def _show(self, paper: PaperRow) -> None:
        box, line = self._boxes[paper.key]
        box.blockSignals(True)
        box.setChecked(paper.is_ticked)
        box.blockSignals(False)
        box.setEnabled(not paper.is_held)
        line.setText(paper.detail)
        accessible.describe(box, paper.detail)

    def _tick(self, key: str, is_on: bool) -> None:
        ours = self.shell.app.appointments
        try:
            self.shell.publish(ours.change(set_in_hand(ours.appointment(self._id), key, is_in_hand=is_on)))
        except UserError as error:
            self.shell.tell_problem(error)
        accessible.announce(self._boxes[key][0], self._count.text())

    def _save_event(self) -> None:
        from dematassist.appointments.calendar import appointment_ics
        from dematassist.system.files import write_atomically

        app = self.shell.app
        target = choose_where_to_save(
            self, _("Save it for my calendar"), _("appointment") + ".ics", _("Calendar (*.ics)")
        )
        if not target:
            return
        event = appointment_ics(app.appointments.appointment(self._id), app.clock.now())
        try:
            write_atomically(Path(target), event)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.tell(
            _("Saved: {path}. Open this file to put it in your calendar. It rings the day before.").format(
                path=target
            )
        )

    def _forget(self) -> None:
        ours = self.shell.app.appointments
        try:
            forgotten, changes = ours.forget(self._id)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.publish(changes)
        self.shell.offer_undo(_("The appointment is deleted."), lambda: ours.restore(forgotten))
