"""The widgets of taking everything away, and of taking it back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.pages.carry.view import (
    bring_lines,
    brought_lines,
    carried_lines,
    carry_lines,
    file_name,
)
from dematassist.ui.pages.documents.open_folder import OpenFolderPage
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, RadioButton, Weight
from dematassist.ui.widgets.choose_file import choose_file, choose_where_to_save
from dematassist.ui.widgets.prose import Prose
from dematassist.ui.widgets.secret import SecretField, show_box

if TYPE_CHECKING:
    from dematassist.ui.page import Page
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Progress, Task
    from dematassist.vault.bringing import BroughtIn
    from dematassist.vault.carrying import Carried
    from dematassist.vault.model import Document

    Brought = tuple[BroughtIn, tuple[Document, ...]]

_OF_PASSWORDS = frozenset(
    {Cause.PASSWORD_TOO_SHORT, Cause.PASSWORD_TOO_LONG, Cause.BAG_LOCKED, Cause.BAG_PASSWORD_WRONG}
)


def make_carry_page(shell: Shell, _route: routes.Carry) -> Page:
    """Make the page; that of documents when the folder is not open."""
    if shell.app.is_space_open and shell.app.practice is None:
        return CarryPage(shell)
    from dematassist.ui.pages.documents.page import make_documents_page

    return make_documents_page(shell, routes.Documents())


class CarryPage(OpenFolderPage):
    """One file out, one file in."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("Take everything with me"))
        self._space = shell.app.space
        self._task: Task[Carried] | Task[Brought] | None = None
        self.prose(_("Take everything with me"), carry_lines())
        group = QButtonGroup(self)
        self._sealed = RadioButton(
            _("Sealed by a password: this program opens it, and the free program “age”"), is_checked=True
        )
        clear = RadioButton(_("In clear: whoever has the file can read it"))
        for radio in (self._sealed, clear):
            accessible.describe(radio, _("Take everything with me"))
            group.addButton(radio)
            self.add(radio)
        self._password, self._other = SecretField(), SecretField()
        help_text = _("Of 10 letters or more. Several words are easier to remember.")
        accessible.labelled(self.body, _("Password of the file"), self._password, help_text=help_text)
        self._trouble = Beside(self._password, help_text)
        self._taking = Button(
            _("Choose where, and take everything"), self._carry, weight=Weight.MAIN, pictogram=Pictogram.SAVE
        )
        self.add(self._trouble)
        self.row(self._taking)
        self.section(_("Take back such a file"))
        self.prose(_("Take back such a file"), bring_lines())
        accessible.labelled(self.body, _("Password of the file to take back, if it has one"), self._other)
        self._other_trouble = Beside(self._other)
        self._bringing = Button(_("Choose the file to take back"), self._bring, pictogram=Pictogram.FOLDER)
        self.add(self._other_trouble, show_box((self._password, self._other)))
        self.row(self._bringing)
        self._state = self.line("", is_bold=True)
        self._stopping = Button(_("Stop"), self._stop, pictogram=Pictogram.STOP)
        self._stopping.hide()
        self._result = Prose(_("What was done"), is_list=True)
        self._result.hide()
        self.add(self._result)
        self.row(
            self._stopping,
            Button(_("Back to my documents"), lambda: shell.go(routes.Documents()), pictogram=Pictogram.BACK),
        )

    def leave(self) -> None:
        """Stop: no half of a file stays, and what came in stays."""
        if self._task is not None:
            self._task.cancel()

    def _carry(self) -> None:
        is_sealed = self._sealed.isChecked()
        if is_sealed and not self._password.text():
            self._trouble.say(_("Choose a password for this file, or take everything in clear."))
            return
        target = choose_where_to_save(
            self,
            _("Take everything with me"),
            file_name(is_sealed=is_sealed),
            _("Files of documents (*.zip *.age)"),
        )
        if target:
            self.carry_to(Path(target), is_sealed=is_sealed)

    def carry_to(self, target: Path, *, is_sealed: bool) -> None:
        """Write everything there."""
        password = self._password.text() if is_sealed else ""
        self._begin(_("Writing the papers…"))
        self._task = self.shell.tasks.run(
            Lane.STORE,
            lambda progress: self._space.carry_out(target, password, progress.report),
            on_done=lambda carried: self._end(carried_lines(carried, str(target), is_sealed=is_sealed)),
            on_problem=partial(self._fail, self._trouble),
            on_progress=self._advance,
        )

    def _bring(self) -> None:
        chosen = choose_file(self, _("Choose the file to take back"), _("Files of documents (*.zip *.age)"))
        if chosen:
            self.bring_from(Path(chosen))

    def bring_from(self, source: Path) -> None:
        """Take everything of this file."""
        password, app = self._other.text(), self.shell.app

        def work(progress: Progress) -> Brought:
            return self._space.bring_in(source, password, progress.report), app.read_space()

        self._begin(_("Taking the papers back…"))
        self._task = self.shell.tasks.run(
            Lane.STORE,
            work,
            on_done=self._brought,
            on_problem=partial(self._fail, self._other_trouble),
            on_progress=self._advance,
        )

    def _brought(self, brought: Brought) -> None:
        self.shell.publish(self.shell.app.hold(brought[1]))
        self._end(brought_lines(brought[0]))

    def _begin(self, said: str) -> None:
        self._trouble.clear()
        self._other_trouble.clear()
        self._result.hide()
        self._state.setText(said)
        for button in (self._taking, self._bringing):
            button.setEnabled(False)
        self._stopping.show()
        self._stopping.setFocus()
        self.shell.set_tab_order()
        accessible.announce(self._stopping, said)

    def _advance(self, done: int, total: int) -> None:
        self._state.setText(_("{done} of {total} papers.").format(done=done, total=total))

    def _end(self, lines: tuple[str, ...]) -> None:
        self._idle()
        self._result.show_lines(lines)
        self._result.show()
        self._result.setFocus()

    def _fail(self, beside: Beside, error: UserError) -> None:
        self._idle()
        (beside if error.cause in _OF_PASSWORDS else self._trouble).say(str(problem(error)))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._idle()
        self._taking.setFocus()
        self._state.setText(_("Stopped."))
        accessible.announce(self._taking, self._state.text())
        # What came in before stays, and is known.
        self.shell.tasks.run(
            Lane.STORE,
            lambda _progress: self.shell.app.read_space(),
            on_done=lambda documents: self.shell.publish(self.shell.app.hold(documents)),
            on_problem=self.shell.tell_problem,
        )

    def _idle(self) -> None:
        self._task = None
        self._state.setText("")
        for button in (self._taking, self._bringing):
            button.setEnabled(True)
        self._stopping.hide()
