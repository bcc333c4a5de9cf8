"""The widgets of the papers of a guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.papers.view import papers_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dematassist.app import App
    from dematassist.guides.model import Guide
    from dematassist.papers.model import PaperKind
    from dematassist.ui.pages.papers.held import HeldView
    from dematassist.ui.shell import Shell


def held_in_folder(
    app: App, guide: Guide, answers: dict[str, str], kinds: Mapping[str, PaperKind]
) -> HeldView | None:
    """Return which papers are in the open folder; nothing, and nothing imported, when none is known."""
    if not app.held:
        return None
    from dematassist.ui.pages.papers.held import held_view

    return held_view(guide, answers, kinds, app.held, app.clock.today())


class PapersPage(Page):
    """Each paper under its name."""

    def __init__(self, shell: Shell, route: routes.Papers) -> None:
        app = shell.app
        guide = app.guide(route.guide_id, route.journey_id)
        answers = app.journeys.walk(route.journey_id, app.lang).journey.answers if route.journey_id else {}
        kinds = {kind.id: kind for kind in app.library.papers(guide.lang)}
        context = Context(guide.id, route.journey_id)
        super().__init__(shell, _("Papers to prepare"), place=guide.title, context=context)
        today = app.clock.today()
        held = held_in_folder(app, guide, answers, kinds)
        if held is not None:
            self.prose(_("In my documents"), (held.said,))
        for paper in papers_view(guide, answers, kinds, today):
            own = (held.lines[paper.id],) if held is not None and paper.id in held.lines else ()
            self.titled(paper.name, (*own, *paper.lines))
        self.row(
            Button(
                _("Print the list of papers"),
                lambda: shell.go(routes.Sheet(routes.SheetKind.PREPARATION, guide.id, route.journey_id)),
                pictogram=Pictogram.PRINT,
            ),
            Button(_("Prepare an appointment"), self._prepare_appointment, pictogram=Pictogram.CALENDAR),
            Button(
                _("Prepare a file to send"),
                lambda: shell.go(routes.SendFile(guide.id, route.journey_id)),
                pictogram=Pictogram.POST,
            ),
        )

    def _prepare_appointment(self) -> None:
        from dematassist.appointments.model import Procedure

        procedure = Procedure(self.context.guide_id, self.place, self.context.journey_id)
        try:
            appointment_id, changes = self.shell.app.appointments.prepare(procedure)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.publish(changes)
        self.shell.go(routes.AppointmentForm(appointment_id))
