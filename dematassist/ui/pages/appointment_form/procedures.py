"""The procedures of an appointment: walks under way, and guides that are looked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.appointments.model import MAX_PROCEDURES, Procedure, with_procedure, without_procedure
from dematassist.errors import UserError
from dematassist.i18n import _, ngettext
from dematassist.ui import accessible
from dematassist.ui.page import Rows
from dematassist.ui.pages.appointment_form.view import found_procedures, other_procedures, walk_rows
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, CheckBox
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.flow import FlowRow
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from dematassist.appointments.model import Appointment
    from dematassist.ui.page import Page


class Procedures:
    """The part of the form that chooses procedures. Each choice is kept at once."""

    def __init__(self, page: Page, appointment_id: str) -> None:
        self._page, self._shell, self._id = page, page.shell, appointment_id
        self._rows = walk_rows(self._appointment(), self._shell.app.journeys.summaries())
        if self._rows:
            page.line(_("What you have begun:"), is_bold=True)
        for row in self._rows:
            box = CheckBox(row.words, is_checked=row.is_chosen)
            accessible.describe(box, _("Procedures of this appointment"))
            box.toggled.connect(partial(self._tick, row.procedure))
            page.add(box)
        self._chosen = Rows()
        page.add(self._chosen)
        self._field = Field()
        accessible.labelled(
            page.body,
            _("Look for a procedure"),
            self._field,
            help_text=_("For example: lost health card, rent help, registration of my car."),
        )
        self._field.returnPressed.connect(self._search)
        page.row(Button(_("Look for it"), self._search, pictogram=Pictogram.SEARCH))
        self._said = Line(is_bold=True)
        self._found = Rows()
        page.add(self._said, self._found)
        self._show_chosen()

    def _appointment(self) -> Appointment:
        return self._shell.app.appointments.appointment(self._id)

    def _tick(self, procedure: Procedure, is_on: bool) -> None:
        if is_on:
            self._choose(procedure)
        else:
            self._change(without_procedure(self._appointment(), procedure))

    def _choose(self, procedure: Procedure) -> bool:
        """Add a procedure whose guide is there; return whether it was."""
        now = self._appointment()
        if len(now.procedures) >= MAX_PROCEDURES:
            self._tell(_("That is a lot for one appointment. Take one out, or prepare another appointment."))
            return False
        try:
            guide = self._shell.app.guide(procedure.guide_id, procedure.journey_id)
        except UserError as error:
            self._shell.tell_problem(error)
            return False
        return self._change(with_procedure(now, guide.id, guide.title, procedure.journey_id))

    def _change(self, appointment: Appointment) -> bool:
        try:
            self._shell.publish(self._shell.app.appointments.change(appointment))
        except UserError as error:
            self._shell.tell_problem(error)
            return False
        return True

    def _search(self) -> None:
        text = self._field.text().strip()
        if not text:
            return
        app = self._shell.app
        try:
            procedures = found_procedures(app.search(text, app.lang, 8))
        except UserError as error:
            self._shell.tell_problem(error)
            return
        self._found.clear()
        for procedure in procedures:
            button = Button(
                procedure.title,
                partial(self._add, procedure),
                pictogram=Pictogram.PLUS,
                spoken=_("Add to the appointment"),
            )
            self._found.add(button)
        said = ngettext("{n} procedure found.", "{n} procedures found.", len(procedures))
        self._tell(
            said.format(n=len(procedures))
            if procedures
            else _("No guide found for “{text}”.").format(text=text)
        )
        self._shell.set_tab_order()

    def _add(self, procedure: Procedure) -> None:
        if not self._choose(procedure):
            return
        self._found.clear()
        self._field.clear()
        self._field.setFocus()
        self._show_chosen()
        self._tell(_("Added: {title}.").format(title=procedure.title))

    def _take_out(self, procedure: Procedure) -> None:
        if self._change(without_procedure(self._appointment(), procedure)):
            self._field.setFocus()
            self._show_chosen()
            self._tell(_("Taken out: {title}.").format(title=procedure.title))

    def _show_chosen(self) -> None:
        self._chosen.clear()
        for procedure in other_procedures(self._appointment(), self._rows):
            button = Button(
                _("Take out"),
                partial(self._take_out, procedure),
                pictogram=Pictogram.DELETE,
                spoken=procedure.title,
            )
            self._chosen.add(Line(procedure.title, is_bold=True), FlowRow(button))
        self._shell.set_tab_order()

    def _tell(self, text: str) -> None:
        self._said.setText(text)
        accessible.describe(self._field, text)
        accessible.announce(self._field, text)
