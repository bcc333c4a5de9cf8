"""The widgets of one document: what it is, how it looks, what can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.changes import Changed
from dematassist.copies.outgoing import look_at
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.document.facts import FactsFields
from dematassist.ui.pages.document.looking import Looking
from dematassist.ui.pages.document.view import summary_lines
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.changes import Changes
    from dematassist.copies.draft import Paper
    from dematassist.errors import UserError
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Progress
    from dematassist.vault.model import Document

_WIDTH_PX = 1000


def make_document_page(shell: Shell, route: routes.OneDocument) -> Page:
    """Make the page; that of all documents when this one is not there, or the folder is closed."""
    for document in shell.app.held:
        if document.id == route.document_id:
            return DocumentPage(shell, route, document)
    from dematassist.ui.pages.documents.page import make_documents_page

    return make_documents_page(shell, routes.Documents())


class DocumentPage(Page):
    """One document."""

    def __init__(self, shell: Shell, route: routes.OneDocument, document: Document) -> None:
        super().__init__(shell, document.shown_name, place=_("My documents"))
        app = shell.app
        self._document, self._space = document, app.space
        kinds = {kind.id: kind for kind in app.library.papers(app.lang)}
        self._kinds = kinds
        self._summary = self.prose(_("In short"), summary_lines(document, kinds, app.clock.today()))
        self.section(_("What it is"))
        self._fields = FactsFields(self, document.facts, kinds)
        self.row(
            Button(_("Keep this"), self._keep, weight=Weight.MAIN, pictogram=Pictogram.CHECK),
            Button(_("Back to my documents"), lambda: shell.go(routes.Documents()), pictogram=Pictogram.BACK),
        )
        self.section(_("What can be done with it"))
        self.row(
            Button(_("Prepare a file to send"), self._send, pictogram=Pictogram.POST),
            Button(_("Save a copy elsewhere"), self._save, pictogram=Pictogram.SAVE),
            Button(_("Put it in the trash"), self._remove, pictogram=Pictogram.DELETE),
        )
        self._looking = Looking(self, route, document)

    def leave(self) -> None:
        """Draw no page that nobody will see."""
        self._looking.cancel()

    def refresh(self, changes: Changes) -> None:
        """Go away when the folder was closed, or the document is no longer there."""
        if Changed.DOCUMENTS not in changes.kinds:
            return
        app = self.shell.app
        here = [document for document in app.held if document.id == self._document.id]
        if not here:
            self.shell.replace(routes.Documents())
        elif here[0] != self._document:
            self._document = self._looking.document = here[0]
            self._summary.show_lines(summary_lines(here[0], self._kinds, app.clock.today()))
            self._fields.know(here[0].facts)

    def _changed(self, do: Callable[[], object], said: str, then: routes.Route) -> None:
        """Change something of the folder, know its documents again, say so."""

        def work(_progress: Progress) -> tuple[Document, ...]:
            do()
            return self._space.documents()

        def done(documents: tuple[Document, ...]) -> None:
            changes = self.shell.app.hold(documents)
            if not self.is_gone:
                self.shell.replace(then)
            self.shell.publish(changes)
            self.shell.tell(said)

        self.shell.tasks.run(Lane.STORE, work, on_done=done, on_problem=self.shell.tell_problem)

    def _keep(self) -> None:
        facts = self._fields.read()
        if facts is not None:
            document_id = self._document.id
            self._changed(
                lambda: self._space.set_facts(document_id, facts), _("It is kept."), routes.Documents()
            )

    def _remove(self) -> None:
        document_id = self._document.id
        self._changed(
            lambda: self._space.remove(document_id),
            _("It is in the trash for thirty days. You can put it back."),
            routes.Documents(is_trash=True),
        )

    def _save(self) -> None:
        target = choose_where_to_save(
            self, _("Save a copy elsewhere"), self._document.original_name, _("All files (*)")
        )
        if target:
            document_id = self._document.id
            self.shell.tasks.run(
                Lane.STORE,
                lambda progress: self._space.save_copy(document_id, Path(target), progress.report),
                on_done=lambda _nothing: self.shell.tell(
                    _("Saved: {path}. This copy is not encrypted.").format(path=target)
                ),
                on_problem=self.shell.tell_problem,
            )

    def _send(self) -> None:
        """Put the paper in the file to send, after what is there already."""
        self._looking.say(_("Opening the paper…"))
        accessible.announce(self._looking.picture, _("Opening the paper…"))

        def work(progress: Progress) -> Paper:
            return look_at(self._looking.source(progress.report), progress.report)

        def done(paper: Paper) -> None:
            self.shell.app.outgoing.add((paper,))
            if not self.is_gone:
                self.shell.go(routes.SendFile())

        def failed(error: UserError) -> None:
            self._looking.say("")
            self.shell.tell_problem(error)

        self.shell.tasks.run(Lane.STORE, work, on_done=done, on_problem=self.while_here(failed))
