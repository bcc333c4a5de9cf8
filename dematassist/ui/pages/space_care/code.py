"""The short code that opens the folder on one's own computer: chosen, changed, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.app import ShortCode
from dematassist.errors import Cause
from dematassist.i18n import _
from dematassist.system.settings import Computer
from dematassist.ui import accessible
from dematassist.ui.page import Rows
from dematassist.ui.pages.space_care.view import code_lines, no_code_lines
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.flow import FlowRow
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.prose import Prose
from dematassist.ui.widgets.secret import SecretField, show_box

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.errors import UserError
    from dematassist.ui.page import Page
    from dematassist.vault.states import Unlocked


class CodePart:
    """The part of the page about the short code; the field of the password is that of the page."""

    def __init__(self, page: Page, current: SecretField, trouble: Beside) -> None:
        self._page, self._shell, self._space = page, page.shell, page.shell.app.space
        self._current, self._current_trouble = current, trouble
        page.section(_("Open with a short code"))
        self._rows = Rows()
        page.add(self._rows)
        computer = self._shell.app.settings.computer
        if computer is not Computer.MINE:
            self._rows.add(Prose(_("Open with a short code"), no_code_lines(computer)))
            if computer is Computer.UNKNOWN:
                words = _("This computer is mine or my family's")
                self._rows.add(Button(words, self._say_mine, pictogram=Pictogram.CHECK))
            return
        self._rows.add(Line(_("Looking for a safe place for a code…"), is_quiet=True))
        # A keyring may take seconds to answer: the page is there meanwhile.
        self._shell.tasks.run(
            Lane.STORE,
            lambda _progress: self._space.check_keyring(),
            on_done=page.while_here(lambda _nothing: self._fill()),
            on_problem=page.while_here(self._refuse),
        )

    @property
    def _has_code(self) -> bool:
        return bool(getattr(self._space.state, "has_pin", False))

    def _say_mine(self) -> None:
        self._shell.change_settings(self._shell.app.settings._replace(computer=Computer.MINE))

    def _refuse(self, error: UserError) -> None:
        self._rows.clear()
        self._rows.add(Prose(_("Open with a short code"), (str(problem(error)),)))
        if self._has_code:
            self._rows.add(self._remover())
        self._shell.set_tab_order()

    def _fill(self) -> None:
        self._rows.clear()
        self._rows.add(Prose(_("Open with a short code"), code_lines(has_code=self._has_code)))
        self._field = SecretField()
        help_text = _("Six digits, not all the same. The password above is asked too.")
        accessible.labelled(self._rows.column, _("Short code"), self._field, help_text=help_text)
        self._trouble = Beside(self._field, help_text)
        self._rows.add(self._trouble, show_box((self._field,), _("Show the code")))
        using = Button(_("Use this code"), self._set, pictogram=Pictogram.LOCK)
        self._rows.add(FlowRow(using, *([self._remover()] if self._has_code else [])))
        self._state = Line(is_bold=True)
        self._rows.add(self._state)
        self._shell.set_tab_order()

    def _remover(self) -> Button:
        return Button(_("Take the code away"), self._remove, pictogram=Pictogram.DELETE)

    def _set(self) -> None:
        for trouble in (self._trouble, self._current_trouble):
            trouble.clear()
        current, code = self._current.text(), self._field.text()
        self._state.setText(_("Keeping the code…"))
        self._run(
            lambda: self._space.set_pin(current, code),
            _("The short code is kept. It opens your folder on this computer only."),
            self._page.while_here(self._fail),
        )

    def _remove(self) -> None:
        said = _("The short code opens nothing any more.")
        self._run(self._space.remove_pin, said, self._shell.tell_problem)

    def _fail(self, error: UserError) -> None:
        self._state.setText("")
        is_password = error.cause is Cause.PASSWORD_WRONG
        (self._current_trouble if is_password else self._trouble).say(str(problem(error)))

    def _run(self, do: Callable[[], Unlocked], said: str, on_problem: Callable[[UserError], object]) -> None:
        shell = self._shell

        def done(_state: Unlocked) -> None:
            shell.app.code = ShortCode.OFFERED
            if not self._page.is_gone:
                self._page.heading.setFocus()
                self._current.clear()
                self._fill()
            shell.tell(said)

        shell.tasks.run(Lane.STORE, lambda _progress: do(), on_done=done, on_problem=on_problem)
