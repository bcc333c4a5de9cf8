"""The papers that a scanner has just written: told, and taken in when the person says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.pages.documents.view import erased_line, scanner_view
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.choose_file import choose_folder
from dematassist.vault.scanner import LOOK_EVERY_MS, Scanner, erase, look, newest_ns

if TYPE_CHECKING:
    from dematassist.ui.page import Page
    from dematassist.ui.pages.documents.adding import Adding
    from dematassist.ui.pages.documents.intake import Intake
    from dematassist.ui.tasks import Task
    from dematassist.vault.scanner import Looked


class ScannerPart:
    """The part of the page about the scanner. It looks into the folder while the page is shown."""

    def __init__(self, page: Page, adding: Adding) -> None:
        self._page, self._shell, self._adding = page, page.shell, adding
        self._task: Task[Looked] | None = None
        self._timer = QTimer(page)
        scanner = self._shell.app.scanner
        if scanner is None:
            page.row(
                Button(_("Say where my scanner puts its files"), self._choose, pictogram=Pictogram.FOLDER)
            )
            return
        self._scanner = scanner
        page.section(_("My scanner"))
        self._said = page.line("", is_bold=True)
        self._names = page.line("", is_quiet=True)
        self._take = Button(_("Add these papers"), self._take_in, pictogram=Pictogram.PLUS)
        self._aside = Button(_("Leave these aside"), self._set_aside, pictogram=Pictogram.MINUS)
        page.row(self._take, self._aside)
        self._taken = page.line("", is_bold=True)
        self._erase = Button(
            _("Erase the files of the scanner"), self._erase_taken, pictogram=Pictogram.DELETE
        )
        self._leave = Button(_("Keep the files of the scanner"), self._keep_taken, pictogram=Pictogram.CHECK)
        page.row(self._erase, self._leave)
        self._other = Button(_("Choose another folder"), self._choose, pictogram=Pictogram.FOLDER)
        page.row(self._other, Button(_("Look at my scanner no more"), self._forget, pictogram=Pictogram.STOP))
        self._show()
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._look()

    def cancel(self) -> None:
        """Look no more: the page goes."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def _look(self) -> None:
        # A folder of the network may answer late: one look at a time, and never on the lane of the papers.
        if self._task is None:
            folder = self._scanner.folder
            self._task = self._shell.tasks.run(
                Lane.NETWORK,
                lambda _progress: look(folder),
                on_done=self._page.while_here(self._looked),
                on_problem=self._shell.tell_problem,
            )

    def _looked(self, looked: Looked) -> None:
        self._task = None
        if self._scanner.know(looked):
            self._show()
            accessible.announce(self._said, self._said.text())

    def _show(self) -> None:
        view = scanner_view(self._scanner)
        self._said.setText(view.said)
        self._names.setText(view.names)
        self._taken.setText(view.taken)
        for widget, is_shown in (
            (self._names, bool(self._scanner.new)),
            (self._take, bool(self._scanner.new)),
            (self._aside, bool(self._scanner.new)),
            (self._taken, bool(view.taken)),
            (self._erase, bool(view.taken)),
            (self._leave, bool(view.taken)),
        ):
            if not is_shown and widget.hasFocus():
                self._other.setFocus()
            widget.setVisible(is_shown)

    def _take_in(self) -> None:
        self._adding.add([scan.path for scan in self._scanner.new], then=self._took)

    def _took(self, intake: Intake) -> None:
        self._scanner.took(intake.kept)
        self._keep(self._scanner)
        self._show()

    def _set_aside(self) -> None:
        self._scanner.set_aside()
        self._keep(self._scanner)
        self._show()

    def _keep_taken(self) -> None:
        self._scanner.taken = ()
        self._show()

    def _erase_taken(self) -> None:
        taken, self._scanner.taken = self._scanner.taken, ()
        self._show()
        shell = self._shell
        shell.tasks.run(
            Lane.STORE,
            lambda _progress: erase(taken),
            on_done=lambda erased: shell.tell(erased_line(erased, len(taken))),
            on_problem=shell.tell_problem,
        )

    def _choose(self) -> None:
        chosen = choose_folder(self._page, _("Say where my scanner puts its files"))
        if chosen:
            self.watch(Path(chosen))

    def watch(self, folder: Path) -> None:
        """Look into this folder from now on: what is there already was there before."""
        shell = self._shell

        def known(looked: Looked) -> None:
            self._keep(Scanner(folder, newest_ns(looked)))
            if not self._page.is_gone:
                shell.replace(routes.Documents())
            shell.tell(_("What your scanner puts there from now on is shown here."))

        shell.tasks.run(
            Lane.NETWORK, lambda _progress: look(folder), on_done=known, on_problem=shell.tell_problem
        )

    def _forget(self) -> None:
        self._keep(None)
        self._shell.replace(routes.Documents())

    def _keep(self, scanner: Scanner | None) -> None:
        try:
            self._shell.app.use_scanner(scanner)
        except UserError as error:
            self._shell.tell_problem(error)
