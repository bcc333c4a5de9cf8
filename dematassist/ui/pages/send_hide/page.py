"""The widgets of the page where parts of a paper are hidden."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.copies import draft as drafts
from dematassist.copies.viewing import pictures
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.send_hide.canvas import Canvas
from dematassist.ui.pages.send_hide.view import (
    FIRST_BOX,
    actions,
    boxes_line,
    hide_view,
    page_line,
    where_line,
)
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.copies.model import Box
    from dematassist.copies.viewing import Seen
    from dematassist.errors import UserError
    from dematassist.ui.pages.send_hide.view import Action
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Task

_WIDTH_PX = 1000


def make_hide_page(shell: Shell, route: routes.SendHide) -> Page:
    """Make the page of a paper; that of all papers when this one is no longer there."""
    if route.paper < len(shell.app.outgoing.draft.papers):
        return SendHidePage(shell, route)
    from dematassist.ui.pages.send_file.page import SendFilePage

    return SendFilePage(shell, route.of)


class SendHidePage(Page):
    """One page of one paper, its boxes, and every way to change them."""

    def __init__(self, shell: Shell, route: routes.SendHide) -> None:
        self._outgoing, self._route = shell.app.outgoing, route
        self._paper = self._outgoing.draft.papers[route.paper]
        view = hide_view(self._paper.name)
        super().__init__(shell, view.title, context=Context(*route.of))
        self._task: Task[Seen] | None = None
        self._chosen = 0
        self.prose(view.title, view.intro)
        if self._paper.pages > 1:
            self.line(page_line(route.page, self._paper.pages), is_bold=True)
            self._add_turning()
        adding = Button(_("Add a box"), self._add_box, pictogram=Pictogram.PLUS)
        self._next = Button(_("Next box"), self._go_next, pictogram=Pictogram.FORWARD)
        self._removing = Button(_("Take this box away"), self._remove, pictogram=Pictogram.DELETE)
        self.row(adding, self._next, self._removing)
        self._adding = adding
        self._state = self.line("", is_bold=True)
        self._moves = [Button(action.words, partial(self._change, action)) for action in actions()]
        for button in self._moves:
            # Held down, it goes on: a page is a hundred steps high.
            button.setAutoRepeat(True)
        self.row(*self._moves)
        self._canvas = Canvas(self._set)
        self.add(self._canvas)
        self.row(Button(_("It is done"), self._finish, weight=Weight.MAIN, pictogram=Pictogram.CHECK))
        self._show(drafts.boxes(self._paper, route.page))
        self._draw()

    def leave(self) -> None:
        """Draw no page that nobody will see."""
        if self._task is not None:
            self._task.cancel()

    def _add_turning(self) -> None:
        buttons = []
        if self._route.page > 1:
            buttons.append(Button(_("Page before"), partial(self._turn, -1), pictogram=Pictogram.BACK))
        if self._route.page < self._paper.pages:
            buttons.append(Button(_("Page after"), partial(self._turn, 1), pictogram=Pictogram.FORWARD))
        self.row(*buttons)

    def _turn(self, by: int) -> None:
        self.shell.replace(self._route._replace(page=self._route.page + by))

    def _finish(self) -> None:
        self.shell.replace(self._route.of)

    def _draw(self) -> None:
        page, name = self._route.page, _("Picture of page {n}").format(n=self._route.page)

        def shown(seen: Seen) -> None:
            self._task = None
            self._canvas.show_pixels(seen.pictures[0], name)

        def failed(error: UserError) -> None:
            self._task = None
            self._state.setText(str(problem(error)))

        self._canvas.setAccessibleName(name)
        self._task = self.shell.tasks.run(
            Lane.STORE,
            lambda progress: pictures(self._paper.source, _WIDTH_PX, page, page, progress.report),
            on_done=shown,
            on_problem=failed,
        )

    def _boxes(self) -> tuple[Box, ...]:
        return self._canvas.boxes

    def _set(self, boxes: tuple[Box, ...], chosen: int) -> None:
        """Keep the boxes, show them, and say where the chosen one lies."""
        self._chosen = min(chosen, max(len(boxes) - 1, 0))
        draft = drafts.with_boxes(self._outgoing.draft, self._route.paper, self._route.page, boxes)
        self._outgoing.change(draft)
        self._show(boxes)
        said = where_line(boxes[self._chosen], self._chosen + 1) if boxes else self._state.text()
        accessible.announce(self._canvas, said)

    def _show(self, boxes: tuple[Box, ...]) -> None:
        self._canvas.show_boxes(boxes, self._chosen)
        self._state.setText(boxes_line(boxes, self._chosen))
        accessible.describe(self._canvas, self._state.text())
        for button in (*self._moves, self._removing):
            button.setVisible(bool(boxes))
        self._next.setVisible(len(boxes) > 1)

    def _add_box(self) -> None:
        self._set((*self._boxes(), FIRST_BOX), len(self._boxes()))
        self.shell.set_tab_order()

    def _go_next(self) -> None:
        self._set(self._boxes(), (self._chosen + 1) % len(self._boxes()))

    def _remove(self) -> None:
        boxes = self._boxes()
        if len(boxes) == 1:
            # The button goes: the focus must not go with it.
            self._adding.setFocus()
        self._set((*boxes[: self._chosen], *boxes[self._chosen + 1 :]), self._chosen)

    def _change(self, action: Action) -> None:
        boxes = self._boxes()
        changed = action.change(boxes[self._chosen])
        self._set((*boxes[: self._chosen], changed, *boxes[self._chosen + 1 :]), self._chosen)
