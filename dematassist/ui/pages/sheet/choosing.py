"""Which sheet a route asks for, made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.changes import NOTHING
from dematassist.errors import Cause, UserError
from dematassist.ui import routes
from dematassist.ui.page import Context

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dematassist.app import App
    from dematassist.appointments.handing_over import HandOverNote
    from dematassist.changes import Changes
    from dematassist.sheets.model import Sheet


def _nothing_kept(_pdf: bytes) -> Changes:
    return NOTHING


class Made(NamedTuple):
    """A sheet, what it is about, and the beginning of the name of its file, which holds nothing personal."""

    sheet: Sheet
    place: str
    context: Context
    name: str
    keep: Callable[[bytes], Changes] = _nothing_kept
    """What is kept of the exact PDF before it is saved or printed. Raises ``UserError``."""


def make_sheet(app: App, route: routes.Sheet, now: datetime) -> Made:
    """Make the sheet of a route. Raises ``UserError`` when what it is about is not there."""
    if route.kind is routes.SheetKind.PROOF:
        return _proof(app, route, now)
    if route.kind is routes.SheetKind.RECEIPT:
        return _receipt(app)
    if route.kind is routes.SheetKind.MANDATE:
        return _mandate(app, now)
    if route.kind is routes.SheetKind.HAND_OVER and app.handing_over.made is not None:
        return _hand_over(app, app.handing_over.made.note, now)
    if route.kind is routes.SheetKind.APPOINTMENT:
        return _appointment(app, route, now)
    # The wording of a sheet brings Babel: only when a sheet is opened.
    from dematassist.sheets.contents import preparation_sheet, result_sheet

    guide = app.guide(route.guide_id, route.journey_id)
    walk = app.journeys.walk(route.journey_id, app.lang) if route.journey_id else None
    if route.kind is routes.SheetKind.RESULT and walk:
        sheet = result_sheet(guide, walk.journey, now.date())
    else:
        sheet = preparation_sheet(guide, walk.journey.answers if walk else {}, now.date())
    return Made(sheet, guide.title, Context(guide.id, route.journey_id), guide.id)


def _appointment(app: App, route: routes.Sheet, now: datetime) -> Made:
    from dematassist.sheets.appointment import appointment_sheet

    sheet = appointment_sheet(app.prepared(route.appointment_id), app.lang, now.date())
    return Made(sheet, sheet.title, Context(), "rendez-vous")


def _hand_over(app: App, note: HandOverNote, now: datetime) -> Made:
    import msgspec

    from dematassist.guides.library import FALLBACK
    from dematassist.sheets.hand_over import hand_over_sheet
    from dematassist.sheets.in_french import with_french

    guides = {walk.guide.id: walk.guide for walk in app.begun_walks()}

    def in_french() -> Sheet:
        known = {
            one: guide if guide.lang == FALLBACK else app.library.guide(one, FALLBACK)
            for one, guide in guides.items()
        }
        named = msgspec.structs.replace(
            note,
            papers_in_hand=app.library.in_french(note.papers_in_hand, app.lang),
            papers_missing=app.library.in_french(note.papers_missing, app.lang),
        )
        return hand_over_sheet(named, known, FALLBACK, now.date())

    sheet = with_french(hand_over_sheet(note, guides, app.lang, now.date()), in_french)
    return Made(sheet, sheet.title, Context(), "relais")


def _receipt(app: App) -> Made:
    sheet = app.session_receipt()
    return Made(sheet, sheet.title, Context(), "recu")


def _mandate(app: App, now: datetime) -> Made:
    from dematassist.desk.mandate_sheet import mandate_sheet
    from dematassist.guides.library import FALLBACK
    from dematassist.sheets.in_french import with_french

    mandate = app.desk_session.mandate
    if mandate is None:
        # The session of the person is over: their name is nowhere any more.
        raise UserError(Cause.MANDATE_UNKNOWN)
    named = mandate._replace(procedures=app.library.in_french(mandate.procedures, app.lang))
    sheet = with_french(mandate_sheet(mandate, app.lang), lambda: mandate_sheet(named, FALLBACK))
    return Made(
        sheet, sheet.title, Context(), "mandat", lambda pdf: app.mandates.keep_printed(mandate, pdf, now)
    )


def _proof(app: App, route: routes.Sheet, now: datetime) -> Made:
    from dematassist.sheets.proof import LANG, proof_sheet
    from dematassist.ui.pages.blocked.parts import place_of

    entry = app.reports.entry(route.report_id)
    guide, step = place_of(app, entry.report, LANG)
    sheet = proof_sheet(entry, guide, step, now)
    context = Context(guide.id if guide else "", route.journey_id, step.id if step else "")
    return Made(sheet, guide.title if guide else "", context, "preuve")
