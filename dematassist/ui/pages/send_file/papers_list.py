"""The papers chosen: added by button, paste or drop; put in order, taken out, partly hidden."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dematassist.copies import draft as drafts
from dematassist.copies.outgoing import look_at
from dematassist.copies.sources import Source, read_source
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible
from dematassist.ui.page import Rows
from dematassist.ui.pages.send_file.view import paper_view, papers_line
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_files
from dematassist.ui.widgets.flow import FlowRow
from dematassist.ui.widgets.given import given_files, given_picture
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.picture import pixmap_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QMimeData

    from dematassist.copies.draft import Paper
    from dematassist.copies.outgoing import Outgoing
    from dematassist.ui.page import Page
    from dematassist.ui.tasks import Progress, Task


class PapersList:
    """The part of the page that holds the papers."""

    def __init__(self, page: Page, outgoing: Outgoing, hide: Callable[[int], object] | None = None) -> None:
        """``hide`` is told the number of a paper of which a part is to be hidden, where that can be done."""
        self._page, self._shell, self._hide = page, page.shell, hide
        self._outgoing = outgoing
        self._task: Task[tuple[Paper, ...]] | None = None
        self._choosing = Button(
            _("Choose papers"), self._choose, weight=Weight.MAIN, pictogram=Pictogram.FOLDER
        )
        self._stopping = Button(_("Stop reading"), self._stop, pictogram=Pictogram.STOP)
        self._stopping.hide()
        pasting = Button(_("Paste what you copied"), self.paste, pictogram=Pictogram.NOTE)
        page.row(self._choosing, pasting, self._stopping)
        page.line(_("PDF, JPEG, PNG, TIFF or WebP. You can also drop files on this page."), is_quiet=True)
        self.trouble = Beside(self._choosing)
        self._state = Line(is_bold=True)
        self._rows = Rows()
        page.add(self.trouble, self._state, self._rows)
        self._fill()

    def cancel(self) -> None:
        """Stop reading files: the page goes."""
        if self._task is not None:
            self._task.cancel()

    def _stop(self) -> None:
        self.cancel()
        self._choosing.setFocus()
        self._end()
        accessible.announce(self._choosing, _("Stopped."))

    def take(self, given: QMimeData) -> None:
        """Take in what was dropped or pasted: files, or a picture."""
        if files := given_files(given):
            self._read([str(path) for path in files])
        elif picture := given_picture(given):
            self._read([picture])
        else:
            self.trouble.say(_("There is no file and no picture to paste. Copy one first, then paste it."))

    def paste(self) -> None:
        """Take in what was copied elsewhere."""
        self.take(QGuiApplication.clipboard().mimeData())

    def _choose(self) -> None:
        kinds = _("Papers (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp)")
        chosen = choose_files(self._page, _("Choose papers"), kinds)
        if chosen:
            # A telephone numbers its photographs, and 10 comes after 9.
            self._read([str(path) for path in sorted(map(Path, chosen), key=_as_counted)])

    def _read(self, given: Sequence[str | Source]) -> None:
        if self._task is not None:
            return
        self.trouble.clear()
        self._stopping.show()
        self._shell.set_tab_order()
        self._state.setText(_("Reading the papers…"))
        accessible.announce(self._choosing, self._state.text())
        self._task = self._shell.tasks.run(
            Lane.STORE,
            partial(_looked_at, tuple(given)),
            on_done=self._add,
            on_problem=self._fail,
            on_progress=lambda done, total: self._state.setText(
                _("Reading: paper {done} of {total}.").format(done=done, total=total)
            ),
        )

    def _add(self, papers: tuple[Paper, ...]) -> None:
        self._end()
        try:
            self._outgoing.add(papers)
        except UserError as error:
            self._fail(error)
            return
        self._fill()
        accessible.announce(self._choosing, self._state.text())

    def _fail(self, error: UserError) -> None:
        self._end()
        self.trouble.say(str(problem(error)))

    def _end(self) -> None:
        self._task = None
        self._stopping.hide()
        self._state.setText(papers_line(self._outgoing.draft))

    def _fill(self) -> None:
        self._rows.clear()
        papers = self._outgoing.draft.papers
        self._state.setText(papers_line(self._outgoing.draft))
        self._buttons: dict[tuple[int, str], Button] = {}
        for index, paper in enumerate(papers):
            row = self._row(index, paper, is_last=index == len(papers) - 1)
            self._rows.add(row)
        self._shell.set_tab_order()

    def _row(self, index: int, paper: Paper, *, is_last: bool) -> QWidget:
        view = paper_view(index + 1, paper)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(8, 4, 8, 4)
        small = QLabel()
        small.setPixmap(pixmap_of(paper.small))
        small.setAccessibleName(_("Small picture of paper {title}").format(title=view.title))
        across.addWidget(small)
        words = QVBoxLayout()
        across.addLayout(words, 1)
        words.addWidget(Line(view.title, is_bold=True))
        words.addWidget(Line(view.detail, is_quiet=True))
        actions = FlowRow()
        words.addWidget(actions)
        for name, text, pictogram, is_there, action in (
            ("up", _("Move up"), Pictogram.NONE, index > 0, partial(self._move, index, -1)),
            ("down", _("Move down"), Pictogram.NONE, not is_last, partial(self._move, index, 1)),
            ("hide", _("Hide a part"), Pictogram.LOCK, self._hide is not None, partial(self._hide_in, index)),
            ("remove", _("Take out"), Pictogram.DELETE, True, partial(self._remove, index)),
        ):
            if is_there:
                button = Button(text, action, pictogram=pictogram, spoken=view.title)
                self._buttons[index, name] = button
                actions.add(button)
        return row

    def _move(self, index: int, by: int) -> None:
        self._outgoing.change(drafts.moved(self._outgoing.draft, index, by))
        self._fill()
        here, wanted, other = index + by, *(("up", "down") if by < 0 else ("down", "up"))
        button = self._buttons.get((here, wanted)) or self._buttons[here, other]
        button.setFocus()
        papers = self._outgoing.draft.papers
        said = _("{name}: paper {n} of {total}.")
        accessible.announce(button, said.format(name=papers[here].name, n=here + 1, total=len(papers)))

    def _hide_in(self, index: int) -> None:
        assert self._hide is not None
        self._hide(index)

    def _remove(self, index: int) -> None:
        before = self._outgoing.draft
        self._outgoing.change(drafts.removed(before, index))
        self._fill()
        (self._buttons.get((index, "remove")) or self._choosing).setFocus()
        accessible.announce(
            self._choosing,
            _("{name} is taken out. The file itself stays where it is.").format(
                name=before.papers[index].name
            ),
        )


def _as_counted(path: Path) -> tuple[tuple[int, str], ...]:
    """Return what puts names in the order in which a person counts."""
    words = re.split(r"(\d+)", path.name.casefold())
    return tuple((int(word), "") if word.isdecimal() else (-1, word) for word in words)


def _looked_at(given: tuple[str | Source, ...], progress: Progress) -> tuple[Paper, ...]:
    papers: list[Paper] = []
    for one in given:
        progress.report(len(papers) + 1, len(given))
        source = one if isinstance(one, Source) else read_source(Path(one))
        papers.append(look_at(source, lambda _done, _total: progress.report(len(papers) + 1, len(given))))
    return tuple(papers)
