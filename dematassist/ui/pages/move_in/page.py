"""The widgets of putting earlier walks and appointments in the encrypted folder."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from dematassist.changes import Changed, changed
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.move_in.view import earlier_appointments, earlier_walks, intro, moved_line
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.appointments.together import Kept, Moving
    from dematassist.ui.pages.move_in.view import EarlierView
    from dematassist.ui.shell import Shell


def make_move_page(shell: Shell, _route: routes.MoveIn) -> Page:
    """Make the page; that of documents when the folder is not open."""
    if shell.app.practice is None and shell.app.kept.is_open:
        return MoveInPage(shell)
    from dematassist.ui.pages.documents.page import make_documents_page

    return make_documents_page(shell, routes.Documents())


class MoveInPage(Page):
    """Each walk and appointment outside the folder with its button, and one button for all."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("Put away my walks and appointments"))
        walks, appointments = kept = shell.app.kept
        self._buttons: list[Button] = []
        ids = kept.outside_ids()
        if ids:
            self.prose(_("Put away my walks and appointments"), intro(is_desk=shell.app.is_desk))
        else:
            self.line(_("All your walks and appointments are in your folder."))
        if len(ids) > 1:
            self._add_button(Button(
                _("Put them all in my folder"),
                partial(self._move, ids),
                weight=Weight.MAIN,
                pictogram=Pictogram.LOCK,
            ))  # fmt: skip
        summaries = walks.outside()
        days = {one.id: datetime.fromisoformat(one.updated_at).astimezone().date() for one in summaries}
        self._add_all(_("Walks"), earlier_walks(summaries, days))
        self._add_all(_("Appointments"), earlier_appointments(appointments.outside(), len(summaries)))
        self._state = self.line("", is_bold=True)
        self.row(
            Button(
                _("Back to my documents"),
                lambda: shell.replace(routes.Documents()),
                pictogram=Pictogram.BACK,
            )
        )

    def _add_all(self, title: str, views: tuple[EarlierView, ...]) -> None:
        if views:
            self.section(title)
        for view in views:
            self.line(view.title, is_bold=True)
            self.line(view.detail, is_quiet=True)
            self._add_button(
                Button(
                    _("Put in my folder"),
                    partial(self._move, (view.id,)),
                    pictogram=Pictogram.LOCK,
                    spoken=view.title,
                )
            )

    def _add_button(self, button: Button) -> None:
        self._buttons.append(button)
        self.row(button)

    def _move(self, ids: tuple[str, ...]) -> None:
        """Write these in the folder, read them back, and only then take them away from outside."""
        kept = self.shell.app.kept
        sealed, chosen = kept.walks.sealed, kept.to_move(ids)
        for button in self._buttons:
            button.setEnabled(False)
        self._state.setText(_("Being put in your folder…"))
        accessible.announce(self.heading, self._state.text())

        def done(_nothing: None) -> None:
            if sealed is not None and kept.walks.sealed is sealed:
                self._moved(kept, chosen)

        self.shell.tasks.run(
            Lane.STORE, lambda _progress: kept.take_in(chosen), on_done=done, on_problem=self._fail
        )

    def _moved(self, kept: Kept, chosen: Moving) -> None:
        try:
            moved = kept.moved(chosen)
        except UserError as error:
            self._fail(error)
            return
        self.shell.publish(changed(Changed.JOURNEYS, Changed.APPOINTMENTS))
        if not self.is_gone:
            self.shell.replace(routes.MoveIn() if kept.is_outside else routes.Documents())
        self.shell.tell(moved_line(moved))

    def _fail(self, error: UserError) -> None:
        if not self.is_gone:
            self.shell.replace(routes.MoveIn())
        self.shell.tell_problem(error)
