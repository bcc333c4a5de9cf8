"""The widgets of leaving copies of papers for a mandate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.leave_copies.view import leave_copies_lines, no_folder_lines
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, CheckBox, Weight
from dematassist.ui.widgets.fields import Field

if TYPE_CHECKING:
    from dematassist.changes import Changes
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Task


class LeaveCopiesPage(Page):
    """Boxes, none ticked; a password; the button that copies."""

    def __init__(self, shell: Shell, _route: routes.LeaveCopies) -> None:
        app = shell.app
        mandate = app.desk_session.mandate
        if mandate is None or not app.may_leave_copies:
            raise UserError(Cause.MANDATE_UNKNOWN)
        super().__init__(shell, _("Leave copies of my papers"))
        self._task: Task[Changes] | None = None
        if not app.is_space_open or app.desk_session.opened_mandate is not None:
            self.prose(_("Leave copies of my papers"), no_folder_lines())
            opening = Button(
                _("My documents"),
                lambda: shell.go(routes.Documents()),
                weight=Weight.MAIN,
                pictogram=Pictogram.LOCK,
            )
            self.row(opening)
            return
        from dematassist.vault.passphrase import offered

        self.prose(_("Leave copies of my papers"), leave_copies_lines(mandate.number, mandate.last_day))
        self.section(_("Which papers?"))
        self._boxes = {}
        for number, document in enumerate(app.held, 1):
            box = CheckBox(f"{number}. {document.shown_name}")
            self._boxes[document] = box
            self.add(box)
        self.section(_("The password of the copies"))
        help_text = _("The mediator writes it down and keeps it away from the computer. It opens only these.")
        self._password = Field(offered().text)
        accessible.labelled(self.body, _("Password of the copies"), self._password, help_text=help_text)
        self._copying = Button(
            _("Copy these papers"), self._copy, weight=Weight.MAIN, pictogram=Pictogram.SAVE
        )
        self._trouble = Beside(self._copying)
        self.add(self._trouble)
        self.row(self._copying)
        self._state = self.line("", is_bold=True)

    def leave(self) -> None:
        """Stop: nothing of a copy that is not finished stays."""
        if self._task is not None:
            self._task.cancel()

    def _copy(self) -> None:
        self._trouble.clear()
        chosen = tuple(document for document, box in self._boxes.items() if box.isChecked())
        if not chosen:
            self._trouble.say(_("Tick at least one paper."))
            return
        app, password = self.shell.app, self._password.text()
        self._copying.setEnabled(False)
        self._state.setText(_("Copying the papers…"))
        accessible.announce(self._copying, self._state.text())
        self._task = self.shell.tasks.run(
            Lane.STORE,
            lambda progress: app.leave_copies(password, chosen, progress.report),
            on_done=self._done,
            on_problem=self._fail,
            on_progress=lambda done, total: self._state.setText(
                _("{done} of {total} papers.").format(done=done, total=total)
            ),
        )

    def _done(self, changes: Changes) -> None:
        self._task = None
        self.shell.publish(changes)
        if not self.is_gone:
            self.shell.replace(routes.Mandates())
        self.shell.tell(_("The copies are here, encrypted, until the end of the mandate."))

    def _fail(self, error: UserError) -> None:
        self._task = None
        self._state.setText("")
        self._copying.setEnabled(True)
        self._trouble.say(str(problem(error)))
