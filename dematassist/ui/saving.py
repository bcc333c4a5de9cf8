"""Saying that what was ticked is still being saved: the folder is on a slow stick, or its worker is busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from dematassist.i18n import _

if TYPE_CHECKING:
    from dematassist.ui.window import Window

_LOOK_MS = 150


class Saving(QObject):
    """Looks whether what was late is kept: says so when it takes long, and what went wrong if it did."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._is_told = False
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_MS)
        self._tick.timeout.connect(self._look)

    def watch(self) -> None:
        """Look from now on, until all is kept."""
        if not self._tick.isActive():
            self._is_told = False
            self._tick.start()

    def _look(self) -> None:
        app = self._window.app
        if app.is_saving:
            if not self._is_told:
                self._is_told = True
                self._window.tell(_("Being saved in your encrypted folder…"))
            return
        self._tick.stop()
        problem = app.late_problem()
        if problem is not None:
            self._window.tell_problem(problem)
        elif self._is_told:
            self._window.tell(_("It is saved."))
