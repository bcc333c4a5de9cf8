"""What is known of the documents, of the walks, and small settings: sealed rows, opened into memory.

The index can be lost: ``opening`` says what happened to it, and ``documents.py`` makes it again from the
objects. An old file, one of another space, and a single row put back to an older state are noticed.
"""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.system.files import explained, set_aside, sync_folder
from dematassist.vault.index_file import Contents, IndexFile, create, digest
from dematassist.vault.rows import TAG_BYTES, Kind, Row, setting_id, tag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dematassist.vault.keys import SpaceKeys

INDEX = "index.db"
_NEW = "index.new.db"
_BACKUPS = ("index.1.bak", "index.2.bak", "index.3.bak")
_COPY = "index.0.bak"


class Trouble(Enum):
    """What was wrong with the index when the space was opened. It was made again, as far as it could be."""

    MISSING = "missing"
    DAMAGED = "damaged"
    OLD = "old"
    """A copy that was kept knows of later changes."""
    OF_ANOTHER_SPACE = "of-another-space"


class Change(NamedTuple):
    """What a row becomes; an empty ``body`` takes it away."""

    kind: Kind
    id: str
    body: bytes


class Opened(NamedTuple):
    """The index, and what was wrong with it. ``kept`` is where the file that was not sound is now."""

    found: Index
    trouble: Trouble | None = None
    kept: str = ""


class Index:
    """All the rows, in memory and in their file. Used from one thread."""

    def __init__(self, file: IndexFile | UserError, key: bytes, contents: Contents) -> None:
        """Take the file, or why there is none: all is read then, and nothing can be changed."""
        self._file, self._key = file, key
        self._rows = {row.key: row for row in contents.rows}
        self._generation = contents.generation
        self._sum = int.from_bytes(digest(key, contents.rows), "big")

    @property
    def generation(self) -> int:
        """How many changes were made to this index, ever."""
        return self._generation

    @property
    def is_writable(self) -> bool:
        """Whether changes can be kept; when not, all is still read."""
        return isinstance(self._file, IndexFile)

    def bodies(self, kind: Kind) -> dict[str, bytes]:
        """Return what there is of a kind, by id."""
        return {row.id: row.body for row in self._rows.values() if row.kind is kind and row.body}

    def body(self, kind: Kind, row_id: str) -> bytes:
        """Return what is known of one thing; empty when nothing is."""
        row = self._rows.get((kind, row_id))
        return row.body if row else b""

    def is_gone(self, kind: Kind, row_id: str) -> bool:
        """Return whether a thing was there and was taken away for good."""
        row = self._rows.get((kind, row_id))
        return row is not None and not row.body

    def next_revision(self, kind: Kind, row_id: str) -> int:
        """Return the revision that the next change of a row will have."""
        row = self._rows.get((kind, row_id))
        return row.revision + 1 if row else 1

    def put(self, *changes: Change) -> None:
        """Make these changes, together: on return, a power cut cannot lose them.

        Raises ``UserError`` and changes nothing when the medium refuses, or when something else changed it.
        """
        if isinstance(self._file, UserError):
            raise self._file
        rows = [
            Row(change.kind, change.id, self.next_revision(change.kind, change.id), change.body)
            for change in changes
        ]
        summed = self._sum
        for row in rows:
            former = self._rows.get(row.key)
            summed ^= tag(self._key, row) ^ (tag(self._key, former) if former else 0)
        self._file.change(rows, self._generation, summed.to_bytes(TAG_BYTES, "big"))
        self._rows.update((row.key, row) for row in rows)
        self._generation, self._sum = self._generation + 1, summed

    def setting(self, name: str) -> bytes:
        """Return a small setting; empty when it was never set."""
        return self.body(Kind.SETTING, setting_id(name))

    def set_setting(self, name: str, value: bytes) -> None:
        """Keep a small setting."""
        self.put(Change(Kind.SETTING, setting_id(name), value))

    def copy_sealed_to(self, target: Path, key: bytes) -> None:
        """Write all of this index to a new file, sealed with another key."""
        create(target, key, tuple(self._rows.values()), self._generation)

    def close(self) -> None:
        """Let go of the file."""
        if isinstance(self._file, IndexFile):
            self._file.close()


def open_index(space: Path, keys: SpaceKeys, now: datetime, *, has_documents: bool) -> Opened:
    """Open the index of a space, or make the best of what is left of it.

    ``has_documents`` tells a space that lost its index from a new one. Raises ``UserError`` when the index
    is open elsewhere, or made by a newer program.
    """
    path, new = space / INDEX, space / _NEW
    if new.exists() and not path.exists():
        # It was whole before the former one was set aside.
        with contextlib.suppress(OSError):
            new.replace(path)
    file = _file(path, keys.index)
    contents = file.contents() if file else None
    latest = max(_generation(space / name, keys.index) for name in _BACKUPS)
    trouble = _trouble(path, contents, latest, has_documents=has_documents)
    if trouble is None and contents and file:
        _back_up(file, contents, space, keys.index, now)
        return Opened(Index(file, keys.index, contents))
    if file:
        file.close()
    sources = (contents, *(_contents(space / name, keys.index) for name in _BACKUPS))
    return _made_again(space, keys.index, trouble, sources, now)


