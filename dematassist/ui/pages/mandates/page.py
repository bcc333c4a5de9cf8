"""The widgets of the paper mandates of a desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dematassist.changes import Changed
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page, Rows
from dematassist.ui.pages.mandates.view import checked_lines, mandate_view, number_lines
from dematassist.ui.problems import problem
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_file
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.flow import FlowRow
from dematassist.ui.widgets.labels import Heading
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from dematassist.changes import Changes
    from dematassist.ui.pages.mandates.view import MandateView
    from dematassist.ui.shell import Shell


class MandatesPage(Page):
    """Fill one in, check one, end one."""

    def __init__(self, shell: Shell, _route: routes.Mandates) -> None:
        super().__init__(shell, _("Mandates"))
        self.prose(
            _("Mandates"),
            (
                _("With a mandate, a person lets the mediator do some things for them, for a time."),
                _("This place keeps the number and the days of each mandate. It keeps no name."),
            ),
        )
        filling = Button(
            _("Fill in a mandate"),
            lambda: shell.go(routes.NewMandate()),
            weight=Weight.MAIN,
            pictogram=Pictogram.NOTE,
        )
        leaving = Button(
            _("Leave copies of my papers"), lambda: shell.go(routes.LeaveCopies()), pictogram=Pictogram.LOCK
        )
        self.row(filling, *([leaving] if shell.app.may_leave_copies else []))
        self.section(_("Check a mandate"))
        self._number = Field()
        help_text = _("Eight figures, at the top of the sheet. For example: 4821-7730.")
        accessible.labelled(self.body, _("Number of the mandate"), self._number, help_text=help_text)
        self._number.returnPressed.connect(self._check_number)
        self._result = Prose(_("What is known of it"), is_list=True)
        self._result.hide()
        self.row(
            Button(_("Check this number"), self._check_number, pictogram=Pictogram.CHECK),
            Button(_("Check a PDF file"), self._choose, pictogram=Pictogram.FOLDER),
        )
        self.add(self._result)
        self.section(_("Mandates printed here"))
        self._rows = Rows()
        self.add(self._rows)
        self._fill()

    def refresh(self, changes: Changes) -> None:
        """Show the mandates as they are now."""
        if Changed.MANDATES in changes.kinds:
            self._fill()
            self.shell.set_tab_order()

    def check_file(self, path: Path) -> None:
        """Say whether this file is a mandate that was printed here."""
        from dematassist.desk.mandate_book import read_pdf

        app = self.shell.app
        try:
            checked = app.mandates.check(read_pdf(path))
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self._say(checked_lines(checked, app.clock.today()))

    def _choose(self) -> None:
        chosen = choose_file(self, _("Check a PDF file"), _("PDF file (*.pdf)"))
        if chosen:
            self.check_file(Path(chosen))

    def _check_number(self) -> None:
        app = self.shell.app
        try:
            lines = number_lines(app.mandates.known(self._number.text()), app.clock.today())
        except UserError as error:
            lines = (str(problem(error)),)
        self._say(lines)

    def _say(self, lines: tuple[str, ...]) -> None:
        self._result.show_lines(lines)
        self._result.show()
        self.shell.set_tab_order()
        self._result.setFocus()

    def _fill(self) -> None:
        self._rows.clear()
        app = self.shell.app
        today = app.clock.today()
        try:
            known = app.mandates.mandates()
        except UserError as error:
            self._rows.add(Prose(_("Mandates printed here"), (str(problem(error)),), is_warning=True))
            return
        copied = app.mandate_folders.numbers()
        views = [mandate_view(one, today, has_copies=one.number in copied) for one in reversed(known)]
        running = [view for view in views if view.is_running]
        for view in (*running, *(view for view in views if not view.is_running)):
            self._add(view)
        if not views:
            self._rows.add(Prose(_("Mandates printed here"), (_("There is none yet."),)))

    def _add(self, view: MandateView) -> None:
        row = QWidget()
        down = QVBoxLayout(row)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(Heading(view.title, 3))
        down.addWidget(Prose(view.title, view.lines, is_list=True))
        if view.is_running:
            actions = FlowRow()
            down.addWidget(actions)
            if view.has_copies:
                opening = partial(self._open, view.number)
                words = _("Open the copies")
                actions.add(Button(words, opening, pictogram=Pictogram.LOCK, spoken=view.title))
            ending = partial(self._end, view.number)
            actions.add(Button(_("End it"), ending, pictogram=Pictogram.STOP, spoken=view.title))
        self._rows.add(row)

    def _open(self, number: str) -> None:
        try:
            changes = self.shell.app.use_mandate(number)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.publish(changes)
        self.shell.go(routes.Documents())

    def _end(self, number: str) -> None:
        if self.shell.refuses_in_practice():
            return
        app = self.shell.app
        try:
            changes = app.end_mandate(number)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        # The button goes: the focus must not go with it.
        self.heading.setFocus()
        self.shell.publish(changes)
        said = _("Mandate {number} is ended, its copies are deleted. Write it on the paper too.")
        self.shell.tell(said.format(number=number))
