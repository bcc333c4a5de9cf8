"""The computer is locked, or goes to sleep: the encrypted folder closes too."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dematassist.i18n import _
from dematassist.system.session_signals import SessionSignals

if TYPE_CHECKING:
    from dematassist.ui.window import Window


_PATIENCE_SECONDS = 0.2
"""How long the keys stay for what is being typed: a computer that sleeps or is left does not wait more."""


class SessionLocks(QObject):
    """Ends the keys on the thread that hears of it; the window shows it when it can.

    What is being typed is kept first, if the window is quick enough: the keys never wait for a busy one.
    """

    _closing = Signal(object, float)
    _closed = Signal()

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._is_all_kept = True
        """Whether what was being typed at the last closing was kept in time."""
        self._closing.connect(self._keep)
        self._closed.connect(self._tell)
        self._signals = SessionSignals(self.lock, _("Close the encrypted folder"))

    def close(self) -> None:
        """Hear nothing more."""
        self._signals.close()

    def lock(self) -> None:
        """Close the folder, from any thread."""
        app = self._window.app
        if app.is_space_open:
            is_kept, end = threading.Event(), time.monotonic() + _PATIENCE_SECONDS
            self._closing.emit(is_kept, end)
            is_kept.wait(end - time.monotonic())
            app.space.lock()
            self._closed.emit()

    def _keep(self, is_kept: threading.Event, end: float) -> None:
        app = self._window.app
        try:
            is_open = app.is_space_open
            if is_open or app.has_opened:
                self._window.page.leave()
            # Closed already, what there was to keep fails at once, or has let go of the folder.
            seconds = max(end - time.monotonic(), 0) if is_open else _PATIENCE_SECONDS
            is_known = is_open or app.has_opened
            self._is_all_kept = is_known and app.wait_until_saved(seconds) and app.late_problem() is None
        finally:
            is_kept.set()

    def _tell(self) -> None:
        window = self._window
        window.publish(window.app.lock_space())
        said = [_("The computer was locked or put to sleep: your encrypted folder is closed.")]
        if window.app.late_problem() is not None or not self._is_all_kept:
            said.append(_("There was no time to keep what you were writing: look at it again."))
        self._is_all_kept = True
        window.tell(" ".join(said))
