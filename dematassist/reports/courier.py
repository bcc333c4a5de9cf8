"""Rounds with the hub in their own thread: when something is due, when the network is back, now and then."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import UserError
from dematassist.system.network import has_route

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.reports.exchange import Exchange, Round


class Pace(NamedTuple):
    """How often things are done, in seconds."""

    look: float = 30.0
    """Between two looks at whether something is due or the network is back: a cheap question."""
    feed: float = 3600.0
    """Between two readings of what the hub publishes."""
    disk: float = 300.0
    """After a disk was found full."""


USUAL_PACE = Pace()


class Courier:
    """Makes rounds until it is closed. ``on_round`` is called from its thread after each one.

    What it is told is a ``Round``, or the ``UserError`` of a disk that is full.
    """

    def __init__(
        self,
        exchange: Exchange,
        on_round: Callable[[Round | UserError], object],
        *,
        pace: Pace = USUAL_PACE,
        is_network_there: Callable[[], bool] = has_route,
    ) -> None:
        self._exchange = exchange
        self._on_round = on_round
        self._pace = pace
        self._is_network_there = is_network_there
        self._woken = threading.Event()
        self._is_closing = False
        self._is_asked = False
        self._thread = threading.Thread(target=self._run, name="reports", daemon=True)

    def start(self) -> None:
        """Begin, with a round at once."""
        self._thread.start()

    def wake(self, *, is_asked: bool = False) -> None:
        """Make a round now. ``is_asked``: a person wants everything tried again, whatever the pause."""
        self._is_asked = self._is_asked or is_asked
        self._woken.set()

    def close(self) -> None:
        """Cut what is being sent, which is then sent again at the next start, and end."""
        self._is_closing = True
        self._exchange.close()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        left_alone_until = read_feed_at = 0.0
        was_there = self._is_network_there()
        is_woken = True
        while not self._is_closing:
            is_there = self._is_network_there()
            is_back, was_there = is_there and not was_there, is_there
            now = time.monotonic()
            try:
                if is_back:
                    self._exchange.network_is_back()
                is_left_alone = now < left_alone_until and not is_back
                is_time = not is_left_alone and (now >= read_feed_at or self._exchange.has_due)
                if is_woken or is_time:
                    left_alone_until = now + self._round()
                    read_feed_at = now + self._pace.feed
            except UserError as error:
                # The disk, for one: the next look tries again.
                self._on_round(error)
                left_alone_until = now + self._pace.disk
            is_woken = self._woken.wait(self._pace.look)
            self._woken.clear()

    def _round(self) -> float:
        """Make a round; return for how many seconds to leave the hub alone."""
        is_asked, self._is_asked = self._is_asked, False
        done = self._exchange.round(is_asked=is_asked)
        if done.changed_anything and not self._is_closing:
            self._on_round(done)
        return done.pause.total_seconds()
