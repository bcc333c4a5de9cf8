"""Records of an open space: all in memory to be read, each change sealed by the worker.

A change is written on a thread of its own, and whoever made it waits for it a moment, most often until it is
on the medium. A slow stick, or a long work of the worker, makes it late: then nobody waits any more, and
``is_saving`` says so until it is done. A window must not stop, and must not say saved what is not.

What a record says is its ``Codec``'s: one kind of record serves walks and appointments, told apart by their
body, so that a program that knows only some of them keeps, seals again and carries away the others too.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as NotYetError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind
from dematassist.vault.states import Unlocked
from dematassist.vault.two_places import Dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dematassist.vault.space import Space

PATIENCE_SECONDS = 0.04
"""How long a window may wait: a person sees no stop below 50 ms."""
_LAST_PATIENCE_SECONDS = 3.0

ValueT = TypeVar("ValueT", bound=Dated)
ThingT = TypeVar("ThingT")
BodyT = TypeVar("BodyT")


class Sealing:
    """Writes records in an open space, one after the other.

    Used from one thread, but for what waits for the worker, and says so.
    """

    def __init__(self, space: Space) -> None:
        self._space = space
        self._lane = ThreadPoolExecutor(1, "records")
        self._writes: dict[str, Future[None]] = {}
        """The last write of each record."""
        self._to_begin: set[str] = set()
        """The records whose last write is not begun: it will have what changes until then."""
        self._late: list[Future[None]] = []

    def read(self) -> tuple[Record, ...]:
        """Return every record of the space. This waits for the worker. Raises ``UserError``."""
        return self._space.records(Kind.RECORD)

    def take_in(self, records: Iterable[Record]) -> None:
        """Write records, and read each back from the medium. This waits for the worker.

        Raises ``UserError``.
        """
        for record in records:
            self._space.keep_records(Kind.RECORD, record)
            if self._space.read_record(Kind.RECORD, record.id) != record.body:
                raise UserError(Cause.DISK_UNRELIABLE, path=str(self._space.folder))

    def write(self, record_id: str, as_it_is: Callable[[], Record | None]) -> None:
        """Have a record be what ``as_it_is`` says when it is written: nothing, and it is forgotten.

        When this returns, a power cut cannot lose it, or it ``is_saving``.
        """
        is_late = self.is_saving
        if record_id not in self._to_begin:
            self._to_begin.add(record_id)
            self._writes[record_id] = self._lane.submit(self._put, record_id, as_it_is)
        future = self._writes[record_id]
        try:
            # Behind what is late, it is late too.
            future.result(0 if is_late else PATIENCE_SECONDS)
        except NotYetError:
            if future not in self._late:
                self._late.append(future)

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
        if not self.wait(_LAST_PATIENCE_SECONDS):
            return UserError(Cause.SPACE_STOPPED)
        return self.late_problem()

    def wait(self, seconds: float) -> bool:
        """Wait until all is written, this long at most; return whether nothing is on its way any more."""
        under_way = {*self._late, *(write for write in self._writes.values() if not write.done())}
        self._late = list(under_way)
        return not wait(under_way, seconds).not_done

    def close(self) -> None:
        """Write nothing more. What was not written is not."""
        self._lane.shutdown(cancel_futures=True)

    def _put(self, record_id: str, as_it_is: Callable[[], Record | None]) -> None:
        # Before the record is read: a change that comes now is another write.
        self._to_begin.discard(record_id)
        record = as_it_is()
        if not isinstance(self._space.state, Unlocked):
            # Asked now, it would have another worker begin.
            raise UserError(Cause.SPACE_LOCKED)
        if record:
            self._space.keep_records(Kind.RECORD, record)
        else:
            self._space.forget_record(Kind.RECORD, record_id)


@dataclass(frozen=True)
class Codec(Generic[ValueT, ThingT]):
    """How something of a person is a record, and back."""

    encode: Callable[[ThingT], Record]
    decode: Callable[[Record], ThingT | None]
    """Nothing for a record of something else: a newer program wrote it, or anybody through a file."""
    value: Callable[[ThingT], ValueT]
    """What tells which it is, and when it last changed."""


class SealedRecords(Generic[ValueT, ThingT]):
    """What an open space has of one thing: its walks, its appointments."""

    def __init__(
        self, sealing: Sealing, codec: Codec[ValueT, ThingT], records: Iterable[Record] = ()
    ) -> None:
        """Take what is of this thing among ``records``, those of the space."""
        self._sealing, self._codec = sealing, codec
        self._kept: dict[str, ThingT] = {}
        self._known: set[str] = set()
        for thing in self.others(records):
            self.adopt(thing)

    def ids(self) -> frozenset[str]:
        """Return the ids of what is kept here."""
        return frozenset(self._kept)

    def known_ids(self) -> frozenset[str]:
        """Return the ids of what is or was kept here."""
        return frozenset(self._known)

    def others(self, records: Iterable[Record]) -> tuple[ThingT, ...]:
        """Return what these records have of this thing, and that is not here yet."""
        decoded = (self._codec.decode(record) for record in records if record.id not in self._kept)
        return tuple(thing for thing in decoded if thing is not None)

    def all(self) -> tuple[ThingT, ...]:
        """Return everything."""
        return tuple(self._kept.values())

    def load(self, record_id: str) -> ValueT | None:
        """Return one, or ``None``."""
        kept = self._kept.get(record_id)
        return None if kept is None else self.value_of(kept)

    def value_of(self, thing: ThingT) -> ValueT:
        """Return what tells which it is, and when it last changed."""
        return self._codec.value(thing)

    def save(self, thing: ThingT) -> None:
        """Keep one. When this returns, a power cut cannot lose it, or it ``is_saving``."""
        self.adopt(thing)
        self._write(self.value_of(thing).id)

    def delete(self, record_id: str) -> None:
        """Forget one."""
        if self._kept.pop(record_id, None) is not None:
            self._write(record_id)

    def take_in(self, things: Iterable[ThingT]) -> None:
        """Write some in the space, and read each back from the medium. Raises ``UserError``.

        This waits for the worker; ``adopt`` then has them here.
        """
        self._sealing.take_in(map(self._codec.encode, things))

    def adopt(self, thing: ThingT) -> None:
        """Have one here that the space has, or will have in a moment."""
        record_id = self.value_of(thing).id
        self._kept[record_id] = thing
        self._known.add(record_id)

    def let_go(self) -> None:
        """Have nothing here any more: the space is closed."""
        self._kept.clear()

    def _write(self, record_id: str) -> None:
        self._sealing.write(record_id, lambda: self._record(record_id))

    def _record(self, record_id: str) -> Record | None:
        kept = self._kept.get(record_id)
        return None if kept is None else self._codec.encode(kept)


def body_of(record: Record, shape: type[BodyT]) -> BodyT | None:
    """Return what a record says when it has this shape; nothing when it is of something else."""
    try:
        return msgspec.json.decode(record.body, type=shape)
    except msgspec.MsgspecError:
        return None


def record_of(record_id: str, body: msgspec.Struct) -> Record:
    """Return the record that says this."""
    return Record(record_id, msgspec.json.encode(body).decode())


def _problem(future: Future[None]) -> UserError | None:
    if future.cancelled():
        return UserError(Cause.SPACE_LOCKED)
    error = future.exception()
    if error is not None and not isinstance(error, UserError):
        raise error
    return error
