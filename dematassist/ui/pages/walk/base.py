"""What a question and a step share: the walk they are of, keeping, going."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.journeys import model
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.walk.sheet_text import add_since
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.changes import Changes
    from dematassist.journeys.record import Walk
    from dematassist.ui.shell import Shell


class WalkPage(Page):
    """What a question and a step share: the walk they are of, keeping, going."""

    def __init__(self, shell: Shell, walk: Walk, title: str, step_id: str = "") -> None:
        context = Context(walk.guide.id, walk.journey.id, step_id)
        super().__init__(shell, title, place=walk.guide.title, context=context)
        self.walk = walk
        self.route = routes.Walk(walk.journey.id)
        add_since(self, walk)

    def do(self, operation: Callable[..., Changes], *given: object, **named: object) -> None:
        """Do something to this journey; when it cannot be kept, say so and go on."""
        try:
            self.shell.publish(operation(self.walk.journey.id, *given, **named))
        except UserError as error:
            self.shell.tell_problem(error)

    def answers(self) -> dict[str, str]:
        """Return the answers given so far."""
        return self.shell.app.journeys.walk(self.walk.journey.id, self.shell.app.lang).journey.answers

    def previous(self) -> Button:
        """Make the button that leads to the question or step before."""
        return Button(_("Previous"), self._go_before, pictogram=Pictogram.BACK)

    def recap(self) -> Button:
        """Make the button that leads to all that is done."""
        return Button(
            _("See all I have done"),
            lambda: self.shell.go(routes.Recap(self.walk.journey.id)),
            pictogram=Pictogram.LIST,
        )

    def _go_before(self) -> None:
        self.leave()
        position = model.preceding(self.walk.guide, self.answers(), self.walk.journey.position)
        if position is None:
            self.shell.go(routes.Before(self.walk.guide.id))
            return
        self.do(self.shell.app.journeys.move, position)
        self.shell.go(self.route)
