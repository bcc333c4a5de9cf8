"""The reader's half of an import: an archive → sheets packed, and what the search will look at in each.

A sheet is not read whole here, unless it has elements that none had before: its words are enough.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.guides.official import archive
from dematassist.guides.official.model import Audience
from dematassist.guides.official.outline import by_name, document, leads_to
from dematassist.guides.official.packs import Packs, unpacked
from dematassist.guides.official.reader import UnreadableSheetError, parsed, parts_of, read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from dematassist.guides.index import Document
    from dematassist.guides.official.outline import Elements
    from dematassist.guides.official.reader import Parts

EVERY = 50
"""Files of an archive between two reports: so often an import can be stopped."""
_READABLE = 0.5
"""Fewer readable files than this part: it is not an archive of these sheets."""


class Kept(NamedTuple):
    """A sheet of the new library, and in which pack it is, from which byte on."""

    id: str
    audience: str
    title: str
    modified: str | None
    digest: bytes
    pack: int
    start: int
    size: int


class Batch(NamedTuple):
    """What was read since the batch before: ``done`` files in all."""

    done: int
    documents: list[Document]


class Reading:
    """Reads an archive, then the sheets of the library before for the audiences that it does not have.

    ``write_pack`` is given each pack: its number and its bytes. Once all is read, ``kept`` are the sheets, by
    id and audience, and ``led_to`` says how many others lead to each.
    """

    def __init__(
        self, source: Path, said: Mapping[str, str], write_pack: Callable[[int, bytes], object]
    ) -> None:
        self.kept: dict[tuple[str, str], Kept] = {}
        self.led_to: Counter[str] = Counter()
        self.unreadable = self.twice = self.unknown = 0
        self._source, self._said = source, said
        self._packs = Packs(write_pack)
        self._documents: list[Document] = []
        self._understood: set[str] = set()
        self._done = 0

    def run(self, old: Path | None) -> Iterator[Batch]:
        """Read everything. Raises ``UserError``: OFFICIAL_UNREADABLE, and ``OSError``."""
        for file in self._files():
            self._take(file)
            self._done += 1
            if self._done % EVERY == 0:
                yield self._batch()
        sheets = len(self.kept)
        if not sheets or sheets < _READABLE * (sheets + self.unreadable):
            raise self._unreadable_archive()
        if old is not None:
            self._take_over(old)
        self._packs.finish()
        yield self._batch()

    def _batch(self) -> Batch:
        batch = Batch(self._done, self._documents)
        self._documents = []
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
            parts = parts_of(parsed(data), file.audience)
            elements = by_name(parts.root)
            self._count_unknown(parts.root, elements.keys())
        except UnreadableSheetError:
            self.unreadable += 1
        else:
            self._keep(parts, elements, data, file.deflated)

    def _count_unknown(self, root: Element, names: Collection[str]) -> None:
        """Count what the program does not understand, in sheets that have elements never met before."""
        if not self._understood.issuperset(names):
            unknown = read_tree(root).unknown
            self.unknown += unknown
            self._understood |= set() if unknown else set(names)

    def _keep(self, parts: Parts, elements: Elements, data: bytes, deflated: bytes = b"") -> None:
        key = (parts.id, parts.audience.value)
        modified = parts.modified.isoformat() if parts.modified else None
        had = self.kept.get(key)
        if had is not None:
            # Two editions in one archive: the first found stays searchable, the newest text is shown.
            self.twice += 1
            if (had.modified or "") >= (modified or ""):
                return
        digest = hashlib.sha256(data).digest()[:16]
        self.kept[key] = Kept(*key, parts.title, modified, digest, *self._packs.add(data, deflated))
        if had is None:
            self.led_to.update(leads_to(elements) - {parts.id})
            self._documents.append(document(parts, elements, self._said.get(parts.id, "")))

    def _take_over(self, old: Path) -> None:
        """Keep the sheets of the audiences that this archive does not have."""
        found = {audience for _id, audience in self.kept}
        with closing(sqlite3.connect(old)) as connection:
            rows = connection.execute(
                "SELECT audience, pack, start, size FROM sheet JOIN document USING (id, audience)"
                " ORDER BY document.rowid"
            ).fetchall()
            packs = dict(connection.execute("SELECT rowid, data FROM pack"))
        for audience, pack, start, size in rows:
            if audience not in found:
                data = unpacked(packs[pack], start, size)
                parts = parts_of(parsed(data), Audience(audience))
                self._keep(parts, by_name(parts.root), data)
