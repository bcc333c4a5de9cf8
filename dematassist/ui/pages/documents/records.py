"""The walks and appointments that are kept in the open folder, and the way to put earlier ones there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.pages.appointments.view import appointment_row
from dematassist.ui.pages.home.view import resume_view
from dematassist.ui.pages.move_in.view import outside_line
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui.page import Page
    from dematassist.ui.routes import Route


def add_records(page: Page) -> None:
    """Add what the folder keeps beside papers; nothing when there is none, and none to put there."""
    shell = page.shell
    walks, appointments = kept = shell.app.kept
    if not kept.is_open:
        # The copies of a mandate.
        return
    views = [resume_view(one) for one in walks.summaries() if walks.is_sealed(one.id)]
    rows = [appointment_row(one) for one in shell.app.appointments.all() if appointments.is_sealed(one.id)]
    if views:
        page.section(_("My walks ({n})").format(n=len(views)))
    for number, view in enumerate(views, 1):
        _add_card(page, f"{number}. {view.title}", view.where, routes.Walk(view.journey_id), Pictogram.RESUME)
    if rows:
        page.section(_("My appointments ({n})").format(n=len(rows)))
    for number, row in enumerate(rows, 1):
        _add_card(page, f"{number}. {row.title}", row.detail, routes.Appointment(row.id), Pictogram.CALENDAR)
    if kept.is_outside:
        page.line(outside_line(len(walks.outside()), len(appointments.outside())))
        page.row(
            Button(_("Put them in my documents"), lambda: shell.go(routes.MoveIn()), pictogram=Pictogram.LOCK)
        )


def _add_card(page: Page, title: str, detail: str, route: Route, pictogram: Pictogram) -> None:
    go = partial(page.shell.go, route)
    page.add(Button(title, go, weight=Weight.CARD, pictogram=pictogram, detail=detail))
