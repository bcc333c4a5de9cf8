"""The widgets of the invented person and their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.practice.view import practice_view, specimen_notice
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.app import Practice
    from dematassist.copies.draft import Paper
    from dematassist.papers.model import PaperKind
    from dematassist.sheets.images import PageImage
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Progress, Task

_SHOWN_PX = 320


def make_practice_page(shell: Shell, _route: routes.Practice) -> Page:
    """Make the page; home when nobody practises any more."""
    if shell.app.practice is not None:
        return PracticePage(shell, shell.app.practice)
    from dematassist.ui.pages.home.page import HomePage

    return HomePage(shell, routes.Home())


class PracticePage(Page):
    """The person, each paper as a picture, and a way to put the papers in a file to send."""

    def __init__(self, shell: Shell, practice: Practice) -> None:
        app = shell.app
        walk = practice.journeys.walk(practice.journey_id, app.lang)
        kinds = {kind.id: kind for kind in app.library.papers(walk.guide.lang)}
        view = practice_view(walk.guide, walk.journey.answers, kinds)
        context = Context(walk.guide.id, practice.journey_id)
        super().__init__(shell, view.title, place=walk.guide.title, context=context)
        self._kinds, self._practice = view.papers, practice
        self._task: Task[dict[str, PageImage]] | None = None
        self._taking: Task[tuple[Paper, ...]] | None = None
        self.prose(view.title, view.intro)
        self.titled(_("The invented person"), view.person)
        self.row(
            Button(
                _("Go on with the practice"),
                lambda: shell.go(routes.Walk(practice.journey_id)),
                weight=Weight.MAIN,
                pictogram=Pictogram.RESUME,
            )
        )
        self._pictures: dict[str, QLabel] = {}
        if view.papers:
            self.section(_("The invented papers"))
            self._sending = Button(
                _("Prepare a file to send with these papers"), self._take, pictogram=Pictogram.POST
            )
            self.row(self._sending)
        for kind in view.papers:
            self.line(kind.name, is_bold=True)
            label = QLabel()
            label.setAccessibleName(_("Picture of a paper marked SPÉCIMEN: {name}").format(name=kind.name))
            self.body.addWidget(label, alignment=Qt.AlignmentFlag.AlignLeading)
            self._pictures[kind.id] = label
        self._draw()

    def leave(self) -> None:
        """Stop drawing what nobody will see."""
        for task in (self._task, self._taking):
            if task is not None:
                task.cancel()

    def _paper(self, kind: PaperKind) -> bytes:
        from dematassist.sheets.specimen import specimen

        return specimen(kind, self.shell.app.paths.resources, specimen_notice())

    def _draw(self) -> None:
        def work(_progress: Progress) -> dict[str, PageImage]:
            from dematassist.sheets.images import page_images

            return {kind.id: page_images(self._paper(kind), _SHOWN_PX)[0] for kind in self._kinds}

        self._task = self.shell.tasks.run(
            Lane.STORE, work, on_done=self._show, on_problem=self.shell.tell_problem
        )

    def _show(self, images: dict[str, PageImage]) -> None:
        self._task = None
        for paper_id, image in images.items():
            picture = QImage(
                image.bgrx, image.width, image.height, image.width * 4, QImage.Format.Format_RGB32
            )
            self._pictures[paper_id].setPixmap(QPixmap.fromImage(picture))

    def _take(self) -> None:
        """Put the papers in the file to send, as if they had been chosen."""

        def work(progress: Progress) -> tuple[Paper, ...]:
            from dematassist.copies.outgoing import look_at
            from dematassist.copies.sources import Source

            papers: list[Paper] = []
            for kind in self._kinds:
                progress.report(len(papers), len(self._kinds))
                source = Source(f"{kind.name}.pdf", "PDF", self._paper(kind))
                papers.append(look_at(source, lambda _done, _total: progress.report(len(papers), 0)))
            return tuple(papers)

        if self._taking is None:
            self.shell.tell(_("The invented papers are being made…"))
            self._taking = self.shell.tasks.run(
                Lane.STORE, work, on_done=self._taken, on_problem=self.shell.tell_problem
            )

    def _taken(self, papers: tuple[Paper, ...]) -> None:
        self._taking = None
        outgoing = self._practice.outgoing
        outgoing.change(outgoing.draft._replace(papers=papers))
        self.shell.go(routes.SendFile(self.context.guide_id, self.context.journey_id))
