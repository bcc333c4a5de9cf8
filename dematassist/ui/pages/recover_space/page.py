"""The widgets of opening the encrypted folder with its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import Cause
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.recover_space.view import is_key, lines, password_help, words_help
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.secret import SecretField, show_box

if TYPE_CHECKING:
    from dematassist.errors import UserError
    from dematassist.ui.shell import Shell
    from dematassist.vault.model import Document

_OF_PASSWORDS = frozenset({Cause.PASSWORD_TOO_SHORT, Cause.PASSWORD_TOO_LONG})


class RecoverSpacePage(Page):
    """The twelve words, another password, and the button that opens."""

    def __init__(self, shell: Shell, _route: routes.RecoverSpace) -> None:
        super().__init__(shell, _("I forgot the password"))
        self.prose(_("I forgot the password"), lines())
        self._words, self._password = SecretField(), SecretField()
        accessible.labelled(
            self.body,
            _("The twelve words, or the key of the square code"),
            self._words,
            help_text=words_help(),
        )
        self._words_trouble = Beside(self._words, words_help())
        self.add(self._words_trouble)
        accessible.labelled(self.body, _("Another password"), self._password, help_text=password_help())
        self._password_trouble = Beside(self._password, password_help())
        self.add(self._password_trouble, show_box((self._words, self._password)))
        self._opening = Button(
            _("Open with these words"), self._open, weight=Weight.MAIN, pictogram=Pictogram.LOCK
        )
        self.row(self._opening)
        self._state = self.line("", is_bold=True)

    def _open(self) -> None:
        if self.shell.refuses_in_practice():
            return
        self._words_trouble.clear()
        self._password_trouble.clear()
        self._state.setText(_("Opening the folder…"))
        self._opening.setEnabled(False)
        words, password, app = self._words.text(), self._password.text(), self.shell.app
        space = app.space

        def work(_progress: object) -> tuple[Document, ...]:
            if is_key(words):
                space.recover_with_key(words.strip(), password)
            else:
                space.recover_with_words(words, password)
            return app.read_space()

        self.shell.tasks.run(Lane.STORE, work, on_done=self._opened, on_problem=self.while_here(self._fail))

    def _opened(self, documents: tuple[Document, ...]) -> None:
        app = self.shell.app
        app.wrong_passwords = 0
        self.shell.publish(app.hold(documents))
        if not self.is_gone:
            self.shell.replace(routes.Documents())
        self.shell.tell(_("Your folder is open. From now on, use your new password."))

    def _fail(self, error: UserError) -> None:
        self._state.setText("")
        self._opening.setEnabled(True)
        beside = self._password_trouble if error.cause in _OF_PASSWORDS else self._words_trouble
        beside.say(str(problem(error)))
