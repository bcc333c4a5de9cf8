"""The widgets of a sheet: its text, how it looks on paper, save, print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from dematassist.app import LARGE_PRINT_PERCENT
from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.ui.page import Page
from dematassist.ui.pages.sheet.choosing import make_sheet
from dematassist.ui.pages.sheet.view import sheet_view
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, CheckBox, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save

if TYPE_CHECKING:
    from dematassist.sheets.images import PageImage
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Task

_WORDS_FIRST_MS = 150


class SheetPage(Page):
    """The sheet as text, then as it is printed."""

    def __init__(self, shell: Shell, route: routes.Sheet) -> None:
        app = shell.app
        self._made_at = app.clock.now()
        self._made = made = make_sheet(app, route, self._made_at)
        self._sheet = made.sheet
        self._view = sheet_view(made.sheet, made.name)
        super().__init__(shell, self._view.title, place=made.place, context=made.context)
        self.row(
            Button(_("Save as a PDF file"), self._save, weight=Weight.MAIN, pictogram=Pictogram.SAVE),
            Button(_("Print"), self._print, pictogram=Pictogram.PRINT),
        )
        is_large = app.settings.comfort.text_percent >= LARGE_PRINT_PERCENT
        self._large = CheckBox(_("Large print"), is_checked=is_large)
        self._large.toggled.connect(lambda _on: self._preview())
        self.add(self._large)
        for title, lines in self._view.groups:
            if title and title != self._sheet.title:
                self.section(title)
            self.prose(title or _("At the foot of the page"), lines)
        self.section(_("How it looks on paper"))
        if self._view.notice:
            self.line(self._view.notice)
        self._state = self.line("", is_quiet=True)
        self._pages: list[QLabel] = []
        self._task: Task[tuple[PageImage, ...]] | None = None
        self._state.setText(_("Preparing the pages…"))
        # The words first: drawing the pages takes a processor for a moment.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._preview)
        self._soon.start(_WORDS_FIRST_MS)

    def _pdf(self, *, is_large: bool) -> bytes:
        from dematassist.sheets.pdf import render_pdf

        return render_pdf(self._sheet, self.shell.app.paths.resources, self._made_at, large_print=is_large)

    def _preview(self) -> None:
        """Make the pictures off the GUI thread: reportlab and pypdfium2 take a moment the first time."""
        self._state.setText(_("Preparing the pages…"))
        is_large = self._large.isChecked()
        width = max(min(self.column.maximumWidth(), self.width()) - 40, 300)

        def work(_progress: object) -> tuple[PageImage, ...]:
            from dematassist.sheets.images import page_images

            return page_images(self._pdf(is_large=is_large), width)

        self._task = self.shell.tasks.run(
            Lane.STORE, work, on_done=self._show, on_problem=self.shell.tell_problem
        )

    def leave(self) -> None:
        """Stop preparing pages nobody will see."""
        self._soon.stop()
        if self._task is not None:
            self._task.cancel()

    def _show(self, images: tuple[PageImage, ...]) -> None:
        for label in self._pages:
            label.setParent(None)
            label.deleteLater()
        self._pages = []
        self._state.setText("")
        for number, image in enumerate(images, 1):
            picture = QImage(
                image.bgrx, image.width, image.height, image.width * 4, QImage.Format.Format_RGB32
            )
            label = QLabel()
            label.setPixmap(QPixmap.fromImage(picture))
            # The words of the page are above, as text.
            label.setAccessibleName(_("Picture of page {n}").format(n=number))
            self.add(label)
            self._pages.append(label)

    def _save(self) -> None:
        target = choose_where_to_save(
            self, _("Save as a PDF file"), self._view.file_name, _("PDF file (*.pdf)")
        )
        if not target:
            return
        from dematassist.system.files import write_atomically

        pdf = self._pdf(is_large=self._large.isChecked())
        try:
            self.shell.publish(self._made.keep(pdf))
            write_atomically(Path(target), pdf)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.tell(_("Saved: {path}").format(path=target))

    def _print(self) -> None:
        if self.shell.refuses_in_practice():
            return
        # QtPrintSupport is loaded only by who prints.
        from PySide6.QtPrintSupport import QPrinterInfo

        from dematassist.ui.pages.sheet.printing import choose_printer, paint_pages

        if not QPrinterInfo.availablePrinterNames():
            self.shell.tell_problem(UserError(Cause.NO_PRINTER))
            return
        printer = choose_printer(self)
        if printer is None:
            return
        pdf = self._pdf(is_large=self._large.isChecked())
        try:
            self.shell.publish(self._made.keep(pdf))
        except UserError as error:
            self.shell.tell_problem(error)
            return
        paint_pages(printer, pdf)
        self.shell.tell(_("Sent to the printer."))
