"""Reports that wait for the disk together: one thread writes in one transaction all that came meanwhile."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from dematassist import wire
from dematassist.hub.database import hub_seed, reading, writing
from dematassist.hub.intake import Answer, Delivery, Refused, receive
from dematassist.hub.moments import now_ms

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from dematassist.hub.settings import Limits

_BATCH = 100
_BUSY_SECONDS = 30
_Waiting = tuple[Delivery, "Future[Answer]"]


class IntakeQueue:
    """Takes deliveries, gives each its answer once it is on the disk. Above its room it says « later »."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self._engine = engine
        with reading(engine) as connection:
            self._seed = hub_seed(connection)
        self._limits = limits
        self._waiting: queue.Queue[_Waiting | None] = queue.Queue(limits.waiting_reports)
        self._is_closing = False
        self._thread = threading.Thread(target=self._run, name="intake")
        self._thread.start()

    def put(self, delivery: Delivery) -> Future[Answer]:
        """Have a delivery written; the answer comes when it is, or at once when there is no room."""
        answer: Future[Answer] = Future()
        try:
            self._waiting.put_nowait((delivery, answer))
        except queue.Full:
            answer.set_result(Refused(wire.ProblemCode.BUSY, _BUSY_SECONDS))
        return answer

    def close(self) -> None:
        """Write what waits, then end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            batch = self._next_batch()
            if batch:
                self._write(batch)
            if self._is_closing and self._waiting.empty():
                return

    def _next_batch(self) -> list[_Waiting]:
        """Wait for one delivery; return it with those that came while the one before was being written."""
        batch: list[_Waiting] = []
        one = self._waiting.get()
        while True:
            if one is None:
                self._is_closing = True
            else:
                batch.append(one)
            if len(batch) == _BATCH or self._is_closing:
                return batch
            try:
                one = self._waiting.get_nowait()
            except queue.Empty:
                return batch

    def _write(self, batch: list[_Waiting]) -> None:
        try:
            with writing(self._engine) as connection:
                given = [one for one, _ in batch]
                answers = receive(connection, given, self._limits, self._seed, now_ms())
        except Exception as error:  # noqa: BLE001 -- whatever broke, those who wait must be told
            if len(batch) == 1:
                batch[0][1].set_exception(error)
                return
            # One that breaks must not take the others with it.
            for each in batch:
                self._write([each])
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            future.set_result(answer)
