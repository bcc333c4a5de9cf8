"""Walks kept in the open space of a person: all in memory to be read, each change sealed by the worker.

A change is written on a thread of its own, and whoever made it waits for it a moment, most often until it is
on the medium. A slow stick, or a long work of the worker, makes it late: then nobody waits any more, and
``is_saving`` says so until it is done. A window must not stop, and must not say saved what is not.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as NotYetError
from typing import TYPE_CHECKING

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.journeys.model import Journey, Row, row_of, whole
from dematassist.journeys.summary import Summary, latest_first
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind
from dematassist.vault.states import Unlocked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.journeys.model import JourneyId
    from dematassist.vault.space import Space

PATIENCE_SECONDS = 0.04
"""How long a window may wait: a person sees no stop below 50 ms."""
_LAST_PATIENCE_SECONDS = 3.0

KeptWalk = tuple[Journey, Summary]


class _Body(msgspec.Struct, frozen=True):
    """What the record of a walk says."""

    summary: Summary
    walk: Row


class SealedStore:
    """The walks of an open space. Used from one thread, but for what waits for the worker, and says so."""

    is_lasting = True

    def __init__(self, space: Space) -> None:
        """Read the walks: this waits for the worker. Raises ``UserError``."""
        self._space = space
        self._kept: dict[JourneyId, KeptWalk] = {}
        self._kept |= {walk[0].id: walk for walk in self.others()}
        self._known = set(self._kept)
        self._lane = ThreadPoolExecutor(1, "walks")
        self._writes: dict[JourneyId, Future[None]] = {}
        """The last write of each walk."""
        self._to_begin: set[JourneyId] = set()
        """The walks whose last write is not begun: it will have what changes until then."""
        self._late: list[Future[None]] = []

    def ids(self) -> frozenset[JourneyId]:
        """Return the ids of the walks kept here."""
        return frozenset(self._kept)

    def known_ids(self) -> frozenset[JourneyId]:
        """Return the ids of the walks that are or were kept here."""
        return frozenset(self._known)

    def others(self) -> tuple[KeptWalk, ...]:
        """Return the walks that are in the space and not here yet. This waits for the worker."""
        decoded = (_decoded(record) for record in self._space.records(Kind.JOURNEY))
        return tuple(walk for walk in decoded if walk and walk[0].id not in self._kept)

    def summaries(self) -> tuple[Summary, ...]:
        """Return one line for every walk, the last one touched first."""
        return latest_first(summary for _journey, summary in self._kept.values())

    def load(self, journey_id: JourneyId) -> Journey | None:
        """Return this walk, or ``None``."""
        kept = self._kept.get(journey_id)
        return kept[0] if kept else None

    def save(self, journey: Journey, summary: Summary) -> None:
        """Keep this walk. When this returns, a power cut cannot lose it, or it ``is_saving``."""
        self.adopt((journey, summary))
        self._write(journey.id)

    def delete(self, journey_id: JourneyId) -> None:
        """Forget this walk."""
        if self._kept.pop(journey_id, None):
            self._write(journey_id)

    def take_in(self, walks: Iterable[KeptWalk]) -> None:
        """Write walks in the space, and read each back from the medium. Raises ``UserError``.

        This waits for the worker; ``adopt`` then has them here.
        """
        for journey, summary in walks:
            record = _record(journey, summary)
            self._space.keep_records(Kind.JOURNEY, record)
            if self._space.read_record(Kind.JOURNEY, record.id) != record.body:
                raise UserError(Cause.DISK_UNRELIABLE, path=str(self._space.folder))

    def adopt(self, walk: KeptWalk) -> None:
        """Have a walk here that the space has, or will have in a moment."""
        self._kept[walk[0].id] = walk
        self._known.add(walk[0].id)

    @property
    def is_saving(self) -> bool:
        """Whether some change is not on the medium yet."""
        return not all(future.done() for future in self._late)

    def late_problem(self) -> UserError | None:
        """Return why a change that was late could not be kept, once; nothing when all was."""
        done = [future for future in self._late if future.done()]
        self._late = [future for future in self._late if not future.done()]
        return next((error for error in map(_problem, done) if error), None)

    def finish(self) -> UserError | None:
        """Wait until all is written, a few seconds at most; return why it is not, if it is not."""
        under_way = {*self._late, *(write for write in self._writes.values() if not write.done())}
        self._late = list(under_way)
        _done, not_done = wait(under_way, _LAST_PATIENCE_SECONDS)
        if not_done:
            return UserError(Cause.SPACE_STOPPED)
        return self.late_problem()

    def close(self) -> None:
        """Let go of the walks. What was not written is not."""
        self._kept.clear()
        self._lane.shutdown(cancel_futures=True)

    def _write(self, journey_id: JourneyId) -> None:
        is_late = self.is_saving
        if journey_id not in self._to_begin:
            self._to_begin.add(journey_id)
            self._writes[journey_id] = self._lane.submit(self._put, journey_id)
        future = self._writes[journey_id]
        try:
            # Behind what is late, it is late too.
            future.result(0 if is_late else PATIENCE_SECONDS)
        except NotYetError:
            if future not in self._late:
                self._late.append(future)

    def _put(self, journey_id: JourneyId) -> None:
        # Before the walk is read: a change that comes now is another write.
        self._to_begin.discard(journey_id)
        kept = self._kept.get(journey_id)
        if not isinstance(self._space.state, Unlocked):
            # Asked now, it would have another worker begin.
            raise UserError(Cause.SPACE_LOCKED)
        if kept:
            self._space.keep_records(Kind.JOURNEY, _record(*kept))
        else:
            self._space.forget_record(Kind.JOURNEY, journey_id)


def _problem(future: Future[None]) -> UserError | None:
    if future.cancelled():
        return UserError(Cause.SPACE_LOCKED)
    error = future.exception()
    if error is not None and not isinstance(error, UserError):
        raise error
    return error


def _record(journey: Journey, summary: Summary) -> Record:
    return Record(journey.id, msgspec.json.encode(_Body(summary, row_of(journey))).decode())


def _decoded(record: Record) -> KeptWalk | None:
    """Return the walk of a record; nothing when a newer program wrote it, or anybody through a file."""
    try:
        body = msgspec.json.decode(record.body, type=_Body)
    except msgspec.MsgspecError:
        return None
    journey = whole(body.walk)
    return (journey, body.summary) if {journey.id, body.summary.id} == {record.id} else None
