"""The widgets where a hand-over file is opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page, Rows
from dematassist.ui.pages.take_over.view import opened_groups, take_over_lines
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_file
from dematassist.ui.widgets.labels import Heading
from dematassist.ui.widgets.prose import Prose
from dematassist.ui.widgets.secret import SecretField, show_box

if TYPE_CHECKING:
    from dematassist.appointments.handing_over import HandOverNote
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Task


class TakeOverPage(Page):
    """The words, the file, then what it passes on and the procedures to go on with."""

    def __init__(self, shell: Shell, _route: routes.TakeOver) -> None:
        super().__init__(shell, _("Open a hand-over file"))
        self._task: Task[HandOverNote] | None = None
        self.prose(_("Open a hand-over file"), take_over_lines())
        self._words = SecretField()
        help_text = _("The six words, in the same order, with a space between them.")
        accessible.labelled(self.body, _("The words of the person"), self._words, help_text=help_text)
        self._trouble = Beside(self._words, help_text)
        self._opening = Button(
            _("Choose the file and open it"), self._choose, weight=Weight.MAIN, pictogram=Pictogram.FOLDER
        )
        self.add(self._trouble, show_box((self._words,)))
        self.row(self._opening)
        self._state = self.line("", is_bold=True)
        self._opened = Rows()
        self.add(self._opened)

    def leave(self) -> None:
        """Wait no longer for the file."""
        if self._task is not None:
            self._task.cancel()

    def _choose(self) -> None:
        self._trouble.clear()
        if not self._words.text().strip():
            self._trouble.say(_("Write the six words first, then choose the file."))
            return
        chosen = choose_file(self, _("Choose the file and open it"), _("Hand-over file (*.age)"))
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Open this file with the words that are typed."""
        from dematassist.appointments.handover_file import open_note

        if self._task is not None:
            return
        words = self._words.text()
        self._state.setText(_("Opening the file… It takes a few seconds."))
        accessible.announce(self._opening, self._state.text())
        self._task = self.shell.tasks.run(
            Lane.STORE,
            lambda _progress: open_note(path, words),
            on_done=self.while_here(self._show),
            on_problem=self.while_here(self._fail),
        )

    def _show(self, note: HandOverNote) -> None:
        self._task = None
        self._state.setText("")
        try:
            taken = self.shell.app.take_over(note)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self._words.clear()
        self.shell.publish(taken.changes)
        self._opened.clear()
        first: Prose | None = None
        for title, lines in opened_groups(note, taken):
            prose = Prose(title, lines, is_list=len(lines) > 1)
            first = first or prose
            self._opened.add(Heading(title, 2), prose)
        app = self.shell.app
        for journey_id in taken.journey_ids:
            journey = app.journeys.walk(journey_id, app.lang).journey
            button = Button(
                journey.guide_title,
                partial(self.shell.go, routes.Walk(journey_id)),
                weight=Weight.CARD,
                pictogram=Pictogram.RESUME,
                detail=_("Go on with the walk"),
            )
            self._opened.add(button)
        self.shell.set_tab_order()
        if first is not None:
            first.setFocus()
            accessible.announce(first, _("The file is open."))

    def _fail(self, error: UserError) -> None:
        self._task = None
        self._state.setText("")
        if error.cause is Cause.HAND_OVER_WORDS:
            self._trouble.say(str(problem(error)))
        else:
            self.shell.tell_problem(error)
