"""Adding papers to the folder: by button, from a folder, pasted or dropped; shown, and stopped."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from dematassist.copies.sources import Source
from dematassist.i18n import _
from dematassist.papers.two_d_doc.trust_files import trust_in
from dematassist.ui import accessible, routes
from dematassist.ui.pages.documents.intake import Intake, add_all, files_in
from dematassist.ui.pages.documents.view import intake_line
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_files, choose_folder
from dematassist.ui.widgets.given import given_files, given_picture
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QMimeData

    from dematassist.errors import UserError
    from dematassist.ui.page import Page
    from dematassist.ui.tasks import Progress, Task


class Adding:
    """The part of the page that adds."""

    def __init__(self, page: Page) -> None:
        self._page, self._shell = page, page.shell
        self._task: Task[Intake] | None = None
        self._adding = Button(_("Add papers"), self._choose, weight=Weight.MAIN, pictogram=Pictogram.PLUS)
        self._stopping = Button(_("Stop adding"), self._stop, pictogram=Pictogram.STOP)
        self._stopping.hide()
        page.row(
            self._adding,
            Button(
                _("Add several photos of one paper"),
                lambda: page.shell.go(routes.SeveralPages()),
                pictogram=Pictogram.PAPERS,
            ),
            Button(_("Add a whole folder"), self._choose_folder, pictogram=Pictogram.FOLDER),
            Button(_("Paste what you copied"), self.paste, pictogram=Pictogram.NOTE),
            self._stopping,
        )
        page.line(
            _("Your files stay where they are: the folder has its own copy. You can also drop them here."),
            is_quiet=True,
        )
        self.trouble = Beside(self._adding)
        self._state = Line(is_bold=True)
        page.add(self.trouble, self._state)

    def cancel(self) -> None:
        """Stop: the page goes. What is kept stays, and is known."""
        if self._task is not None:
            self._task.cancel()
            self._list_again()

    def take(self, given: QMimeData) -> None:
        """Take in what was dropped or pasted."""
        if files := given_files(given):
            self.add(files)
        elif picture := given_picture(given):
            self.add([picture])
        else:
            self.trouble.say(_("There is no file and no picture to paste. Copy one first, then paste it."))

    def paste(self) -> None:
        """Take in what was copied elsewhere."""
        self.take(QGuiApplication.clipboard().mimeData())

    def add(self, given: Sequence[Path | Source], then: Callable[[Intake], object] | None = None) -> None:
        """Add these, one after the other. ``then`` hears of it unless it is stopped."""

        def gathered(_progress: Progress) -> Sequence[Path | Source]:
            sources = [one for one in given if isinstance(one, Source)]
            return [*files_in(one for one in given if not isinstance(one, Source)), *sources]

        self._start(gathered, then)

    def _start(
        self,
        gather: Callable[[Progress], Sequence[Path | Source]],
        then: Callable[[Intake], object] | None = None,
    ) -> None:
        if self._task is not None:
            return
        self.trouble.clear()
        app = self._shell.app
        space, trusted = app.space, app.paths.trust

        def work(progress: Progress) -> Intake:
            trust = trust_in([trusted]) if trusted.is_dir() else None
            return add_all(space, gather(progress), trust, progress.report)

        self._stopping.show()
        self._shell.set_tab_order()
        self._say(_("Adding the papers…"))
        self._task = self._shell.tasks.run(
            Lane.STORE,
            work,
            on_done=partial(self._added, then),
            on_problem=self._fail,
            on_progress=lambda done, total: self._state.setText(
                _("Adding: paper {done} of {total}.").format(done=done + 1, total=total)
            ),
        )

    def _choose(self) -> None:
        chosen = choose_files(self._page, _("Add papers"), _("All files (*)"))
        if chosen:
            self.add([Path(path) for path in chosen])

    def _choose_folder(self) -> None:
        chosen = choose_folder(self._page, _("Add a whole folder"))
        if chosen:
            self.add([Path(chosen)])

    def _added(self, then: Callable[[Intake], object] | None, intake: Intake) -> None:
        self._end()
        shell = self._shell
        if then is not None:
            then(intake)
        refused = " ".join(str(problem(error)) for error in intake.refused)
        if not intake.added:
            self.trouble.say(" ".join(part for part in (intake_line(intake), refused) if part))
            shell.app.hold(intake.documents)
            return
        changes = shell.app.hold(intake.documents)
        if len(intake.added) == 1 and not refused:
            # Its kind and its days are asked once, now. This page goes first: it need not be made again.
            shell.go(routes.OneDocument(intake.added[0].id))
        # The page is made again by this: nothing of it is used after.
        shell.publish(changes)
        shell.tell(" ".join(part for part in (intake_line(intake), refused) if part))

    def _fail(self, error: UserError) -> None:
        self._end()
        self.trouble.say(str(problem(error)))

    def _stop(self) -> None:
        self._adding.setFocus()
        self.cancel()
        self._end()
        self._shell.tell(_("Stopped. The papers that were kept are in the folder."))

    def _list_again(self) -> None:
        shell = self._shell
        shell.tasks.run(
            Lane.STORE,
            lambda _progress: shell.app.space.documents(),
            on_done=lambda documents: shell.publish(shell.app.hold(documents)),
            on_problem=shell.tell_problem,
        )

    def _end(self) -> None:
        self._task = None
        self._stopping.hide()
        self._state.setText("")

    def _say(self, text: str) -> None:
        self._state.setText(text)
        accessible.announce(self._adding, text)
