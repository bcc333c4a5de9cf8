"""What is known to fail at a step, from the hub, and what the people of this desk say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.reports.draft import origin
from dematassist.reports.wording import incident_lines, note_lines
from dematassist.ui.page import Rows
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from dematassist.guides.model import Guide, Step
    from dematassist.ui.page import Page


class Known:
    """The texts, made again when something changed; they go when a problem ends."""

    def __init__(self, page: Page, guide: Guide, step: Step) -> None:
        self._page, self._guide, self._step = page, guide, step
        self._rows = Rows()
        page.add(self._rows)
        self._shown: tuple[tuple[str, ...], ...] = ()
        self._texts: list[Prose] = []
        self.fill()

    def fill(self) -> None:
        """Show what is known now. The focus stays on the page when the text that had it goes."""
        app = self._page.shell.app
        known = tuple(map(incident_lines, app.exchange.incidents(origin(self._guide, self._step))))
        note = app.desk_notes.at(self._guide.id, self._step.id)
        wanted = (*known, *((note_lines(note),) if note else ()))
        if wanted == self._shown:
            return
        had_focus = any(text.hasFocus() for text in self._texts)
        self._rows.clear()
        self._shown = wanted
        self._texts = [Prose(lines[0], lines, is_warning=True) for lines in wanted]
        self._rows.add(*self._texts)
        if had_focus:
            self._page.heading.setFocus()
        self._page.shell.set_tab_order()
