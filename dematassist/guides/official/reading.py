"""The reader's half of an import: an archive → sheets packed, and what the search will look at in each.

A sheet is not read whole here, unless it has elements that none had before: its words are enough.
``beside.py`` does this in a process of its own; the other half, ``importer.py``, takes as long.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.guides.index import Document  # noqa: TC001 -- msgspec reads the annotations at run time
from dematassist.guides.official import archive
from dematassist.guides.official.model import Audience
from dematassist.guides.official.outline import document, leads_to
from dematassist.guides.official.packs import Packs, unpacked
from dematassist.guides.official.reader import UnreadableSheetError, parsed, parts_of, read_tree

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from dematassist.guides.official.reader import Parts

EVERY = 50
"""Files of an archive between two reports: so often an import can be stopped."""
_READABLE = 0.5
"""Fewer readable files than this part: it is not an archive of these sheets."""


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A sheet of the new library, and in which pack it is, from which byte on."""

    id: str
    audience: str
    title: str
    modified: str | None
    digest: bytes
    pack: int
    start: int
    size: int


class Batch(msgspec.Struct, frozen=True, array_like=True, tag="batch"):
    """What was read since the batch before: ``done`` files in all, the sheets of packs by number."""

    done: int
    documents: list[Document]
    packs: list[tuple[int, bytes]]


class Whole(msgspec.Struct, frozen=True, array_like=True, tag="whole"):
    """The end of an archive: its sheets, and how many others lead to each."""

    kept: list[Kept]
    led_to: dict[str, int]
    unreadable: int
    twice: int
    unknown: int


def read(source: Path, old: Path | None, said: Mapping[str, str]) -> Generator[Batch | Whole, None, None]:
    """Read an archive, then the sheets of ``old`` for the audiences that it does not have.

    Raises ``UserError``: OFFICIAL_UNREADABLE, and ``OSError``.
    """
    return _Reading(source, said).run(old)


class _Reading:
    def __init__(self, source: Path, said: Mapping[str, str]) -> None:
        self._source, self._said = source, said
        self._full: list[tuple[int, bytes]] = []
        self._packs = Packs(lambda number, data: self._full.append((number, data)))
        self._documents: list[Document] = []
        self._kept: dict[tuple[str, str], Kept] = {}
        self._understood: set[str] = set()
        self._led_to: Counter[str] = Counter()
        self._done = self._unreadable = self._twice = self._unknown = 0

    def run(self, old: Path | None) -> Generator[Batch | Whole, None, None]:
        for file in self._files():
            self._take(file)
            self._done += 1
            if self._done % EVERY == 0:
                yield self._batch()
        sheets = len(self._kept)
        if not sheets or sheets < _READABLE * (sheets + self._unreadable):
            raise self._unreadable_archive()
        if old is not None:
            self._take_over(old)
        self._packs.finish()
        yield self._batch()
        kept = list(self._kept.values())
        yield Whole(kept, self._led_to, self._unreadable, self._twice, self._unknown)

    def _batch(self) -> Batch:
        batch = Batch(self._done, self._documents, self._full)
        self._documents, self._full = [], []
        return batch

    def _unreadable_archive(self) -> UserError:
        return UserError(Cause.OFFICIAL_UNREADABLE, path=str(self._source))

    def _files(self) -> Iterator[archive.File]:
        try:
            yield from archive.files(self._source)
        except OSError as error:
            if error.filename is None:
                raise self._unreadable_archive() from error
            raise

    def _take(self, file: archive.File) -> None:
        try:
            data = file.xml()
            root = parsed(data)
            parts = parts_of(root, file.audience)
            self._count_unknown(root)
        except UnreadableSheetError:
            self._unreadable += 1
        else:
            self._keep(parts, data)

    def _count_unknown(self, root: Element) -> None:
        """Count what the program does not understand, in sheets that have elements never met before."""
        names = set(map(attrgetter("tag"), root.iter()))
        if not names <= self._understood:
            unknown = read_tree(root).unknown
            self._unknown += unknown
            self._understood |= set() if unknown else names

    def _keep(self, parts: Parts, data: bytes) -> None:
        key = (parts.id, parts.audience.value)
        modified = parts.modified.isoformat() if parts.modified else None
        had = self._kept.get(key)
        if had is not None:
            # Two editions in one archive: the first found stays searchable, the newest text is shown.
            self._twice += 1
            if (had.modified or "") >= (modified or ""):
                return
        digest = hashlib.sha256(data).digest()[:16]
        self._kept[key] = Kept(*key, parts.title, modified, digest, *self._packs.add(data))
        if had is None:
            self._led_to.update(leads_to(parts.root) - {parts.id})
            self._documents.append(document(parts, self._said.get(parts.id, "")))

    def _take_over(self, old: Path) -> None:
        """Keep the sheets of the audiences that this archive does not have."""
        found = {audience for _id, audience in self._kept}
        with closing(sqlite3.connect(old)) as connection:
            rows = connection.execute(
                "SELECT audience, pack, start, size FROM sheet ORDER BY pack, start"
            ).fetchall()
            packs = dict(connection.execute("SELECT rowid, data FROM pack"))
        for audience, pack, start, size in rows:
            if audience not in found:
                data = unpacked(packs[pack], start, size)
                self._keep(parts_of(parsed(data), Audience(audience)), data)
