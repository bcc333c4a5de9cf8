"""What is kept beside the documents: walks and appointments of a person, each a text of JSON.

A record is a row of the index, and a small age file with the same text (« fiche »): the index can be lost
and no record is. A record is said kept once its file is on the medium: one write, made durable once. The row
follows at once, in ``catch_up``, and nobody waits for it: at the opening, the latest of the two counts.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.vault.index import Change
from dematassist.vault.marked_files import RECORD, Marker
from dematassist.vault.rows import Kind  # noqa: TC001 -- msgspec reads the annotations at run time
from dematassist.vault.shelves import RECORDS

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.vault.index import Index
    from dematassist.vault.keys import SpaceKeys
    from dematassist.vault.shelves import Shelves

MAX_RECORD_BYTES = 1_000_000

_MAX_FILE_BYTES = 4 * MAX_RECORD_BYTES
_STEP_BYTES = 4096
"""Files are padded to this: a length would tell how much was ticked and written."""


class Record(msgspec.Struct, frozen=True):
    """One thing kept."""

    id: str
    """32 hexadecimal digits."""
    body: str
    """JSON, of which nothing is known here: ``sealing.py`` tells one thing from another."""


class Proved(NamedTuple):
    """How many records there are, and for how many the file was not whole and was written again."""

    records: int
    mended: int


class _Said(msgspec.Struct, frozen=True):
    """What the file of a record says."""

    id: str
    kind: Kind
    revision: int
    body: str


class Records:
    """The records of an open space. Used from one thread. Raises ``UserError``."""

    def __init__(self, shelves: Shelves, marker: Marker, index: Index) -> None:
        self._shelves, self._marker, self._index = shelves, marker, index
        self._ahead: dict[tuple[Kind, str], str] = {}
        """What is in files, and not in the index yet."""

    def all(self, kind: Kind) -> tuple[Record, ...]:
        """Return every record of a kind."""
        bodies = {record_id: body.decode() for record_id, body in self._index.bodies(kind).items()}
        ahead = {record_id: body for (of, record_id), body in self._ahead.items() if of is kind}
        return tuple(Record(record_id, body) for record_id, body in (bodies | ahead).items())

    def keep(self, kind: Kind, *records: Record) -> None:
        """Keep records as they are now. When this returns, a power cut cannot lose them."""
        for record in records:
            self._write(kind, record, self._index.next_revision(kind, record.id))
            self._ahead[kind, record.id] = record.body

    def catch_up(self) -> None:
        """Have the index know what the files say. What a medium refuses waits for the next time."""
        if self._ahead:
            changes = [
                Change(kind, record_id, body.encode()) for (kind, record_id), body in self._ahead.items()
            ]
            with contextlib.suppress(UserError):
                self._index.put(*changes)
                self._ahead.clear()

    def forget(self, kind: Kind, record_id: str) -> None:
        """Forget a record for good. Forgetting one that is not kept does nothing."""
        if self._body(kind, record_id):
            # Known as gone first: stopped here, the next opening takes the file away.
            self._index.put(Change(kind, record_id, b""))
            self._ahead.pop((kind, record_id), None)
            self._shelves.unlink_record(kind, record_id)

    def read(self, kind: Kind, record_id: str) -> str:
        """Return a record as its file on the medium says it. Raises ``UserError(DISK_UNRELIABLE)``."""
        said = self._said(kind, record_id)
        if said is None or said.body != self._body(kind, record_id):
            raise UserError(Cause.DISK_UNRELIABLE, path=str(self._path(kind, record_id).parent))
        return said.body

    def prove(self, kind: Kind) -> Proved:
        """Open the file of every record; write again those that are not whole."""
        mended = 0
        records = self.all(kind)
        for record in records:
            try:
                self.read(kind, record.id)
            except UserError:
                mended += self._write_again(kind, record)
        return Proved(len(records), mended)

    def settle(self) -> None:
        """Have the index and the files say the same, after whatever ended the program: the latest of both."""
        for kind in RECORDS:
            there = self._shelves.records(kind)
            for record_id in there | self._index.bodies(kind).keys():
                said = self._said(kind, record_id) if record_id in there else None
                if said and said.revision >= self._index.next_revision(kind, record_id):
                    self._ahead[kind, record_id] = said.body
                elif body := self._body(kind, record_id):
                    if said is None or said.body != body:
                        self._write_again(kind, Record(record_id, body))
                elif said:
                    with contextlib.suppress(UserError):
                        self._shelves.unlink_record(kind, record_id)
        self.catch_up()

    def _body(self, kind: Kind, record_id: str) -> str:
        return self._ahead.get((kind, record_id)) or self._index.body(kind, record_id).decode()

    def _write_again(self, kind: Kind, record: Record) -> bool:
        is_ahead = (kind, record.id) in self._ahead
        revision = self._index.next_revision(kind, record.id) - (not is_ahead)
        try:
            self._write(kind, record, revision)
        except UserError:
            return False
        return True

    def _write(self, kind: Kind, record: Record, revision: int) -> None:
        _write(self._shelves, self._marker, _Said(record.id, kind, revision, record.body))

    def _said(self, kind: Kind, record_id: str) -> _Said | None:
        said = _read(self._marker, self._path(kind, record_id))
        return said if said and (said.kind, said.id) == (kind, record_id) else None

    def _path(self, kind: Kind, record_id: str) -> Path:
        return self._shelves.record(kind, record_id)


def seal_again(shelves: Shelves, keys: SpaceKeys, former: SpaceKeys) -> None:
    """Seal the files of records to the keys of now. Each opens with one or the other at every instant."""
    alone, both = Marker((keys,)), Marker((keys, former))
    for kind in RECORDS:
        for record_id in shelves.records(kind):
            path = shelves.record(kind, record_id)
            if _read(alone, path) is None:
                said = _read(both, path)
                if said:
                    _write(shelves, alone, said)


def _write(shelves: Shelves, marker: Marker, said: _Said) -> None:
    path = shelves.record(said.kind, said.id)
    sealed = marker.sealed(RECORD, said, _STEP_BYTES)

    def check(part: Path) -> None:
        if _read(marker, part) != said:
            raise UserError(Cause.DISK_UNRELIABLE, path=str(path.parent))

    shelves.put(path, lambda stream: stream.write(sealed), check)


def _read(marker: Marker, path: Path) -> _Said | None:
    return marker.opened(path, RECORD, _Said, _MAX_FILE_BYTES)
