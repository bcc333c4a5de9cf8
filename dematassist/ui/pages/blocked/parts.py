"""What « Ça ne marche pas » and « C’est noté » share: where a report is from, and the other ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import UserError
from dematassist.guides.official.kept import sheet_id_of
from dematassist.i18n import _
from dematassist.ui.pages.before.page import CHANNEL_PICTOGRAMS
from dematassist.ui.theme.pictograms import Pictogram

if TYPE_CHECKING:
    from dematassist.app import App
    from dematassist.guides.model import Guide, Step
    from dematassist.ui.page import Page
    from dematassist.ui.pages.blocked.view import OtherWaysView
    from dematassist.wire import Report


class Place(NamedTuple):
    """The guide and the step of a report, where this library has them."""

    guide: Guide | None
    step: Step | None


def place_of(app: App, report: Report, lang: str = "") -> Place:
    """Return where a report is from, in a language where there is one. What is gone is as none."""
    guide: Guide | None = None
    step: Step | None = None
    try:
        if report.guide_id:
            is_ours = lang and not sheet_id_of(report.guide_id)
            guide = app.library.guide(report.guide_id, lang) if is_ours else app.guide(report.guide_id)
        if guide and report.step_id:
            step = guide.step_if_there(report.step_id)
    except UserError:
        pass
    return Place(guide, step)


def add_incidents(page: Page, incidents: tuple[tuple[str, ...], ...]) -> None:
    """Add what is already known to fail, with its way round."""
    if incidents:
        page.pictured(_("Already known"), Pictogram.WARNING)
    for lines in incidents:
        page.prose(lines[0], lines, is_warning=True)


def add_other_ways(page: Page, view: OtherWaysView) -> None:
    """Add what else can be done."""
    page.titled(_("Do this instead"), view.plan_b)
    page.titled(_("Known difficulties of this step"), view.pitfalls)
    if view.ways:
        page.section(_("Ways without the internet"))
        for way in view.ways:
            page.pictured(way.title, CHANNEL_PICTOGRAMS[way.kind])
            page.prose(way.title, way.lines, is_list=len(way.lines) > 1)
    page.slowly(_("Hear these numbers slowly, to write them down"), view.numbers)
