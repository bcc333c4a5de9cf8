"""How one document looks, a page at a time; its official code is read again where it has to be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.copies.sources import Source, source_kind
from dematassist.copies.viewing import pictures
from dematassist.i18n import _
from dematassist.papers.two_d_doc.trust_files import trust_in
from dematassist.ui.pages.documents.intake import read_again
from dematassist.ui.pages.documents.view import code_line
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.picture import Picture
from dematassist.vault.model import OfficialCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.copies.viewing import Seen
    from dematassist.ui import routes
    from dematassist.ui.page import Page
    from dematassist.ui.tasks import Progress, Task
    from dematassist.vault.model import Document

_WIDTH_PX = 1000


class Looking:
    """The part of the page that shows the paper."""

    def __init__(self, page: Page, route: routes.OneDocument, document: Document) -> None:
        self._page, self._shell, self._route = page, page.shell, route
        self._space = page.shell.app.space
        self.document = document
        self._task: Task[Seen] | None = None
        page.section(_("How it looks"))
        self._state = page.line(_("Opening the paper…"), is_bold=True)
        self._turning = page.row()
        self.picture = Picture()
        self.picture.setAccessibleName(_("Picture of page {n}").format(n=route.page))
        self.picture.hide()
        page.add(self.picture)
        self._draw()

    def cancel(self) -> None:
        """Draw no page that nobody will see."""
        if self._task is not None:
            self._task.cancel()

    def say(self, text: str) -> None:
        """Say something above the picture."""
        self._state.setText(text)

    def source(self, report: Callable[[int, int], object]) -> Source:
        """Return the paper, opened in memory. Raises ``UserError`` when it is of no kind that is shown."""
        content = self._space.read(self.document.id, report)
        name = self.document.original_name
        return Source(name, source_kind(content, name), content)

    def _draw(self) -> None:
        page = self._route.page

        def work(progress: Progress) -> Seen:
            return pictures(self.source(progress.report), _WIDTH_PX, page, page, progress.report)

        self._task = self._shell.tasks.run(
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
                self._turning.add(Button(words, partial(self._turn, by), pictogram=pictogram))
        if seen.pictures:
            self.picture.show_pixels(seen.pictures[0], _("Picture of page {n}").format(n=page))
            self.picture.show()
        self._shell.set_tab_order()
        self._read_again()

    def _read_again(self) -> None:
        """Verify the official code that came with a bag: only what is read here is believed."""
        trusted, facts = self._shell.app.paths.trust, self.document.facts
        if facts.official_code is not OfficialCode.TO_READ or not trusted.is_dir():
            return

        def work(progress: Progress) -> tuple[Document, ...]:
            trust = trust_in([trusted])
            if trust is not None:
                read = read_again(facts, self.source(progress.report), trust, progress.report)
                self._space.set_facts(self.document.id, read)
            return self._space.documents()

        def done(documents: tuple[Document, ...]) -> None:
            self._shell.publish(self._shell.app.hold(documents))
            if not self._page.is_gone and (said := code_line(self.document.facts.official_code)):
                self._shell.tell(said)

        self._shell.tasks.run(Lane.STORE, work, on_done=done, on_problem=self._shell.tell_problem)

    def _turn(self, by: int) -> None:
        self._shell.replace(self._route._replace(page=self._route.page + by))
