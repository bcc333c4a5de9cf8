"""Closing the encrypted folder when nobody is there: after a warning that can be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.system.settings import Computer

if TYPE_CHECKING:
    from datetime import datetime

    from dematassist.ui.window import Window

_TICK_MS = 5_000
_WARNING_SECONDS = 60
_ACTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


def idle_seconds(computer: Computer) -> int:
    """Return after how long without a key or a mouse the folder closes: sooner where others sit down next."""
    return 180 if computer is Computer.SHARED else 600


class Idling(QObject):
    """Looks at the clock while a folder is open. A computer that slept was idle all that time."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._last: datetime = window.app.clock.now()
        self._is_warned = False
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.look)

    def watch(self) -> None:
        """Watch from now on, as long as a folder is open."""
        if not self._tick.isActive():
            self._last = self._window.app.clock.now()
            application = QApplication.instance()
            assert application is not None
            application.installEventFilter(self)
            self._tick.start()

    def look(self) -> None:
        """Warn, or close the folder, when nobody has done anything for long, or its mandate is over."""
        app = self._window.app
        if not app.is_space_open:
            self._end()
            return
        if app.is_opened_mandate_over:
            self._end()
            self._window.publish(app.leave_mandate())
            self._window.tell_problem(UserError(Cause.MANDATE_OVER))
            self._window.delete_old_copies()
            return
        left = idle_seconds(app.settings.computer) - (app.clock.now() - self._last).total_seconds()
        if left <= 0:
            self._end()
            self._close()
        elif left <= _WARNING_SECONDS and not self._is_warned:
            self._is_warned = True
            self._window.ask(
                _("Nobody seems to be there. Your encrypted folder closes in one minute."),
                _("Keep the folder open"),
                self._stay,
            )

    def _close(self) -> None:
        """Close the folder, whatever page is shown, and say why. What is being typed is kept first."""
        self._window.page.leave()
        self._window.publish(self._window.app.lock_space())
        unsaved = self._window.app.late_problem()
        if unsaved is None:
            self._window.tell(_("Nobody was there: your encrypted folder is closed."))
        else:
            self._window.tell_problem(unsaved)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See that someone is there. Nothing is kept from its receiver."""
        if event.type() in _ACTS:
            self._stay()
        return False

    def _stay(self) -> None:
        self._last = self._window.app.clock.now()
        self._is_warned = False

    def _end(self) -> None:
        self._tick.stop()
        self._is_warned = False
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
