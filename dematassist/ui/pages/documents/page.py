"""The widgets of « Mes documents » while the folder is open; otherwise see ``closed.py``, ``absent.py``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from dematassist.changes import Changed
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Page
from dematassist.ui.pages.documents.absent import NoFolderPage, StickPage, UnusablePage
from dematassist.ui.pages.documents.adding import Adding
from dematassist.ui.pages.documents.closed import make_closed_page
from dematassist.ui.pages.documents.finding import Finding
from dematassist.ui.pages.documents.listing import Listing
from dematassist.ui.pages.documents.records import add_records
from dematassist.ui.pages.documents.scanner import ScannerPart
from dematassist.ui.pages.documents.view import in_practice, of_a_mandate, reminder_lines
from dematassist.ui.problems import problem
from dematassist.ui.space_notices import notices
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.given import is_taken
from dematassist.vault.states import Locked, NoSpace, Unlocked

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from dematassist.changes import Changes
    from dematassist.ui.shell import Shell
    from dematassist.vault.model import Document


def make_documents_page(shell: Shell, route: routes.Documents) -> Page:
    """Make the page of what the folder is now."""
    if shell.app.practice is not None:
        return UnusablePage(shell, in_practice())
    if shell.app.is_desk and not shell.app.has_place_for_space:
        return StickPage(shell)
    try:
        state = shell.app.space.state
    except UserError as error:
        return UnusablePage(shell, (str(problem(error)),))
    if isinstance(state, NoSpace):
        return NoFolderPage(shell)
    if isinstance(state, Locked):
        return make_closed_page(shell, state)
    return TrashPage(shell) if route.is_trash else DocumentsPage(shell, state, route.query)


class DocumentsPage(Page):
    """What to get again, adding, and the list."""

    def __init__(self, shell: Shell, state: Unlocked, query: str) -> None:
        super().__init__(shell, _("My documents"))
        app = shell.app
        today = app.clock.today()
        mandate = app.desk_session.opened_mandate if app.is_desk else None
        if mandate is not None:
            purpose = [_("What for: {purpose}").format(purpose=state.purpose)] if state.purpose else []
            self.prose(_("My documents"), (*of_a_mandate(mandate.terms), *purpose))
        if said := notices(state):
            self.prose(_("Good to know"), said, is_warning=True)
        if again := reminder_lines(app.held, today):
            self.section(_("To get again"))
            self.prose(_("To get again"), again, is_list=True, is_warning=True)
        # Only the person chooses what is copied for a mandate.
        self._adding = Adding(self) if state.can_write and mandate is None else None
        self._scanner = ScannerPart(self, self._adding) if self._adding is not None else None
        self.section(_("My papers ({n})").format(n=len(app.held)))
        self._listing = Listing(self, query) if app.held else None
        if self._listing is None:
            self.line(_("There is no paper yet. Add a first one: an identity card, a bill, a pay slip."))
        add_records(self)
        closing = Button(_("Close the folder"), self._lock, pictogram=Pictogram.LOCK)
        # What follows is for the owner of a folder, which a mediator never is.
        self.row(closing, *(self._of_its_owner() if mandate is None else ()))
        self._finding = Finding(self)
        self.setAcceptDrops(True)
        if self._adding is not None:
            QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._adding.paste)

    def _of_its_owner(self) -> tuple[Button, ...]:
        go = self.shell.go
        return (
            Button(_("Take everything with me"), lambda: go(routes.Carry()), pictogram=Pictogram.OPEN),
            Button(_("Protect my folder"), lambda: go(routes.SpaceCare()), pictogram=Pictogram.SOURCE),
            Button(
                _("See the trash"), lambda: go(routes.Documents(is_trash=True)), pictogram=Pictogram.DELETE
            ),
        )

    def leave(self) -> None:
        """Stop taking papers in, looking for them and searching: what is kept stays."""
        for part in (self._adding, self._scanner, self._listing):
            if part is not None:
                part.cancel()

    def refresh(self, changes: Changes) -> None:
        """Show the page again: the folder was closed, or its papers changed."""
        if Changed.DOCUMENTS in changes.kinds:
            self.shell.replace(routes.Documents())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures that are dragged over the page."""
        if is_taken(event.mimeData()) and self._adding is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what is dropped."""
        if self._adding is not None:
            self._adding.take(event.mimeData())

    def _lock(self) -> None:
        self.shell.publish(self.shell.app.lock_space())
        self.shell.tell(_("The folder is closed."))


class TrashPage(Page):
    """What is in the trash, and the way out of it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("The trash of my documents"))
        self.prose(
            _("The trash of my documents"),
            (_("What you take out stays here for thirty days. Then it goes for good."),),
        )
        self.row(
            Button(
                _("Back to my documents"), lambda: shell.replace(routes.Documents()), pictogram=Pictogram.BACK
            )
        )
        self._state = self.line("", is_bold=True)
        space = shell.app.space
        shell.tasks.run(
            Lane.STORE,
            lambda _progress: space.trash(),
            on_done=self.while_here(self._show),
            on_problem=shell.tell_problem,
        )

    def _show(self, documents: tuple[Document, ...]) -> None:
        if not documents:
            self._state.setText(_("The trash is empty."))
        for number, document in enumerate(documents, 1):
            name = f"{number}. {document.shown_name}"
            self.line(name, is_bold=True)
            self.row(
                Button(
                    _("Put back"), partial(self._restore, document.id), pictogram=Pictogram.UNDO, spoken=name
                )
            )
        self.shell.set_tab_order()

    def _restore(self, document_id: str) -> None:
        space = self.shell.app.space

        def work(_progress: object) -> tuple[Document, ...]:
            space.restore(document_id)
            return space.documents()

        def done(documents: tuple[Document, ...]) -> None:
            self.shell.publish(self.shell.app.hold(documents))
            if not self.is_gone:
                self.shell.replace(routes.Documents())
            self.shell.tell(_("It is back among your papers."))

        self.shell.tasks.run(Lane.STORE, work, on_done=done, on_problem=self.shell.tell_problem)
