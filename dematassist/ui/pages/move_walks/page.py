"""The widgets of putting earlier walks in the encrypted folder."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from dematassist.changes import Changed, changed
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.move_walks.view import earlier_views, intro, moved_line
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.journeys.sealed import KeptWalk
    from dematassist.ui.shell import Shell


def make_move_page(shell: Shell, _route: routes.MoveWalks) -> Page:
    """Make the page; that of documents when the folder is not open."""
    if shell.app.walks.sealed is not None and shell.app.practice is None:
        return MoveWalksPage(shell)
    from dematassist.ui.pages.documents.page import make_documents_page

    return make_documents_page(shell, routes.Documents())


class MoveWalksPage(Page):
    """Each walk outside the folder with its button, and one button for all."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("Put my walks in my documents"))
        app = shell.app
        summaries = app.walks.outside()
        days = {one.id: datetime.fromisoformat(one.updated_at).astimezone().date() for one in summaries}
        self._buttons: list[Button] = []
        if summaries:
            self.prose(_("Put my walks in my documents"), intro(is_desk=app.is_desk))
        else:
            self.line(_("All your walks are in your folder."))
        if len(summaries) > 1:
            ids = tuple(one.id for one in summaries)
            everything = Button(
                _("Put them all in my folder"),
                partial(self._move, ids),
                weight=Weight.MAIN,
                pictogram=Pictogram.LOCK,
            )
            self._buttons.append(everything)
            self.row(everything)
        for view in earlier_views(summaries, days):
            self.line(view.title, is_bold=True)
            self.line(view.detail, is_quiet=True)
            button = Button(
                _("Put it in my folder"),
                partial(self._move, (view.journey_id,)),
                pictogram=Pictogram.LOCK,
                spoken=view.title,
            )
            self._buttons.append(button)
            self.row(button)
        self._state = self.line("", is_bold=True)
        self.row(
            Button(
                _("Back to my documents"),
                lambda: shell.replace(routes.Documents()),
                pictogram=Pictogram.BACK,
            )
        )

    def _move(self, journey_ids: tuple[str, ...]) -> None:
        """Write the walks in the folder, read them back, and only then take them away from outside."""
        walks = self.shell.app.walks
        sealed = walks.sealed
        if sealed is None:
            return
        chosen = walks.to_move(journey_ids)
        for button in self._buttons:
            button.setEnabled(False)
        self._state.setText(_("Being put in your folder…"))
        accessible.announce(self.heading, self._state.text())

        def done(_nothing: None) -> None:
            if walks.sealed is sealed:
                self._moved(chosen)

        self.shell.tasks.run(
            Lane.STORE, lambda _progress: sealed.take_in(chosen), on_done=done, on_problem=self._fail
        )

    def _moved(self, chosen: tuple[KeptWalk, ...]) -> None:
        try:
            count = self.shell.app.walks.moved(chosen)
        except UserError as error:
            self._fail(error)
            return
        self.shell.publish(changed(Changed.JOURNEYS))
        if not self.is_gone:
            self.shell.replace(routes.MoveWalks() if self.shell.app.walks.outside() else routes.Documents())
        self.shell.tell(moved_line(count, len(chosen)))

    def _fail(self, error: UserError) -> None:
        if not self.is_gone:
            self.shell.replace(routes.MoveWalks())
        self.shell.tell_problem(error)
