"""The widgets of the end of a session at a shared computer."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QButtonGroup

from dematassist.desk.activity import Activity, ActivityPlace, Autonomy
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.desk_end.ending import end_session
from dematassist.ui.pages.desk_end.view import autonomy_name, desk_end_view, place_name, taken_line
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton, Weight
from dematassist.ui.widgets.choose_file import choose_folder
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell

KindT = TypeVar("KindT", bound=Enum)
_MOST_MINUTES = 600


class DeskEndPage(Page):
    """The receipt, what to check, what a mediator counts, and the button that erases."""

    def __init__(self, shell: Shell, _route: routes.DeskEnd) -> None:
        app = shell.app
        session = app.desk_session
        walks = session.walks(app.lang)
        view = desk_end_view(session, app.session_receipt())
        super().__init__(shell, view.title)
        self._walks = walks
        self.prose(view.title, view.intro)
        sheet = routes.Sheet(routes.SheetKind.RECEIPT, "")
        self._taking = Button(
            _("Put everything on my stick"), self._take, weight=Weight.MAIN, pictogram=Pictogram.STICK
        )
        printing = Button(_("Print or save this page"), lambda: shell.go(sheet), pictogram=Pictogram.PRINT)
        handing = Button(
            _("Hand over to another professional"),
            lambda: shell.go(routes.HandOver()),
            pictogram=Pictogram.THIRD,
        )
        self.row(self._taking, printing, handing)
        self._taken = Prose(_("On my stick"), ())
        self._taken.hide()
        self.add(self._taken)
        for title, lines in view.done:
            if title:
                self.section(title)
            self.prose(title or _("At the foot of the page"), lines)
        self.section(_("Before leaving"))
        for check in view.checks:
            self.add(CheckBox(check))
        self.section(_("For the mediator: a record without any name"))
        self._autonomies = self._choices(_("Who did it?"), {one: autonomy_name(one) for one in Autonomy})
        self._places = self._choices(_("Where?"), {one: place_name(one) for one in ActivityPlace})
        self._minutes = Field(str(view.minutes))
        accessible.labelled(self.body, _("How many minutes?"), self._minutes)
        self._record = Button(_("Keep this record"), self._keep, pictogram=Pictogram.SAVE)
        self.row(self._record)
        self.section(_("Erase"))
        self.line(_("This cannot be undone."))
        self.row(
            Button(_("End and erase everything"), lambda: end_session(shell), pictogram=Pictogram.DELETE)
        )

    def _choices(self, title: str, names: dict[KindT, str]) -> dict[KindT, RadioButton]:
        """Ask one question; return the button of each answer."""
        self.line(title, is_bold=True)
        group = QButtonGroup(self)
        buttons = {}
        for kind, name in names.items():
            button = RadioButton(name)
            accessible.describe(button, title)
            group.addButton(button)
            self.add(button)
            buttons[kind] = button
        return buttons

    def _take(self) -> None:
        """Write the receipt, the sheets and the dates in a folder that the person chooses."""
        if self.shell.refuses_in_practice():
            return
        chosen = choose_folder(self, _("Put everything on my stick"))
        if chosen:
            self.take_to(Path(chosen))

    def take_to(self, place: Path) -> None:
        """Write the receipt, the sheets and the dates there."""
        app = self.shell.app
        self._taking.setEnabled(False)
        self.shell.tasks.run(
            Lane.STORE,
            lambda _progress: app.take_session_away(place),
            on_done=self.while_here(self._said),
            on_problem=self.while_here(self._failed),
        )

    def _said(self, taken: tuple[Path, int]) -> None:
        folder, files = taken
        self._taking.setEnabled(True)
        self._taken.show_lines((taken_line(str(folder), files),))
        self._taken.show()
        self.shell.set_tab_order()
        self._taken.setFocus()

    def _failed(self, error: UserError) -> None:
        self._taking.setEnabled(True)
        self.shell.tell_problem(error)

    def _keep(self) -> None:
        """Keep the record, or say what misses."""
        autonomy, place = _chosen(self._autonomies), _chosen(self._places)
        minutes = self._minutes.text().strip()
        if autonomy is None or place is None:
            self.shell.tell(_("Choose who did it, and where. Then keep the record."))
            return
        if not (minutes.isdecimal() and 0 < int(minutes) <= _MOST_MINUTES):
            self.shell.tell(_("Write the minutes in figures, for example 20."))
            self._minutes.setFocus()
            return
        activity = Activity(
            on=self.shell.app.clock.today(),
            minutes=int(minutes),
            autonomy=autonomy,
            place=place,
            themes=tuple(dict.fromkeys(walk.guide.theme for walk in self._walks)),
            guides=tuple(walk.guide.title for walk in self._walks),
        )
        try:
            self.shell.app.keep_activity(activity)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self._record.setEnabled(False)
        self.shell.tell(_("Record kept: a day, minutes, a subject. No name."))


def _chosen(buttons: dict[KindT, RadioButton]) -> KindT | None:
    return next((kind for kind, button in buttons.items() if button.isChecked()), None)
