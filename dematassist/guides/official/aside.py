"""Work done beside, in another thread, in the order it was given."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

_MOST_WAITING = 32
"""Pieces of work that wait, of a quarter of a megabyte mostly: more would fill the memory."""


class Aside:
    """Does work while the caller prepares more. Worth it for what leaves Python free: packing, SQLite.

    What goes wrong is raised by a later call, or by ``wait``.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._waiting: deque[Future[object]] = deque()

    def do(self, work: Callable[..., object], *values: object) -> None:
        """Have this done, once there are few others to do."""
        while len(self._waiting) >= _MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(work, *values))

    def wait(self) -> None:
        """Wait until everything is done."""
        while self._waiting:
            self._waiting.popleft().result()

    def close(self) -> None:
        """End the thread; leave what was not begun undone."""
        self._pool.shutdown(cancel_futures=True)
