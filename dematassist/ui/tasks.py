"""Work off the GUI thread, on three lanes of one worker each: two writes never overlap.

The answer, the progress and the errors come back on the GUI thread. A ``UserError`` goes to
``on_problem``; any other exception is a bug and is raised again on the GUI thread, where the crash
hook takes it. Once the lanes are closed nothing more is begun: Qt would end while it runs.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from dematassist.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


class Lane(Enum):
    """A queue of work with one worker."""

    STORE = "store"
    NETWORK = "network"
    SPEECH = "speech"


class Cancelled(Exception):  # noqa: N818 -- a state of a task, not an error
    """Raised by ``Progress.report`` inside the work once the person has cancelled it."""


class _Bridge(QObject):
    """Carries what a worker says to the GUI thread."""

    progressed = Signal(int, int)
    ended = Signal(object, object)


class Progress:
    """How far the work is; the work calls ``report`` often, which also is where it is cancelled."""

    def __init__(self, bridge: _Bridge) -> None:
        self._bridge = bridge
        self.is_cancelled = False

    def report(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` is done (``total`` 0: not known). Raises ``Cancelled``."""
        if self.is_cancelled:
            raise Cancelled
        self._bridge.progressed.emit(done, total)


class Task(QObject, Generic[_T]):
    """One piece of work on its way. ``cancel`` asks it to stop; its callbacks are then never called."""

    def __init__(
        self,
        on_done: Callable[[_T], object],
        on_problem: Callable[[UserError], object],
        on_progress: Callable[[int, int], object] | None,
    ) -> None:
        super().__init__()
        self.bridge = _Bridge()
        self.progress = Progress(self.bridge)
        self._on_done, self._on_problem, self._on_progress = on_done, on_problem, on_progress
        self.bridge.ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self.bridge.progressed.connect(self._advance, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self.progress.is_cancelled = True

    @Slot(int, int)
    def _advance(self, done: int, total: int) -> None:
        if self._on_progress and not self.progress.is_cancelled:
            self._on_progress(done, total)

    @Slot(object, object)
    def _end(self, result: _T, error: BaseException | None) -> None:
        if self.progress.is_cancelled or isinstance(error, Cancelled):
            return
        if isinstance(error, UserError):
            self._on_problem(error)
        elif error is not None:
            raise error
        else:
            self._on_done(result)


class _Run(QRunnable):
    def __init__(self, work: Callable[[Progress], object], task: Task[_T]) -> None:
        super().__init__()
        self._work, self._task = work, task

    def run(self) -> None:
        try:
            result = self._work(self._task.progress)
        except BaseException as error:  # noqa: BLE001 -- carried to the GUI thread whole
            self._task.bridge.ended.emit(None, error)
        else:
            self._task.bridge.ended.emit(result, None)


class Tasks:
    """The three lanes."""

    def __init__(self) -> None:
        self._pools: dict[Lane, QThreadPool] = {}
        self._running: set[Task[object]] = set()
        self._is_closed = False

    def run(
        self,
        lane: Lane,
        work: Callable[[Progress], _T],
        *,
        on_done: Callable[[_T], object],
        on_problem: Callable[[UserError], object],
        on_progress: Callable[[int, int], object] | None = None,
    ) -> Task[_T]:
        """Do ``work`` on ``lane``, after what is already there; call back on the GUI thread."""
        task: Task[_T] = Task(on_done, on_problem, on_progress)
        if self._is_closed:
            return task
        kept: Task[object] = task  # type: ignore[assignment]  # kept alive whatever it returns
        self._running.add(kept)
        task.bridge.ended.connect(lambda *_: self._running.discard(kept), Qt.ConnectionType.QueuedConnection)
        self._pool(lane).start(_Run(work, task))
        return task

    def close(self) -> None:
        """Ask everything to stop, and wait until it has. What is given later is not done."""
        self._is_closed = True
        for task in tuple(self._running):
            task.cancel()
        for pool in self._pools.values():
            pool.waitForDone()

    def _pool(self, lane: Lane) -> QThreadPool:
        if lane not in self._pools:
            pool = QThreadPool()
            pool.setMaxThreadCount(1)
            pool.setObjectName(lane.value)
            self._pools[lane] = pool
        return self._pools[lane]
