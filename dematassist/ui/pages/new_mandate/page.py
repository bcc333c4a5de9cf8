"""The widgets of filling in a paper mandate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup

from dematassist.desk.mandate import Duration, MandateForm, procedures_of
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.new_mandate.view import first_form, missing_line, new_mandate_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton, Weight
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.text_area import TextArea

if TYPE_CHECKING:
    from dematassist.desk.mandate import Act
    from dematassist.ui.shell import Shell


class NewMandatePage(Page):
    """Name, purpose, procedures, duration, what may be done."""

    def __init__(self, shell: Shell, _route: routes.NewMandate) -> None:
        session = shell.app.desk_session
        walks = session.walks(shell.app.lang) if shell.app.is_desk else ()
        self._first = first_form(walk.guide.title for walk in walks)
        view = new_mandate_view(session.mandate_form or self._first)
        super().__init__(shell, view.title)
        self.prose(view.title, view.intro)
        self._name = Field(view.name)
        accessible.labelled(self.body, _("Name of the person, as they want it written"), self._name)
        self._purpose = Field(view.purpose)
        purpose_help = _("For example: renew my residence permit.")
        accessible.labelled(self.body, _("What is it for?"), self._purpose, help_text=purpose_help)
        self._procedures = TextArea(view.procedures)
        one_a_line = _("One procedure a line. Nothing else may be done.")
        accessible.labelled(self.body, _("Which procedures?"), self._procedures, help_text=one_a_line)
        self.section(_("What may the mediator do?"))
        self._acts: dict[Act, CheckBox] = {}
        for act, words, is_ticked in view.acts:
            self._acts[act] = CheckBox(words, is_checked=is_ticked)
            self.add(self._acts[act])
        self.section(_("For how long?"))
        group = QButtonGroup(self)
        self._durations: dict[Duration, RadioButton] = {}
        for duration, words, is_chosen in view.durations:
            radio = RadioButton(words, is_checked=is_chosen)
            accessible.describe(radio, _("For how long?"))
            group.addButton(radio)
            self.add(radio)
            self._durations[duration] = radio
        making = Button(
            _("Make the sheet to sign"), self._make, weight=Weight.MAIN, pictogram=Pictogram.PRINT
        )
        self._trouble = Beside(making)
        self.add(self._trouble)
        self.row(making)

    def leave(self) -> None:
        """Keep what is typed for this session, in memory."""
        form = self._form()
        if form != self._first:
            self.shell.app.desk_session.mandate_form = form

    def _form(self) -> MandateForm:
        return MandateForm(
            name=self._name.text(),
            purpose=self._purpose.text(),
            procedures=self._procedures.toPlainText(),
            acts=frozenset(act for act, box in self._acts.items() if box.isChecked()),
            duration=next((one for one, radio in self._durations.items() if radio.isChecked()), None),
        )

    def _make(self) -> None:
        """Make the sheet, or say what misses."""
        self._trouble.clear()
        form = self._form()
        procedures = procedures_of(form.procedures)
        if missing := missing_line(form.name, form.purpose, procedures, form.acts):
            self._trouble.say(missing)
            return
        if form.duration is None:
            self._trouble.say(_("Choose for how long. The shortest that is enough is best."))
            return
        self.shell.app.fill_in_mandate(form.name, form.purpose, procedures, form.acts, form.duration)
        self.shell.go(routes.Sheet(routes.SheetKind.MANDATE, ""))
