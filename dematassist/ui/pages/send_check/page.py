"""The widgets of the page where a copy is looked at and saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.copies.model import Format
from dematassist.copies.preparing import save, targets
from dematassist.copies.sources import Source
from dematassist.copies.viewing import pictures
from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.send_check.view import check_view, page_name, saved_lines
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save
from dematassist.ui.widgets.picture import Picture
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from dematassist.copies.preparing import Prepared
    from dematassist.copies.viewing import Seen
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Progress, Task

_ZOOMS = (1.0, 1.5, 2.0, 3.0)
_WIDEST_PX = 2400


def make_check_page(shell: Shell, route: routes.SendCheck) -> Page:
    """Make the page of the copy; that where it is prepared when none is made, or not any more."""
    prepared = shell.app.outgoing.prepared
    if prepared is not None:
        return SendCheckPage(shell, route, prepared)
    from dematassist.ui.pages.send_file.page import SendFilePage

    return SendFilePage(shell, route.of)


class SendCheckPage(Page):
    """What the copy is, its pages large enough to be read, and the button that saves it."""

    def __init__(self, shell: Shell, route: routes.SendCheck, prepared: Prepared) -> None:
        self._outgoing, self._route, self._prepared = shell.app.outgoing, route, prepared
        self._draft = self._outgoing.draft
        self._view = check_view(self._draft, prepared)
        super().__init__(shell, self._view.title, context=Context(*route.of))
        self._task: Task[Seen] | None = None
        self._page, self._pages = 1, self._draft.pages + prepared.own_pages
        self.prose(_("Your copy"), self._view.lines, is_list=True)
        if self._view.warning:
            self.prose(_("Look twice"), (self._view.warning,), is_warning=True)
        self._where = self.line(page_name(1, self._pages), is_bold=True)
        self._larger = Button(_("Larger"), partial(self._zoom, 1), pictogram=Pictogram.PLUS)
        self._smaller = Button(_("Smaller"), partial(self._zoom, -1), pictogram=Pictogram.MINUS)
        self._before = Button(_("Page before"), partial(self._turn, -1), pictogram=Pictogram.BACK)
        self._after = Button(_("Page after"), partial(self._turn, 1), pictogram=Pictogram.FORWARD)
        self.row(self._before, self._after, self._larger, self._smaller)
        self._picture = Picture()
        accessible.describe(self._picture, _("When it is larger than the page, the arrows move it."))
        self.add(self._picture)
        self._saving = Button(_("Save the copy"), self._save, weight=Weight.MAIN, pictogram=Pictogram.SAVE)
        back = Button(_("Change something"), lambda: shell.replace(route.of), pictogram=Pictogram.BACK)
        self.row(self._saving, back)
        self._trouble = Beside(self._saving)
        self._done = Prose(_("What to do now"))
        self._done.hide()
        self._leaving = Button(_("Finish, and forget these papers"), self._finish, pictogram=Pictogram.CHECK)
        self._leaving.hide()
        self.add(self._trouble, self._done)
        self.row(self._leaving)
        self._show_controls()
        self._draw()

    def leave(self) -> None:
        """Draw no page that nobody will see."""
        if self._task is not None:
            self._task.cancel()

    def _turn(self, by: int) -> None:
        self._page += by
        self._where.setText(page_name(self._page, self._pages))
        self._show_controls()
        accessible.announce(self._picture, self._where.text())
        self._draw()

    def _zoom(self, by: int) -> None:
        zoom = _ZOOMS[_ZOOMS.index(self._picture.zoom) + by]
        self._picture.enlarge(zoom)
        self._show_controls()
        said = _("Size of the picture: {percent} %.").format(percent=round(zoom * 100))
        accessible.announce(self._picture, said)
        self._draw()

    def _show_controls(self) -> None:
        """Show the buttons that can do something; the focus never stays on one that goes."""
        shown = {
            self._before: self._page > 1,
            self._after: self._page < self._pages,
            self._larger: self._picture.zoom < _ZOOMS[-1],
            self._smaller: self._picture.zoom > _ZOOMS[0],
        }
        for button, is_shown in shown.items():
            if not is_shown and button.hasFocus():
                self._picture.setFocus()
            button.setVisible(is_shown)

    def _draw(self) -> None:
        if self._task is not None:
            self._task.cancel()
        source, page = self._source()
        name = _("Picture of page {n}").format(n=self._page)
        self._picture.setAccessibleName(name)
        width = min(round(self.column.maximumWidth() * self._picture.zoom), _WIDEST_PX)

        def shown(seen: Seen) -> None:
            self._task = None
            self._picture.show_pixels(seen.pictures[0], name)

        def failed(error: UserError) -> None:
            self._task = None
            self._trouble.say(str(problem(error)))

        self._task = self.shell.tasks.run(
            Lane.STORE,
            lambda progress: pictures(source, width, page, page, progress.report),
            on_done=shown,
            on_problem=failed,
        )

    def _source(self) -> tuple[Source, int]:
        """Return the file that holds the page shown, and which page of it that is."""
        files = self._prepared.files
        if self._draft.format is Format.PDF:
            return Source(_("the copy"), "PDF", files[0]), self._page
        return Source(_("the copy"), "JPEG", files[self._page - 1]), 1

    def _save(self) -> None:
        chosen = choose_where_to_save(self, _("Save the copy"), self._view.file_name, self._view.kind)
        if chosen:
            self.save_as(Path(chosen))

    def save_as(self, out: Path) -> None:
        """Write the copy there; several images are numbered."""
        self._trouble.clear()
        originals = [Path(paper.source.path) for paper in self._draft.papers]
        made, files = self._draft.format, self._prepared.files

        def write(_progress: Progress) -> tuple[Path, ...]:
            paths = targets(
                out if out.suffix else out.with_suffix(f".{made.value}"), made, len(files), originals
            )
            # The dialog asked about the name it was given, not about those with a number.
            for path in paths:
                if path != out and path.exists():
                    raise UserError(Cause.COPY_NAME_TAKEN, path=str(path))
            save(self._prepared, paths)
            return paths

        self.shell.tasks.run(
            Lane.STORE,
            write,
            on_done=self._saved,
            on_problem=self.while_here(lambda error: self._trouble.say(str(problem(error)))),
        )

    def _saved(self, paths: tuple[Path, ...]) -> None:
        if self.is_gone:
            self.shell.tell(" ".join(saved_lines(tuple(str(path) for path in paths))))
            return
        self._done.show_lines(saved_lines(tuple(str(path) for path in paths)))
        self._done.show()
        self._leaving.show()
        self.shell.set_tab_order()
        self._done.setFocus()

    def _finish(self) -> None:
        self._outgoing.clear()
        of = self._route.of
        self.shell.go(routes.Walk(of.journey_id) if of.journey_id else routes.Home())
