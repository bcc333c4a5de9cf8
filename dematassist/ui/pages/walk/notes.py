"""The fields of a step: what is typed is kept as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from dematassist.i18n import _
from dematassist.journeys.dates import read_date
from dematassist.ui import accessible
from dematassist.ui.pages.walk.view import kept_note
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.ui.page import Page
    from dematassist.ui.pages.walk.view import NoteView

_PAUSE_MS = 250
"""After this pause in typing, what was typed is on disk."""


class NoteFields:
    """The fields of one step."""

    def __init__(self, page: Page, notes: tuple[NoteView, ...], keep: Callable[[str, str], object]) -> None:
        self._keep = keep
        self._fields: dict[NoteView, Field] = {}
        self._errors: dict[NoteView, Line] = {}
        self._pause = QTimer(page)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        if notes:
            page.section(_("To write down"))
        for note in notes:
            self._add(page, note)

    def _add(self, page: Page, note: NoteView) -> None:
        field = Field(note.text)
        accessible.labelled(page.body, note.label, field, help_text=note.help)
        error = Line(is_bold=True)
        error.hide()
        page.add(error)
        self._fields[note], self._errors[note] = field, error
        field.textEdited.connect(lambda _text: self._pause.start())
        field.editingFinished.connect(lambda: self._finish(note))

    def flush(self) -> None:
        """Keep what is in the fields now."""
        self._pause.stop()
        for note, field in self._fields.items():
            self._keep(note.id, kept_note(field.text(), is_date=note.is_date))

    def _finish(self, note: NoteView) -> None:
        """Keep the field just left, and say beside it when a date cannot be read."""
        self.flush()
        field, error = self._fields[note], self._errors[note]
        text = field.text().strip()
        is_wrong = note.is_date and bool(text) and read_date(text) is None
        if is_wrong == bool(error.text()):
            return
        said = _("We cannot read this date. Write day, month, year: 24/11/2026. It is kept as you wrote it.")
        error.setText(said if is_wrong else "")
        error.setVisible(is_wrong)
        accessible.describe(field, f"{said} {note.help}" if is_wrong else note.help)
        if is_wrong:
            accessible.announce(field, said)
