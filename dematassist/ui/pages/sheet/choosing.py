"""Which sheet a route asks for, made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.ui import routes
from dematassist.ui.page import Context

if TYPE_CHECKING:
    from datetime import datetime

    from dematassist.app import App
    from dematassist.sheets.model import Sheet


class Made(NamedTuple):
    """A sheet, what it is about, and the beginning of the name of its file, which holds nothing personal."""

    sheet: Sheet
    place: str
    context: Context
    name: str


def make_sheet(app: App, route: routes.Sheet, now: datetime) -> Made:
    """Make the sheet of a route. Raises ``UserError`` when what it is about is not there."""
    if route.kind is routes.SheetKind.PROOF:
        return _proof(app, route, now)
    if route.kind is routes.SheetKind.RECEIPT:
        return _receipt(app, now)
    # The wording of a sheet brings Babel: only when a sheet is opened.
    from dematassist.sheets.contents import preparation_sheet, result_sheet

    guide = app.guide(route.guide_id, route.journey_id)
    walk = app.journeys.walk(route.journey_id, app.lang) if route.journey_id else None
    if route.kind is routes.SheetKind.RESULT and walk:
        sheet = result_sheet(guide, walk.journey, now.date())
    else:
        sheet = preparation_sheet(guide, walk.journey.answers if walk else {}, now.date())
    return Made(sheet, guide.title, Context(guide.id, route.journey_id), guide.id)


def _receipt(app: App, now: datetime) -> Made:
    from dematassist.sheets.receipt import receipt

    sheet = receipt(app.desk_session.walks(app.lang), app.lang, now.date())
    return Made(sheet, sheet.title, Context(), "recu")


def _proof(app: App, route: routes.Sheet, now: datetime) -> Made:
    from dematassist.sheets.proof import LANG, proof_sheet
    from dematassist.ui.pages.blocked.parts import place_of

    entry = app.reports.entry(route.report_id)
    guide, step = place_of(app, entry.report, LANG)
    sheet = proof_sheet(entry, guide, step, now)
    context = Context(guide.id if guide else "", route.journey_id, step.id if step else "")
    return Made(sheet, guide.title if guide else "", context, "preuve")
