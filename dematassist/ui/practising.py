"""A practice in the window: its banner, its beginning, and its end in one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.bars import Bar
from dematassist.ui.pages.practice.view import banner
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from dematassist.ui.page import Page
    from dematassist.ui.window import Window


class PracticeBar(Bar):
    """Says on every page that nobody is this person, and ends the practice."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        # Apart from the buttons: the voice says it before each page.
        self.said = QWidget()
        inside = QVBoxLayout(self.said)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(Line(banner(), factor=self.factor, is_bold=True))
        self.setAccessibleName(banner())
        self.row.addWidget(self.said)
        self.row.addWidget(
            Button(
                _("The person and their papers"),
                lambda: window.go(routes.Practice()),
                pictogram=Pictogram.PAPERS,
            )
        )
        self.row.addWidget(Button(_("End the practice"), lambda: end(window), pictogram=Pictogram.STOP))

    def mark(self, page: Page, window: Window) -> None:
        """Say that this is a practice in the title of the window, and where a screen reader says it."""
        window.setWindowTitle(_("Practice: {place}").format(place=window.windowTitle()))
        begin_at = page.begin()
        for widget in {page.heading, begin_at}:
            described = widget.accessibleDescription()
            accessible.describe(widget, f"{banner()} {described}".strip())


def begin(window: Window, guide_id: str) -> None:
    """Walk through a guide as an invented person, until ``end``."""
    window.page.leave()
    window.app.begin_practice(guide_id)
    assert window.app.practice is not None
    window.start_over(routes.Walk(window.app.practice.journey_id))


def end(window: Window) -> None:
    """Forget everything of the practice, and go back to its guide."""
    practice = window.app.practice
    if practice is None:
        return
    window.page.leave()
    guide_id = practice.journeys.walk(practice.journey_id, window.app.lang).guide.id
    window.app.end_practice()
    window.start_over(routes.Before(guide_id))
    window.tell(_("The practice is over. Nothing of it was kept."))
