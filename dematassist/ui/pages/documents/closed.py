"""The widgets of « Mes documents » while the folder is closed: its password, or its short code."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from dematassist.app import ShortCode
from dematassist.changes import Changed
from dematassist.errors import Cause, UserError
from dematassist.i18n import _, ngettext
from dematassist.system.settings import Computer
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.documents.view import of_a_mandate
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.secret import SecretField, show_box

if TYPE_CHECKING:
    from dematassist.changes import Changes
    from dematassist.desk.mandate_folders import Kept
    from dematassist.ui.shell import Shell
    from dematassist.vault.model import Document
    from dematassist.vault.states import Locked

_FREE_TRIES = 3
_LONGEST_PAUSE_SECONDS = 60


def make_closed_page(shell: Shell, state: Locked) -> Page:
    """Make the page of the password, or that of the short code, on one’s own computer only."""
    if shell.app.is_desk and (kept := shell.app.desk_session.opened_mandate):
        return MandatePage(shell, kept)
    has_code = state.has_pin and shell.app.settings.computer is Computer.MINE
    if has_code and shell.app.code is ShortCode.OFFERED:
        return CodePage(shell)
    return PasswordPage(shell, has_code=has_code)


class ClosedPage(Page):
    """One secret to type, and the button that opens with it."""

    def __init__(self, shell: Shell, line: str, label: str, *others: Button) -> None:
        super().__init__(shell, _("My documents"))
        self.prose(_("My documents"), (line,))
        self._field = SecretField()
        accessible.labelled(self.body, label, self._field)
        self._trouble = Beside(self._field)
        self._field.returnPressed.connect(self._open)
        self.add(self._trouble, show_box((self._field,)))
        self._opening = Button(_("Open the folder"), self._open, weight=Weight.MAIN, pictogram=Pictogram.LOCK)
        self.row(self._opening, *others)
        self._state = self.line("", is_bold=True)

    def refresh(self, changes: Changes) -> None:
        """Show the papers: the folder was opened."""
        if Changed.DOCUMENTS in changes.kinds:
            self.shell.replace(routes.Documents())

    def open_with(self, typed: str) -> None:
        """Open the folder with what was typed, off the GUI thread. Raises ``UserError``."""
        raise NotImplementedError

    def fail(self, error: UserError) -> None:
        """Say why it does not open."""
        raise NotImplementedError

    def fail_slowly(self, error: UserError) -> None:
        """Say why it does not open; after a few wrong passwords, wait a little more each time."""
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
        self._trouble.say(said)

    def _open(self) -> None:
        if not self._opening.isEnabled():
            return
        self._trouble.clear()
        self._opening.setEnabled(False)
        self._state.setText(_("Opening the folder…"))
        typed, app = self._field.text(), self.shell.app

        def work(_progress: object) -> tuple[Document, ...]:
            self.open_with(typed)
            return app.read_space()

        self.shell.tasks.run(Lane.STORE, work, on_done=self._opened, on_problem=self.while_here(self._fail))

    def _opened(self, documents: tuple[Document, ...]) -> None:
        app = self.shell.app
        app.wrong_passwords = 0
        # Whatever page is shown by now hears of it.
        self.shell.publish(app.hold(documents))

    def _fail(self, error: UserError) -> None:
        self._state.setText("")
        self._field.selectAll()
        self.fail(error)


class PasswordPage(ClosedPage):
    """The password, and what to do when it is forgotten."""

    def __init__(self, shell: Shell, *, has_code: bool) -> None:
        others = [
            Button(
                _("I forgot the password"),
                lambda: shell.go(routes.RecoverSpace()),
                pictogram=Pictogram.QUESTION,
            )
        ]
        if has_code and shell.app.code is not ShortCode.GONE:
            others.append(Button(_("Use my short code"), self._use_code, pictogram=Pictogram.KEYBOARD))
        line = _("Your folder is closed. Type its password to open it.")
        super().__init__(shell, line, _("Password of the folder"), *others)
        self._space, self._is_code_gone = shell.app.space, shell.app.code is ShortCode.GONE

    def open_with(self, typed: str) -> None:
        """Open with the password."""
        state = self._space.open(typed)
        if self._is_code_gone and state.has_pin:
            # It opens nothing: offered again, it would be typed in vain.
            with contextlib.suppress(UserError):
                self._space.remove_pin()

    def fail(self, error: UserError) -> None:
        """Say why it does not open."""
        self.fail_slowly(error)

    def _use_code(self) -> None:
        self.shell.app.code = ShortCode.OFFERED
        self.shell.replace(routes.Documents())


class MandatePage(ClosedPage):
    """The password of the copies of a mandate. They have no sheet: the person has the originals."""

    def __init__(self, shell: Shell, kept: Kept) -> None:
        super().__init__(shell, " ".join(of_a_mandate(kept.terms)), _("Password of the copies"))
        self._space, self._kept = shell.app.space, kept

    def open_with(self, typed: str) -> None:
        """Open with the password, unless the time of the mandate is over."""
        self.shell.app.open_copies(self._space, self._kept, typed)

    def fail(self, error: UserError) -> None:
        """Say why it does not open; copies whose time is over are gone."""
        if error.cause is Cause.MANDATE_OVER:
            self.shell.app.leave_mandate()
            self.shell.replace(routes.Mandates())
            self.shell.tell_problem(error)
            return
        self.fail_slowly(error)


class CodePage(ClosedPage):
    """The short code of this computer, and the way back to the password."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(
            shell,
            _("Your folder is closed. Type your short code to open it."),
            _("Short code"),
            Button(_("Open with the password"), self._use_password, pictogram=Pictogram.LOCK),
        )
        self._space = shell.app.space

    def open_with(self, typed: str) -> None:
        """Open with the code."""
        self._space.open_with_pin(typed)

    def fail(self, error: UserError) -> None:
        """Say how many tries are left, or go back to the password."""
        app = self.shell.app
        if error.cause is Cause.PIN_WRONG:
            self._opening.setEnabled(True)
            self._trouble.say(str(problem(error)))
            return
        app.code = ShortCode.GONE if error.cause is Cause.PIN_GONE else ShortCode.SET_ASIDE
        self.shell.replace(routes.Documents())
        self.shell.tell_problem(error)

    def _use_password(self) -> None:
        app = self.shell.app
        app.code = ShortCode.SET_ASIDE
        # A keyring that does not answer is not waited for.
        app.lock_space()
        self.shell.replace(routes.Documents())


def pause_after(wrong: int) -> int:
    """Return how many seconds to wait after so many wrong passwords: none at first, then longer each time."""
    return 0 if wrong <= _FREE_TRIES else min(2 ** (wrong - _FREE_TRIES), _LONGEST_PAUSE_SECONDS)
