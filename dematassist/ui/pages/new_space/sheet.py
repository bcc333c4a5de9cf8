"""The widgets of the recovery sheet: printed, saved or copied by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.ui.pages.new_space.stage import Stage
from dematassist.ui.pages.new_space.view import sheet_lines
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save

if TYPE_CHECKING:
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell
    from dematassist.vault.states import RecoverySheet


class SheetKeptPage(Stage):
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
        self.go_on(self.making()._replace(is_sheet_kept=True))
