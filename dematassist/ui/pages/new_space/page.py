"""The widgets of the password, and which stage of the making is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.pages.new_space.stage import Stage
from dematassist.ui.pages.new_space.view import intro, password_help
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.fields import Field

if TYPE_CHECKING:
    from dematassist.app import Making
    from dematassist.errors import UserError
    from dematassist.ui.page import Page
    from dematassist.ui.shell import Shell
    from dematassist.vault.states import RecoverySheet


def make_new_space_page(shell: Shell, route: routes.NewSpace) -> Page:
    """Make the page of where the making is. Nothing true is made in a practice."""
    from dematassist.app import Making

    if shell.app.practice is not None:
        from dematassist.ui.pages.documents.page import make_documents_page

        return make_documents_page(shell, routes.Documents())
    if shell.app.making is None:
        from dematassist.vault.passphrase import offered

        shell.app.making = Making(offered().text)
    making = shell.app.making
    if making.sheet is None:
        return PasswordPage(shell, route, making)
    if not making.is_sheet_kept:
        from dematassist.ui.pages.new_space.sheet import SheetKeptPage

        return SheetKeptPage(shell, route, making.sheet)
    from dematassist.ui.pages.new_space.words import WordsPage

    return WordsPage(shell, route, making.sheet)


class PasswordPage(Stage):
    """The password that is offered, or the person's own."""

    def __init__(self, shell: Shell, route: routes.NewSpace, making: Making) -> None:
        super().__init__(shell, route, _("Make my encrypted folder"))
        self._making = making
        self.prose(_("Make my encrypted folder"), intro(is_on_stick=shell.app.is_desk))
        self.section(_("1. The password"))
        self._field = Field(making.password)
        accessible.labelled(self.body, _("Password of the folder"), self._field, help_text=password_help())
        self._trouble = Beside(self._field, password_help())
        self.add(self._trouble)
        self._next = Button(
            _("Next: the recovery sheet"), self._prepare, weight=Weight.MAIN, pictogram=Pictogram.FORWARD
        )
        self.row(Button(_("Another password"), self._offer, pictogram=Pictogram.REPEAT), self._next)
        self._state = self.line("", is_bold=True)

    def leave(self) -> None:
        """Keep what is typed, in memory, until the folder is made."""
        making = self.shell.app.making
        if making is not None and making.sheet is None:
            self.shell.app.making = making._replace(password=self._field.text())

    def _offer(self) -> None:
        from dematassist.vault.passphrase import offered

        self._field.setText(offered().text)
        self._field.setFocus()
        accessible.announce(self._field, self._field.text())

    def _prepare(self) -> None:
        self._trouble.clear()
        self._state.setText(_("Making the key…"))
        self._next.setEnabled(False)
        password, space = self._field.text(), self.shell.app.space
        self.shell.tasks.run(
            Lane.STORE,
            lambda _progress: space.prepare(password),
            on_done=self._prepared,
            on_problem=self.while_here(self._fail),
        )

    def _prepared(self, sheet: RecoverySheet) -> None:
        self.go_on(self._making._replace(password="", sheet=sheet))

    def _fail(self, error: UserError) -> None:
        self._state.setText("")
        self._next.setEnabled(True)
        self._trouble.say(str(problem(error)))
