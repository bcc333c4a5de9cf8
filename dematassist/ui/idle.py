"""Nobody touches a shared computer: what it shows is hidden after three minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from dematassist.ui import routes

if TYPE_CHECKING:
    from dematassist.ui.window import Window

IDLE_MINUTES = 3
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Pauses the session when neither keyboard nor mouse was touched for ``IDLE_MINUTES``."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE_MINUTES * 60_000)
        self._timer.timeout.connect(self.pause)
        self._timer.start()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin again at each touch; every event goes on its way."""
        if event.type() in _TOUCHES:
            self._timer.start()
        return False

    def pause(self) -> None:
        """Hide what is shown."""
        window, app = self._window, self._window.app
        if not app.is_desk or app.practice is not None or isinstance(window.route, routes.DeskPaused):
            return
        # What is being typed is of somebody too.
        window.page.leave()
        if app.desk_session.is_begun:
            window.go(routes.DeskPaused())
        elif app.preferences.are_of_session or not isinstance(window.route, routes.DeskStart):
            # What was only looked for is of nobody else.
            app.end_desk_session()
            window.start_over(routes.DeskStart())
