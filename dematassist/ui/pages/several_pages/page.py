"""The widgets of the pages of one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from dematassist.i18n import _
from dematassist.papers.two_d_doc.trust_files import trust_in
from dematassist.ui import accessible, routes
from dematassist.ui.pages.documents.intake import Intake, add_all, one_paper
from dematassist.ui.pages.documents.open_folder import OpenFolderPage
from dematassist.ui.pages.documents.view import intake_line
from dematassist.ui.pages.send_file.papers_list import PapersList
from dematassist.ui.pages.several_pages.view import intro, no_page
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.given import is_taken

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from dematassist.errors import UserError
    from dematassist.ui.page import Page
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Progress, Task


def make_several_pages_page(shell: Shell, _route: routes.SeveralPages) -> Page:
    """Make the page; that of documents when the folder is not open."""
    if shell.app.is_space_open and shell.app.practice is None:
        return SeveralPagesPage(shell)
    from dematassist.ui.pages.documents.page import make_documents_page

    return make_documents_page(shell, routes.Documents())


class SeveralPagesPage(OpenFolderPage):
    """The pages of one paper, in order, and the button that keeps them."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("A paper of several pages"), place=_("My documents"))
        self._task: Task[Intake] | None = None
        self.prose(_("A paper of several pages"), intro())
        self._pages = PapersList(self, shell.app.pages_of_one)
        self._keeping = Button(_("Keep as one paper"), self._keep, pictogram=Pictogram.CHECK)
        self._stopping = Button(_("Stop adding"), self._stop, pictogram=Pictogram.STOP)
        self._stopping.hide()
        self.row(
            self._keeping,
            self._stopping,
            Button(_("Forget all this"), self._forget, pictogram=Pictogram.DELETE),
            Button(_("Back to my documents"), lambda: shell.go(routes.Documents()), pictogram=Pictogram.BACK),
        )
        self._state = self.line("", is_bold=True)
        self.setAcceptDrops(True)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._pages.paste)

    def leave(self) -> None:
        """Stop the work that nobody waits for; what is chosen stays chosen."""
        self._pages.cancel()
        if self._task is not None:
            self._task.cancel()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures that are dragged over the page."""
        if is_taken(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what is dropped."""
        self._pages.take(event.mimeData())

    def _keep(self) -> None:
        app = self.shell.app
        papers = app.pages_of_one.draft.papers
        if not papers:
            self._pages.trouble.say(no_page())
            return
        if self._task is not None:
            return
        name, fonts = _("Paper of several pages") + ".pdf", app.paths.resources / "fonts"
        space, trusted = app.space, app.paths.trust
        sources = tuple(paper.source for paper in papers)

        def work(progress: Progress) -> Intake:
            trust = trust_in([trusted]) if trusted.is_dir() else None
            made = one_paper(sources, name, fonts, progress.report)
            return add_all(space, [made], trust, lambda _done, _total: progress.report(0, 0))

        self._stopping.show()
        self.shell.set_tab_order()
        self._state.setText(_("Making one paper of these pages…"))
        accessible.announce(self._keeping, self._state.text())
        self._task = self.shell.tasks.run(
            Lane.STORE, work, on_done=self._kept, on_problem=self.while_here(self._fail)
        )

    def _kept(self, intake: Intake) -> None:
        self._end()
        if intake.refused:
            self._fail(intake.refused[0])
            return
        shell = self.shell
        shell.app.pages_of_one.clear()
        changes = shell.app.hold(intake.documents)
        shell.replace(routes.OneDocument((*intake.added, *intake.already_there)[0].id))
        shell.publish(changes)
        shell.tell(intake_line(intake))

    def _fail(self, error: UserError) -> None:
        self._end()
        self._pages.trouble.say(str(problem(error)))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._keeping.setFocus()
        self._end()
        accessible.announce(self._keeping, _("Stopped."))

    def _end(self) -> None:
        self._task = None
        self._stopping.hide()
        self._state.setText("")

    def _forget(self) -> None:
        self.shell.app.pages_of_one.clear()
        self.shell.replace(routes.SeveralPages())
