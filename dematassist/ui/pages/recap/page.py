"""The widgets of the recap."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.recap.view import RecapItem, recap_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.journeys.model import Position
    from dematassist.ui.shell import Shell


class RecapPage(Page):
    """Answers, ticks and notes, with a button beside each that goes there."""

    def __init__(self, shell: Shell, route: routes.Recap) -> None:
        walk = shell.app.journeys.walk(route.journey_id, shell.app.lang)
        view = recap_view(walk)
        super().__init__(
            shell, view.title, place=walk.guide.title, context=Context(walk.guide.id, walk.journey.id)
        )
        self._journey_id = route.journey_id
        self.row(
            Button(
                _("Go on with the walk"),
                lambda: shell.go(routes.Walk(route.journey_id)),
                weight=Weight.MAIN,
                pictogram=Pictogram.RESUME,
            ),
            Button(
                _("Print what was done"),
                lambda: shell.go(routes.Sheet(routes.SheetKind.RESULT, walk.guide.id, route.journey_id)),
                pictogram=Pictogram.PRINT,
            ),
        )
        if view.answers:
            self.section(_("Your answers"))
            self._add_items(view.answers)
        self.section(_("Your steps"))
        self._add_items(view.steps)
        self.section(_("Delete this walk"))
        self.line(_("Your ticks and notes for this walk are deleted. You can undo it right after."))
        self.row(Button(_("Delete this walk"), self._forget, pictogram=Pictogram.DELETE))

    def _add_items(self, items: tuple[RecapItem, ...]) -> None:
        for item in items:
            self.line(item.title, is_bold=True)
            self.prose(item.title, item.lines, is_list=len(item.lines) > 1)
            self.row(Button(item.change, partial(self._change, item.position), pictogram=Pictogram.NOTE))

    def _change(self, position: Position) -> None:
        try:
            self.shell.publish(self.shell.app.journeys.move(self._journey_id, position))
        except UserError as error:
            self.shell.tell_problem(error)
        self.shell.go(routes.Walk(self._journey_id))

    def _forget(self) -> None:
        try:
            journey, changes = self.shell.app.journeys.forget(self._journey_id)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.publish(changes)
        self.shell.offer_undo(
            _("The walk “{title}” is deleted.").format(title=journey.guide_title),
            lambda: self.shell.app.journeys.restore(journey),
        )
