"""The widgets of making the encrypted folder: the password, the sheet, the two words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.new_space.view import (
    intro,
    password_help,
    sheet_lines,
    word_label,
    words_lines,
)
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save
from dematassist.ui.widgets.fields import Field

if TYPE_CHECKING:
    from dematassist.app import Making
    from dematassist.ui.shell import Shell
    from dematassist.vault.states import RecoverySheet, Unlocked


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
        return SheetKeptPage(shell, route, making.sheet)
    return WordsPage(shell, route, making.sheet)


class _Stage(Page):
    """What the three stages share."""

    def __init__(self, shell: Shell, route: routes.NewSpace, title: str) -> None:
        super().__init__(shell, title)
        self._route = route

    def _go_on(self, making: Making | None) -> None:
        self.shell.app.making = making
        self.shell.replace(self._route)


class PasswordPage(_Stage):
    """The password that is offered, or the person's own."""

    def __init__(self, shell: Shell, route: routes.NewSpace, making: Making) -> None:
        super().__init__(shell, route, _("Make my encrypted folder"))
        self._making = making
        self.prose(_("Make my encrypted folder"), intro())
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
            on_problem=self._fail,
        )

    def _prepared(self, sheet: RecoverySheet) -> None:
        self._go_on(self._making._replace(password="", sheet=sheet))

    def _fail(self, error: UserError) -> None:
        self._state.setText("")
        self._next.setEnabled(True)
        self._trouble.say(str(problem(error)))


class SheetKeptPage(_Stage):
    """The recovery sheet: printed, saved or copied by hand."""

    def __init__(self, shell: Shell, route: routes.NewSpace, sheet: RecoverySheet) -> None:
        super().__init__(shell, route, _("Keep your recovery sheet"))
        self._sheet = sheet
        self.prose(_("Keep your recovery sheet"), sheet_lines())
        self.row(
            Button(_("Print the sheet"), self._print, weight=Weight.MAIN, pictogram=Pictogram.PRINT),
            Button(_("Save the sheet as a PDF"), self._save, pictogram=Pictogram.SAVE),
        )
        self.section(_("The twelve words"))
        self.prose(_("The twelve words"), tuple(f"{n}. {word}" for n, word in enumerate(sheet.words, 1)))
        self.row(Button(_("I have my sheet"), self._kept, weight=Weight.MAIN, pictogram=Pictogram.FORWARD))

    def _pdf(self) -> bytes:
        from dematassist.sheets.pdf import render_pdf
        from dematassist.sheets.recovery import recovery_sheet

        now = self.shell.app.clock.now()
        sheet = recovery_sheet(self._sheet, now.date())
        return render_pdf(sheet, self.shell.app.paths.resources, now, large_print=True)

    def _save(self) -> None:
        target = choose_where_to_save(
            self, _("Save the sheet as a PDF"), _("recovery-sheet.pdf"), _("PDF file (*.pdf)")
        )
        if target:
            self.save_as(Path(target))

    def save_as(self, target: Path) -> None:
        """Write the sheet there."""
        from dematassist.system.files import write_atomically

        try:
            write_atomically(target, self._pdf())
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.tell(_("Saved: {path}. Put it away from this computer.").format(path=target))

    def _print(self) -> None:
        # QtPrintSupport is loaded only by who prints.
        from PySide6.QtPrintSupport import QPrinterInfo

        from dematassist.ui.pages.sheet.printing import print_pdf

        if not QPrinterInfo.availablePrinterNames():
            self.shell.tell_problem(UserError(Cause.NO_PRINTER))
        elif print_pdf(self, self._pdf()):
            self.shell.tell(_("Sent to the printer."))

    def _kept(self) -> None:
        making = self.shell.app.making
        assert making is not None
        self._go_on(making._replace(is_sheet_kept=True))


class WordsPage(_Stage):
    """Two words of the sheet, asked back; then the folder is made."""

    def __init__(self, shell: Shell, route: routes.NewSpace, sheet: RecoverySheet) -> None:
        super().__init__(shell, route, _("Two words of your sheet"))
        self.prose(_("Two words of your sheet"), words_lines())
        self._fields = (Field(), Field())
        for number, field in zip(sheet.asked, self._fields, strict=True):
            accessible.labelled(self.body, word_label(number), field)
        self._trouble = Beside(self._fields[0])
        self.add(self._trouble)
        self._making_it = Button(
            _("Make the folder"), self._create, weight=Weight.MAIN, pictogram=Pictogram.CHECK
        )
        self.row(Button(_("See the sheet again"), self._again, pictogram=Pictogram.BACK), self._making_it)
        self._state = self.line("", is_bold=True)

    def _again(self) -> None:
        making = self.shell.app.making
        assert making is not None
        self._go_on(making._replace(is_sheet_kept=False))

    def _create(self) -> None:
        self._trouble.clear()
        self._state.setText(_("Making the folder…"))
        self._making_it.setEnabled(False)
        answers, space = tuple(field.text() for field in self._fields), self.shell.app.space
        self.shell.tasks.run(
            Lane.STORE, lambda _progress: space.create(answers), on_done=self._created, on_problem=self._fail
        )

    def _created(self, _state: Unlocked) -> None:
        app = self.shell.app
        app.making = None
        self.shell.publish(app.hold(()))
        self.shell.replace(routes.Documents())
        self.shell.tell(_("Your folder is made, and open. You can add papers."))

    def _fail(self, error: UserError) -> None:
        self._state.setText("")
        self._making_it.setEnabled(True)
        self._trouble.say(str(problem(error)))
