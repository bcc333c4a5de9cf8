"""Reports on their way while the window is open: the courier has its thread, the window hears here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from dematassist.changes import Changed, changed
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.app import App
    from dematassist.changes import Changes


class Post(QObject):
    """Sends what waits and reads what the hub publishes. Never an error box: what fails is tried again."""

    _came = Signal(object)

    def __init__(
        self, app: App, on_news: Callable[[Changes], object], on_problem: Callable[[UserError], object]
    ) -> None:
        super().__init__()
        self._app, self._on_news, self._on_problem = app, on_news, on_problem
        self._told: set[Cause] = set()
        self._came.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._courier = app.courier(self._came.emit)
        self._courier.start()

    def wake(self, *, is_asked: bool = False) -> None:
        """Make a round now. ``is_asked``: whatever the pause."""
        self._courier.wake(is_asked=is_asked)

    def close(self) -> None:
        """Cut what is being sent, which leaves again at the next start."""
        self._courier.close()

    def line(self) -> str:
        """Say what is not sent yet."""
        from dematassist.ui.pages.blocked.view import mine_line

        return mine_line(self._app.reports.counts(), self._app.clock.now())

    @Slot(object)
    def _hear(self, said: object) -> None:
        if not isinstance(said, UserError):
            self._on_news(changed(Changed.REPORTS))
        elif said.cause not in self._told:
            # A full disk is told once, not at every try.
            self._told.add(said.cause)
            self._on_problem(said)
