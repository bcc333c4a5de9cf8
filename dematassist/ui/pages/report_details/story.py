"""The free text of a report: what looks personal is shown as it is typed, and said once in a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from dematassist.i18n import _
from dematassist.reports.scrubber import scrub
from dematassist.ui import accessible
from dematassist.ui.pages.report_details.view import room_line, suspects_line
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.text_area import TextArea
from dematassist.wire import MAX_TEXT_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.reports.scrubber import Scrubbed
    from dematassist.ui.page import Page

_SEEN_MS = 250
_HEARD_MS = 1_200
"""After this pause in typing, a screen reader is told what changed: never at each key."""


class Story:
    """The field, and the line under it."""

    def __init__(
        self, page: Page, label: str, help_text: str, text: str, most: int = MAX_TEXT_CHARACTERS
    ) -> None:
        self._help, self._most = help_text, most
        self.area = TextArea(text)
        accessible.labelled(page.body, label, self.area, help_text=help_text)
        self._said = Line(is_bold=True)
        page.add(self._said)
        self._announced = ""
        self._look = _pause(page, _SEEN_MS, self._show)
        self._speak = _pause(page, _HEARD_MS, self._announce)
        self.area.textChanged.connect(self._typed)
        self._show()
        self._announced = self._said.text()

    @property
    def text(self) -> str:
        """What is typed."""
        return self.area.toPlainText()

    def _typed(self) -> None:
        self._look.start()
        self._speak.start()

    def _show(self) -> None:
        scrubbed = self.scrubbed()
        self.area.mark((found.start, found.end) for found in scrubbed.found)
        said = " ".join(filter(None, (suspects_line(scrubbed), room_line(scrubbed, self._most))))
        if said != self._said.text():
            self._said.setText(said)
            self._said.setVisible(bool(said))
            accessible.describe(self.area, f"{said} {self._help}".strip())

    def _announce(self) -> None:
        self._show()
        if self._said.text() != self._announced:
            self._announced = self._said.text()
            accessible.announce(self.area, self._announced or _("Nothing looks personal any more."))

    def scrubbed(self) -> Scrubbed:
        """Return what is typed, masked, with the places of what looks personal."""
        return scrub(self.text)


def _pause(page: Page, milliseconds: int, do: Callable[[], object]) -> QTimer:
    timer = QTimer(page)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(do)
    return timer
