"""The widgets of one document: what it is, how it looks, what can be done with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.changes import Changed
from dematassist.copies.outgoing import look_at
from dematassist.copies.sources import Source, source_kind
from dematassist.copies.viewing import pictures
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.document.facts import FactsFields
from dematassist.ui.pages.document.view import summary_lines
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save
from dematassist.ui.widgets.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.changes import Changes
    from dematassist.copies.draft import Paper
    from dematassist.copies.viewing import Seen
    from dematassist.errors import UserError
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Progress, Task
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
        self._route, self._document, self._space = route, document, app.space
        self._task: Task[Seen] | None = None
        kinds = {kind.id: kind for kind in app.library.papers(app.lang)}
        self.prose(_("In short"), summary_lines(document, kinds, app.clock.today()))
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
        self.section(_("How it looks"))
        self._state = self.line(_("Opening the paper…"), is_bold=True)
        self._turning = self.row()
        self._picture = Picture()
        self._picture.setAccessibleName(_("Picture of page {n}").format(n=route.page))
        self._picture.hide()
        self.add(self._picture)
        self._draw()

    def leave(self) -> None:
        """Draw no page that nobody will see."""
        if self._task is not None:
            self._task.cancel()

    def refresh(self, changes: Changes) -> None:
        """Go away when the folder was closed, or the document is no longer there."""
        here = any(document.id == self._document.id for document in self.shell.app.held)
        if Changed.DOCUMENTS in changes.kinds and not here:
            self.shell.replace(routes.Documents())

    def _source(self, report: Callable[[int, int], object]) -> Source:
        """Return the paper, opened in memory. Raises ``UserError`` when it is of no kind that is shown."""
        content = self._space.read(self._document.id, report)
        name = self._document.original_name
        return Source(name, source_kind(content, name), content)

    def _draw(self) -> None:
        page = self._route.page

        def work(progress: Progress) -> Seen:
            return pictures(self._source(progress.report), _WIDTH_PX, page, page, progress.report)

        self._task = self.shell.tasks.run(
            Lane.STORE,
            work,
            on_done=self._show,
            on_problem=lambda error: self._state.setText(str(problem(error))),
        )

    def _show(self, seen: Seen) -> None:
        self._task = None
        page = self._route.page
        self._state.setText(_("Page {page} of {pages}").format(page=page, pages=seen.pages))
        for words, by, pictogram, is_there in (
            (_("Page before"), -1, Pictogram.BACK, page > 1),
            (_("Page after"), 1, Pictogram.FORWARD, page < seen.pages),
        ):
            if is_there:
                self._turning.addWidget(Button(words, partial(self._turn, by), pictogram=pictogram))
        if seen.pictures:
            self._picture.show_pixels(seen.pictures[0], _("Picture of page {n}").format(n=page))
            self._picture.show()
        self.shell.set_tab_order()

    def _turn(self, by: int) -> None:
        self.shell.replace(self._route._replace(page=self._route.page + by))

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
        self._state.setText(_("Opening the paper…"))
        accessible.announce(self._picture, self._state.text())

        def work(progress: Progress) -> Paper:
            return look_at(self._source(progress.report), progress.report)

        def done(paper: Paper) -> None:
            self.shell.app.outgoing.add((paper,))
            if not self.is_gone:
                self.shell.go(routes.SendFile())

        def failed(error: UserError) -> None:
            self._state.setText("")
            self.shell.tell_problem(error)

        self.shell.tasks.run(Lane.STORE, work, on_done=done, on_problem=self.while_here(failed))
