"""Reports that wait for the disk together: one thread writes in one transaction all that came meanwhile."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import tables
from dematassist.hub.database import Writer, hub_seed, reading
from dematassist.hub.intake import Answer, Checked, Refused, check, receive
from dematassist.hub.moments import now_ms
from dematassist.hub.problems import said_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine import Engine

    from dematassist.hub.intake import Delivery
    from dematassist.hub.settings import Limits

_LOG = logging.getLogger("dematassist.hub")
_BATCH = 200
"""How many reports one transaction keeps; what came in one request is never shared between two."""
_CHECKERS = 2
"""How many threads look at parcels: more would only take turns."""
BUSY_SECONDS = 30
_BROKEN_SECONDS = 60
T = TypeVar("T")
_Answers = tuple[Answer, ...]
_MAX_KEYS = 10_000
_Waiting = tuple["Sequence[Checked]", "Future[_Answers]"]


_KEYS = (
    sa.select(tables.desks.c.key_id, tables.desks.c.public_key)
    .order_by(tables.desks.c.enrolled_ms.desc())
    .limit(_MAX_KEYS)
)


class IntakeQueue:
    """Takes deliveries, gives each its answer once it is on the disk. Above its room it says « later »."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self._writer = Writer(engine)
        with reading(engine) as connection:
            self._seed = hub_seed(connection)
            self._keys = {row.key_id: row.public_key for row in connection.execute(_KEYS)}
        """The public keys of desks met lately, by their ids. The database still says which are believed."""
        self._checking = ThreadPoolExecutor(_CHECKERS, "checking")
        self._limits = limits
        self._waiting: deque[_Waiting] = deque()
        self._count = 0
        """How many reports wait."""
        self._is_closing = False
        self._turn = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="intake")
        self._thread.start()

    def check(self, deliveries: Sequence[Delivery]) -> list[Checked]:
        """Look at deliveries, in any thread, while others are being written."""
        return [check(one, self._keys.get(one.key_id, "")) for one in deliveries]

    async def beside(self, work: Callable[[], T]) -> T:
        """Do what takes the processor for some milliseconds, while others are answered."""
        return await asyncio.get_running_loop().run_in_executor(self._checking, work)

    def signed(self, receipt: wire.Receipt) -> wire.SignedReceipt:
        """Return a receipt with the signature of this hub."""
        return wire.sign_receipt(receipt, self._seed)

    def put(self, deliveries: Sequence[Checked]) -> Future[_Answers]:
        """Have deliveries written; the answers come when they are, or at once when there is no room."""
        answers: Future[_Answers] = Future()
        with self._turn:
            has_room = self._count + len(deliveries) <= self._limits.waiting_reports
            if has_room:
                self._waiting.append((deliveries, answers))
                self._count += len(deliveries)
                self._turn.notify()
        if not has_room:
            answers.set_result(tuple(Refused(wire.ProblemCode.BUSY, BUSY_SECONDS) for _ in deliveries))
        return answers

    def close(self) -> None:
        """Write what waits, then end."""
        with self._turn:
            self._is_closing = True
            self._turn.notify()
        self._thread.join()
        self._checking.shutdown()

    def _run(self) -> None:
        while batch := self._next_batch():
            self._write(batch)
        self._writer.close()

    def _next_batch(self) -> list[_Waiting]:
        """Wait for a delivery; return it with those that came while the ones before were being written."""
        batch: list[_Waiting] = []
        count = 0
        with self._turn:
            while not self._waiting and not self._is_closing:
                self._turn.wait()
            while self._waiting and count < _BATCH:
                batch.append(self._waiting.popleft())
                count += len(batch[-1][0])
            self._count -= count
        return batch

    def _write(self, batch: list[_Waiting]) -> None:
        given = [one for deliveries, _ in batch for one in deliveries]
        try:
            answers = self._keep(given)
        except Exception:  # noqa: BLE001 -- whatever broke, those who wait must be told
            # One that breaks must not take the others with it.
            answers = tuple(self._keep_alone(one) for one in given)
        left = iter(answers)
        for deliveries, future in batch:
            future.set_result(tuple(next(left) for _ in deliveries))

    def _keep(self, deliveries: Sequence[Checked]) -> _Answers:
        if len(self._keys) > _MAX_KEYS:
            self._keys.clear()
        with self._writer.writing() as connection:
            return receive(connection, deliveries, self._limits, now_ms(), self._keys)

    def _keep_alone(self, delivery: Checked) -> Answer:
        try:
            return self._keep([delivery])[0]
        except Exception as error:  # noqa: BLE001 -- whatever broke, who waits must be told
            _LOG.error("%s", said_of(error))
            return Refused(wire.ProblemCode.BROKEN, _BROKEN_SECONDS)
