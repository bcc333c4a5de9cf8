"""The widgets of « Mes documents » while there is no folder, or while it is closed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from dematassist.changes import Changed
from dematassist.errors import Cause
from dematassist.i18n import _, ngettext
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.documents.view import none_yet, on_a_stick
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_folder
from dematassist.ui.widgets.secret import SecretField, show_box

if TYPE_CHECKING:
    from dematassist.changes import Changes
    from dematassist.errors import UserError
    from dematassist.ui.shell import Shell
    from dematassist.vault.model import Document

_FREE_TRIES = 3
_LONGEST_PAUSE_SECONDS = 60


class UnusablePage(Page):
    """Why the documents cannot be opened here."""

    def __init__(self, shell: Shell, lines: tuple[str, ...]) -> None:
        super().__init__(shell, _("My documents"))
        self.prose(_("My documents"), lines, is_warning=True)


class StickPage(Page):
    """Where the folder of this person is: at a shared computer, on what they carry."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("My documents"))
        self.prose(_("My documents"), on_a_stick())
        self.row(Button(_("Choose my stick"), self._choose, weight=Weight.MAIN, pictogram=Pictogram.FOLDER))

    def _choose(self) -> None:
        chosen = choose_folder(self, _("Choose my stick"))
        if chosen:
            self.shell.publish(self.shell.app.use_stick(Path(chosen)))
            self.shell.replace(routes.Documents())


class NoFolderPage(Page):
    """What the folder is for, and the way to make one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("My documents"))
        self.prose(_("My documents"), none_yet())
        self.row(
            Button(
                _("Make my encrypted folder"),
                lambda: shell.go(routes.NewSpace()),
                weight=Weight.MAIN,
                pictogram=Pictogram.LOCK,
            )
        )


class ClosedPage(Page):
    """The password, and what to do when it is forgotten."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("My documents"))
        self.prose(_("My documents"), (_("Your folder is closed. Type its password to open it."),))
        self._field = SecretField()
        accessible.labelled(self.body, _("Password of the folder"), self._field)
        self._trouble = Beside(self._field)
        self._field.returnPressed.connect(self._open)
        self.add(self._trouble, show_box((self._field,)))
        self._opening = Button(_("Open the folder"), self._open, weight=Weight.MAIN, pictogram=Pictogram.LOCK)
        self.row(
            self._opening,
            Button(
                _("I forgot the password"),
                lambda: shell.go(routes.RecoverSpace()),
                pictogram=Pictogram.QUESTION,
            ),
        )
        self._state = self.line("", is_bold=True)

    def refresh(self, changes: Changes) -> None:
        """Show the papers: the folder was opened."""
        if Changed.DOCUMENTS in changes.kinds:
            self.shell.replace(routes.Documents())

    def _open(self) -> None:
        if not self._opening.isEnabled():
            return
        self._trouble.clear()
        self._opening.setEnabled(False)
        self._state.setText(_("Opening the folder…"))
        password, space = self._field.text(), self.shell.app.space

        def work(_progress: object) -> tuple[Document, ...]:
            space.open(password)
            return space.documents()

        self.shell.tasks.run(Lane.STORE, work, on_done=self._opened, on_problem=self.while_here(self._fail))

    def _opened(self, documents: tuple[Document, ...]) -> None:
        app = self.shell.app
        app.wrong_passwords = 0
        # Whatever page is shown by now hears of it.
        self.shell.publish(app.hold(documents))

    def _fail(self, error: UserError) -> None:
        self._state.setText("")
        app = self.shell.app
        pause = 0
        if error.cause is Cause.PASSWORD_WRONG:
            app.wrong_passwords += 1
            pause = pause_after(app.wrong_passwords)
        said = str(problem(error))
        if pause:
            wait = ngettext("You can try again in {n} second.", "You can try again in {n} seconds.", pause)
            said = f"{said} {wait.format(n=pause)}"
        # The pause is of this page: the program opened again does not know of it, the key of a password does.
        QTimer.singleShot(pause * 1000, self, lambda: self._opening.setEnabled(True))
        self._field.selectAll()
        self._trouble.say(said)


def pause_after(wrong: int) -> int:
    """Return how many seconds to wait after so many wrong passwords: none at first, then longer each time."""
    return 0 if wrong <= _FREE_TRIES else min(2 ** (wrong - _FREE_TRIES), _LONGEST_PAUSE_SECONDS)
