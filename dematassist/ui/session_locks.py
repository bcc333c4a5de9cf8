"""The computer is locked, or goes to sleep: the encrypted folder closes too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dematassist.i18n import _
from dematassist.system.session_signals import SessionSignals

if TYPE_CHECKING:
    from dematassist.ui.window import Window


class SessionLocks(QObject):
    """Ends the keys at once, on the thread that hears of it; the window shows it when it can."""

    _closed = Signal()

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._closed.connect(self._tell)
        self._signals = SessionSignals(self.lock, _("Close the encrypted folder"))

    def close(self) -> None:
        """Hear nothing more."""
        self._signals.close()

    def lock(self) -> None:
        """Close the folder, from any thread."""
        app = self._window.app
        if app.is_space_open:
            app.space.lock()
            self._closed.emit()

    def _tell(self) -> None:
        self._window.publish(self._window.app.lock_space())
        self._window.tell(_("The computer was locked or put to sleep: your encrypted folder is closed."))