def is_sealed_with(space: Path, key: bytes) -> bool:
    """Return whether the index of a space opens with this key."""
    return _generation(space / INDEX, key) > 0


def seal_again(space: Path, keys: SpaceKeys, former: SpaceKeys, now: datetime) -> None:
    """Seal the index with new keys, if it is not yet. At every instant it opens with one or the other.

    Its copies, which only the keys before open, go. Raises ``UserError``.
    """
    path, new = space / INDEX, space / _NEW
    if path.exists() and not is_sealed_with(space, keys.index):
        opened = open_index(space, former, now, has_documents=True)
        try:
            opened.found.copy_sealed_to(new, keys.index)
        finally:
            opened.found.close()
        with explained(path):
            new.replace(path)
            sync_folder(space)
    for name in (*_BACKUPS, _COPY):
        if (space / name).exists() and not _generation(space / name, keys.index):
            with explained(path):
                (space / name).unlink()


def _trouble(path: Path, contents: Contents | None, latest: int, *, has_documents: bool) -> Trouble | None:
    if not path.exists():
        return Trouble.MISSING if latest or has_documents else None
    if contents is None or not contents.is_whole:
        return Trouble.OF_ANOTHER_SPACE if contents and contents.is_foreign else Trouble.DAMAGED
    return Trouble.OLD if contents.generation < latest else None


def _file(path: Path, key: bytes) -> IndexFile | None:
    """Open a file, unless it is missing or damaged."""
    try:
        return IndexFile(path, key)
    except UserError as error:
        if error.cause in (Cause.SPACE_OPEN_ELSEWHERE, Cause.SPACE_TOO_NEW):
            raise
        return None


def _contents(path: Path, key: bytes) -> Contents | None:
    file = _file(path, key)
    if file is None:
        return None
    try:
        return file.contents()
    finally:
        file.close()


def _generation(path: Path, key: bytes) -> int:
    file = _file(path, key)
    if file is None:
        return 0
    try:
        return file.generation()
    finally:
        file.close()


def _made_again(
    space: Path, key: bytes, trouble: Trouble | None, sources: Iterable[Contents | None], now: datetime
) -> Opened:
    """Make the index again from all the rows that can still be opened: for each, its last revision."""
    rows: dict[tuple[Kind, str], Row] = {}
    generation = 0
    for contents in sources:
        if contents:
            generation = max(generation, contents.generation)
            for row in contents.rows:
                former = rows.get(row.key)
                rows[row.key] = row if former is None or row.revision > former.revision else former
    merged = tuple(rows.values())
    whole = Contents(merged, generation + 1, is_whole=True, is_foreign=False)
    path, new = space / INDEX, space / _NEW
    try:
        create(new, key, merged, whole.generation)
        with explained(path):
            kept = _set_aside(path, now)
            new.replace(path)
            sync_folder(space)
        return Opened(Index(IndexFile(path, key), key, whole), trouble, kept)
    except UserError as error:
        # A read-only stick, a full disk: what there is can be read all the same.
        return Opened(Index(error, key, whole), trouble)


def _set_aside(path: Path, now: datetime) -> str:
    """Keep a file that is not sound under another name; return it, empty when there is no file."""
    with contextlib.suppress(FileNotFoundError):
        # First: left there, it would be played into the new file.
        set_aside(path.with_name(f"{path.name}-journal"), now)
    return str(set_aside(path, now)) if path.exists() else ""


def _back_up(file: IndexFile, contents: Contents, space: Path, key: bytes, now: datetime) -> None:
    """Copy a sound index, at most once a day. A copy that cannot be made is no trouble: there are others."""
    first, copy = space / _BACKUPS[0], space / _COPY
    with contextlib.suppress(OSError, UserError):
        if first.exists():
            made = datetime.fromtimestamp(first.stat().st_mtime, now.tzinfo)
            if made.date() == now.date() or _generation(first, key) == contents.generation:
                return
        file.copy_to(copy)
        checked = _contents(copy, key)
        if not (checked and checked.is_whole and checked.generation == contents.generation):
            copy.unlink()
            return
        os.utime(copy, (now.timestamp(), now.timestamp()))
        for name, older in ((_BACKUPS[1], _BACKUPS[2]), (_BACKUPS[0], _BACKUPS[1])):
            with contextlib.suppress(FileNotFoundError):
                (space / name).replace(space / older)
        copy.replace(first)
        sync_folder(space)
