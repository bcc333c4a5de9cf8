"""The widgets of « Parler à quelqu'un »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.places.emergency import emergency_numbers
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.help.desks import Desks
from dematassist.ui.pages.help.view import help_view
from dematassist.ui.theme.pictograms import Pictogram

if TYPE_CHECKING:
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell


class HelpPage(Page):
    """People: for this step, for this guide, near you, in danger."""

    def __init__(self, shell: Shell, route: routes.Help) -> None:
        app = shell.app
        guide = app.guide(route.guide_id, route.journey_id) if route.guide_id else None
        answers = app.journeys.walk(route.journey_id, app.lang).journey.answers if route.journey_id else {}
        step = guide.step_if_there(route.step_id) if guide else None
        view = help_view(
            guide,
            step,
            answers,
            app.library.national_providers(app.lang),
            emergency_numbers(app.paths.resources, app.lang),
            app.clock.today(),
        )
        super().__init__(shell, view.title, context=Context(route.guide_id, route.journey_id, route.step_id))
        self.pictured(_("In danger now"), Pictogram.EMERGENCY)
        self.prose(_("In danger now"), view.danger, is_list=True)
        self.titled(_("For this step"), view.for_step)
        self.titled(_("For this procedure"), view.for_guide)
        self.titled(_("I am deaf or hard of hearing"), view.deaf)
        if view.say:
            self.section(view.script_title)
            self.pictured(_("Say"), Pictogram.PHONE)
            self.prose(_("Say"), view.say, is_list=True)
            self.pictured(_("Have ready"), Pictogram.LIST)
            self.prose(_("Have ready"), view.have_ready, is_list=True)
            self.pictured(_("Write down"), Pictogram.NOTE)
            self.prose(_("Write down"), view.write_down, is_list=True)
            self.slowly(_("Hear slowly what to say on the phone"), (*view.say, *view.have_ready))
        self.slowly(_("Hear these numbers slowly, to write them down"), (*view.for_step, *view.for_guide))
        self.section(_("Near you"))
        self._desks = Desks(self)
        self.titled(_("Everywhere in France"), view.everywhere)
        self.section(_("National numbers"))
        self.grouped(view.national)
        self.titled(_("Someone to listen"), view.listening)

    def leave(self) -> None:
        """Stop what is under way."""
        self._desks.close()
