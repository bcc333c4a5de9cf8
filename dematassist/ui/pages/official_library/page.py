"""The widgets of the official sheets kept here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.guides.official.begun import cut_short
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.official_library.view import intake_line, library_view
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_file
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from dematassist.errors import UserError
    from dematassist.guides.official.making import Intake
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Progress, Task


class OfficialLibraryPage(Page):
    """What is here, what changed, and the button that takes a newer archive in."""

    def __init__(self, shell: Shell, _route: routes.OfficialLibrary) -> None:
        super().__init__(shell, _("Official sheets"))
        interrupted = cut_short(shell.app.paths.official)
        view = library_view(
            shell.app.official, shell.app.clock.today(), interrupted.name if interrupted else ""
        )
        self._task: Task[Intake | None] | None = None
        self.prose(_("What is here"), view.state, is_warning=view.is_old)
        if interrupted:
            self.prose(_("Not taken in to the end"), view.cut_short, is_warning=True)
            self.row(Button(view.again, partial(self._take, str(interrupted)), pictogram=Pictogram.RESUME))
        self._choosing = Button(
            _("Choose the archive (zip file)"),
            self._choose,
            weight=Weight.MAIN,
            pictogram=Pictogram.FOLDER,
        )
        self._stopping = Button(
            _("Stop, and keep the sheets as they are"), self._stop, pictogram=Pictogram.BACK
        )
        self._stopping.hide()
        self.row(self._choosing, self._stopping)
        self._state = Line(is_bold=True)
        self.add(self._state)
        self.titled(_("Where to find the archive"), view.how)
        if view.changes:
            self.section(_("What the last archive changed"))
            self.grouped(view.changes)
        self.setAcceptDrops(True)

    def leave(self) -> None:
        """Stop taking an archive in: the sheets stay as they are."""
        if self._task:
            self._task.cancel()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged over the page."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the file that is dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self._take(files[0])

    def _choose(self) -> None:
        chosen = choose_file(self, _("Choose the archive (zip file)"), _("Archives (*.zip)"))
        if chosen:
            self._take(chosen)

    def _take(self, file: str) -> None:
        if self._task:
            return
        self._stopping.show()
        self.shell.set_tab_order()
        self._say(_("Reading the archive…"))
        self._task = self.shell.tasks.run(
            Lane.STORE,
            partial(self._work, Path(file)),
            on_done=self._taken,
            on_problem=self._failed,
            on_progress=self._advance,
        )

    def _work(self, file: Path, progress: Progress) -> Intake | None:
        return self.shell.app.take_in_official(file, progress.report)

    def _advance(self, done: int, total: int) -> None:
        self._state.setText(_("{done} of {total} files read.").format(done=done, total=total or "…"))

    def _taken(self, intake: Intake | None) -> None:
        self._task = None
        if intake is not None:
            self.shell.publish(self.shell.app.forget_official())
            self.shell.replace(routes.OfficialLibrary())
            self.shell.tell(intake_line(intake))

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._stopping.hide()
        self._state.setText("")
        self.shell.tell_problem(error)

    def _stop(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None
        self._stopping.hide()
        self._choosing.setFocus()
        self._say(_("Stopped. The sheets are as they were."))

    def _say(self, text: str) -> None:
        self._state.setText(text)
        accessible.announce(self._choosing, text)
