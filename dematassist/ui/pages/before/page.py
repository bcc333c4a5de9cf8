"""The widgets of the page before starting a guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.guides.model import ChannelKind
from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.before.view import before_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell

CHANNEL_PICTOGRAMS = {
    ChannelKind.ONLINE: Pictogram.ONLINE,
    ChannelKind.PHONE: Pictogram.PHONE,
    ChannelKind.DESK: Pictogram.DESK,
    ChannelKind.POST: Pictogram.POST,
    ChannelKind.FORM: Pictogram.FORM,
    ChannelKind.HOME_VISIT: Pictogram.VISIT,
    ChannelKind.RELAY: Pictogram.EAR,
    ChannelKind.THIRD_PARTY: Pictogram.THIRD,
}


class BeforePage(Page):
    """What to know before starting, and the button that starts."""

    def __init__(self, shell: Shell, route: routes.Before) -> None:
        guide = shell.app.guide(route.guide_id)
        official, sheet_id = shell.app.official, guide.official_sheet
        sheet_changed = official.last_changes((sheet_id,)).get(sheet_id)
        view = before_view(guide, {}, shell.app.clock.today(), sheet_changed)
        super().__init__(shell, view.title, context=Context(guide_id=guide.id))
        self._guide_id = guide.id
        if view.language_notice:
            self.line(view.language_notice, is_quiet=True)
        if view.changed_since:
            self.prose(_("This guide may be out of date"), (view.changed_since,), is_warning=True)
        self.prose(_("In one sentence"), (view.summary,))
        self._add_starts(view.start)
        self.titled(_("In short"), view.in_short)
        self.titled(_("For whom"), view.for_whom)
        if self.titled(_("Papers to prepare"), view.papers, leads=view.paper_names):
            if shell.app.held:
                from dematassist.ui.pages.papers.page import held_in_folder

                kinds = {kind.id: kind for kind in shell.app.library.papers(guide.lang)}
                held = held_in_folder(shell.app, guide, {}, kinds)
                self.line(held.said if held else "", is_bold=True)
            self.row(
                Button(
                    _("See each paper and where to get it"),
                    lambda: shell.go(routes.Papers(guide.id)),
                    pictogram=Pictogram.LIST,
                )
            )
        self.section(_("Every way to do it"))
        if view.no_other_way:
            self.prose(_("Only on the internet"), (view.no_other_way,), is_warning=True)
        for way in view.ways:
            self.pictured(way.title, CHANNEL_PICTOGRAMS[way.kind])
            self.prose(way.title, way.lines, is_list=len(way.lines) > 1)
        self.section(_("Where this comes from"))
        self.prose(_("Where this comes from"), (view.checked, view.not_official))
        origins = [
            Button(
                _("See the sources"),
                lambda: shell.go(routes.Sources(guide.id)),
                pictogram=Pictogram.SOURCE,
            )
        ]
        if official.has(sheet_id):
            origins.append(
                Button(
                    _("Read the official sheet"),
                    lambda: shell.go(routes.OfficialSheet(sheet_id)),
                    pictogram=Pictogram.FORM,
                )
            )
        self.row(*origins)

    def _add_starts(self, start: str) -> None:
        shell, guide_id = self.shell, self._guide_id
        going_on = next(
            (s for s in shell.app.journeys.summaries() if s.guide_id == guide_id and not s.is_finished), None
        )
        buttons = []
        if going_on:
            buttons.append(
                Button(
                    _("Go on where you were"),
                    lambda: shell.go(routes.Walk(going_on.id)),
                    weight=Weight.MAIN,
                    pictogram=Pictogram.RESUME,
                )
            )
        buttons.append(
            Button(
                _("Start again from the beginning") if going_on else start,
                self._start,
                weight=Weight.PLAIN if going_on else Weight.MAIN,
                pictogram=Pictogram.FORWARD,
            )
        )
        buttons.append(
            Button(
                _("Print the list of papers"),
                lambda: shell.go(routes.Sheet(routes.SheetKind.PREPARATION, guide_id)),
                pictogram=Pictogram.PRINT,
            )
        )
        buttons.append(
            Button(
                _("Practise with an invented person"),
                lambda: shell.begin_practice(guide_id),
                pictogram=Pictogram.BOOK,
            )
        )
        self.row(*buttons)

    def _start(self) -> None:
        try:
            journey_id, changes = self.shell.app.begin(self._guide_id)
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.publish(changes)
        self.shell.go(routes.Walk(journey_id))
