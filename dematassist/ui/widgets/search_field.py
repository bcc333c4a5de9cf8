"""The field of a search: it looks after a pause in typing, Down goes to the answers, Escape clears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer

from dematassist.ui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

_PAUSE_MS = 150


class SearchField(Field):
    """A field that says when to search. It exists only with its label: ``accessible.labelled``."""

    def __init__(
        self, on_search: Callable[[str], object], on_answers: Callable[[], object], text: str = ""
    ) -> None:
        """``on_search`` gets what is typed, once a person pauses; ``on_answers`` goes to the first answer.

        ``text`` was searched before: the page shows its answers.
        """
        super().__init__(text)
        self._on_search, self._on_answers = on_search, on_answers
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.textChanged.connect(lambda _text: self._pause.start())

    def event(self, event: QEvent) -> bool:
        """Keep Escape while there is something to clear: then it does not leave the page."""
        if event.type() is QEvent.Type.ShortcutOverride and _is_escape(event) and self.text():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear, or search at once and go to the answers; anything else is typed."""
        if _is_escape(event) and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._pause.isActive():
                self._search()
            self._on_answers()
        else:
            super().keyPressEvent(event)

    def _search(self) -> None:
        self._pause.stop()
        self._on_search(self.text().strip())


def _is_escape(event: QEvent) -> bool:
    return getattr(event, "key", lambda: None)() == Qt.Key.Key_Escape
