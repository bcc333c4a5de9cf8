"""The papers of an appointment, read from the folder, then on to one PDF with a page that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies.outgoing import look_at
from dematassist.copies.sources import Source, source_kind
from dematassist.errors import UserError
from dematassist.i18n import _, listed
from dematassist.ui import accessible, routes
from dematassist.ui.pages.appointment.view import documents_of
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from dematassist.copies.draft import Paper
    from dematassist.ui.page import Page
    from dematassist.ui.tasks import Progress, Task
    from dematassist.vault.model import Document


_MEGABYTES = "20"


class Gathered(NamedTuple):
    """The papers that were opened, and the names of those that cannot be part of a copy."""

    papers: tuple[Paper, ...]
    left_out: tuple[str, ...]


class Together:
    """The part of the page that puts papers together."""

    def __init__(self, page: Page, appointment_id: str) -> None:
        self._page, self._shell, self._id = page, page.shell, appointment_id
        self._task: Task[Gathered] | None = None
        words = _("Put my papers in one PDF, with a page that lists them")
        self._button = Button(words, self._gather, pictogram=Pictogram.PAPERS)
        self._state = Line(is_bold=True)
        page.row(self._button)
        page.add(self._state)

    def cancel(self) -> None:
        """Stop reading: the page goes."""
        if self._task is not None:
            self._task.cancel()

    def _gather(self) -> None:
        if self._task is not None:
            return
        app = self._shell.app
        documents = documents_of(app.prepared(self._id), app.held)
        if not documents:
            self._go(Gathered((), ()))
            return
        space = app.space

        def work(progress: Progress) -> Gathered:
            papers, left_out = [], []
            for document in documents:
                content = space.read(document.id, progress.report)
                try:
                    papers.append(_paper(document, content, progress))
                except UserError:
                    left_out.append(document.shown_name)
            return Gathered(tuple(papers), tuple(left_out))

        self._state.setText(_("Opening the papers…"))
        accessible.announce(self._button, self._state.text())
        self._task = self._shell.tasks.run(
            Lane.STORE,
            work,
            on_done=self._page.while_here(self._go),
            on_problem=self._page.while_here(self._fail),
        )

    def _go(self, gathered: Gathered) -> None:
        self._end()
        outgoing = self._shell.app.outgoing
        there = {paper.source for paper in outgoing.draft.papers}
        try:
            outgoing.add(tuple(paper for paper in gathered.papers if paper.source not in there))
        except UserError as error:
            self._shell.tell_problem(error)
            return
        # It is carried or printed, not sent to a site that would refuse it: fine pages rather than few bytes.
        size = outgoing.draft.size or _MEGABYTES
        outgoing.change(outgoing.draft._replace(has_contents=True, size=size))
        self._shell.go(routes.SendFile())
        if gathered.left_out:
            said = _("These papers are of a kind that we cannot put in: {names}.")
            self._shell.tell(said.format(names=listed(gathered.left_out)))

    def _fail(self, error: UserError) -> None:
        self._end()
        self._shell.tell_problem(error)

    def _end(self) -> None:
        self._task = None
        self._state.setText("")


def _paper(document: Document, content: bytes, progress: Progress) -> Paper:
    source = Source(document.shown_name, source_kind(content, document.shown_name), content)
    return look_at(source, progress.report)._replace(name=document.shown_name)
