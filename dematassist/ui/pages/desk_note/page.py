"""The widgets of the note of a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.reports.notes import MAX_CHARACTERS
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.report_details.story import Story
from dematassist.ui.problems import problem
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell


class DeskNotePage(Page):
    """One field, kept when the person says so."""

    def __init__(self, shell: Shell, route: routes.DeskNote) -> None:
        guide = shell.app.guide(route.guide_id, route.journey_id)
        step = guide.step_if_there(route.step_id)
        if step is None:
            raise UserError(Cause.STEP_UNKNOWN, id=route.step_id, steps=str(len(guide.steps)))
        context = Context(guide.id, route.journey_id, step.id)
        super().__init__(shell, _("Note for this place"), place=guide.title, context=context)
        self._route = route
        note = shell.app.desk_notes.at(guide.id, step.id)
        self.prose(
            _("Note for this place"),
            (
                _("It shows at the step “{step}”, on this computer, for everyone who opens it.").format(
                    step=step.title
                ),
                _("Write nothing about a person. What looks personal is masked."),
            ),
        )
        self._story = Story(
            self,
            _("Your note"),
            _("For example: the desk of the rue Victor-Hugo answers on Tuesday mornings."),
            note.text if note else "",
            MAX_CHARACTERS,
        )
        self._trouble = Beside(self._story.area)
        self.add(self._trouble)
        actions = [
            Button(_("Keep the note"), self._keep, weight=Weight.MAIN, pictogram=Pictogram.SAVE),
            Button(_("Back without changing"), shell.back, pictogram=Pictogram.BACK),
        ]
        if note:
            actions.insert(1, Button(_("Delete the note"), self._delete, pictogram=Pictogram.DELETE))
        self.row(*actions)

    def _keep(self) -> None:
        text = self._story.text
        self._write(text, _("The note is kept.") if text.strip() else _("The note is deleted."))

    def _delete(self) -> None:
        self._write("", _("The note is deleted."))

    def _write(self, text: str, said: str) -> None:
        if self.shell.refuses_in_practice():
            return
        self._trouble.clear()
        route = self._route
        try:
            changes = self.shell.app.desk_notes.write_note(route.guide_id, route.step_id, text)
        except UserError as error:
            self._trouble.say(str(problem(error)))
            return
        self.shell.back()
        self.shell.publish(changes)
        self.shell.tell(said)
