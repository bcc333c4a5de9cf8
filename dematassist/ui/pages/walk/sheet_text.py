"""What a walk along an official sheet shows besides: the text of the sheet, and what became of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.pages.walk.view import since_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from dematassist.guides.model import Step
    from dematassist.journeys.record import Walk
    from dematassist.ui.page import Page


def add_since(page: Page, walk: Walk) -> None:
    """Say that the sheet of a walk changed or is gone; nothing on a walk through a guide."""
    if walk.followed is None:
        return
    journey_id = walk.journey.id
    view = since_view(walk, page.shell.app.since(journey_id))
    if view is None:
        return
    page.prose(_("About this sheet"), view.lines, is_warning=True)
    if view.renew:
        page.row(Button(view.renew, partial(_renew, page, journey_id), pictogram=Pictogram.RESUME))


def _renew(page: Page, journey_id: str) -> None:
    try:
        page.shell.publish(page.shell.app.renew(journey_id))
    except UserError as error:
        page.shell.tell_problem(error)
        return
    page.shell.replace(routes.Walk(journey_id))


def add_sheet_text(page: Page, walk: Walk, step: Step) -> None:
    """Show what the sheet says at this step, for the answers given."""
    if walk.followed is None:
        return
    # What writes a sheet is needed on walks along sheets only.
    from dematassist.ui.pages.official.showing import SheetParts
    from dematassist.ui.pages.official.view import text_parts

    blocks = walk.followed.text(step.id, walk.journey.answers)
    parts = text_parts(walk.followed.sheet, step.title, blocks, page.shell.app.official.has)
    if parts:
        page.section(_("What the sheet says"))
        SheetParts(page).show(parts)
