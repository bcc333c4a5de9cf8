"""Sheets kept packed: a long one as the archive has it, others many together, for they look alike."""

from __future__ import annotations

import zlib
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.official.reader import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

_SIZE = 256 * 1024
"""Bytes of sheets in a pack: opening one sheet unpacks them all, in one millisecond."""
_ALONE = 20 * 1024
"""Bytes of a sheet that takes little more room alone: what the archive has packed is not packed again."""
_LEVEL = 4
"""One more saves a twentieth, for a quarter more work; xz a fifth, for three times the work."""
_LARGEST = _SIZE + LARGEST_FILE


class Place(NamedTuple):
    """Where a sheet is: in which pack, from which byte on, how many."""

    pack: int
    start: int
    size: int


class Packs:
    """Packs sheets one after the other. ``write`` is given each pack: its number and its packed bytes."""

    def __init__(self, write: Callable[[int, bytes], object]) -> None:
        self._write = write
        self._numbers = count(1)
        self._number = next(self._numbers)
        self._sheets: list[bytes] = []
        self._size = 0

    def add(self, data: bytes, deflated: bytes = b"") -> Place:
        """Keep a sheet, which may be deflated already; return where it will be."""
        if deflated and len(data) >= _ALONE:
            alone = Place(next(self._numbers), 0, len(data))
            self._write(alone.pack, _wrapped(deflated, data))
            return alone
        place = Place(self._number, self._size, len(data))
        self._sheets.append(data)
        self._size += len(data)
        if self._size >= _SIZE:
            self.finish()
        return place

    def finish(self) -> None:
        """Give away what is not full."""
        if self._sheets:
            self._write(self._number, zlib.compress(b"".join(self._sheets), _LEVEL))
            self._number = next(self._numbers)
            self._sheets, self._size = [], 0


def _wrapped(deflated: bytes, data: bytes) -> bytes:
    """Return deflated ``data``, as a zip has them, as a pack (RFC 1950)."""
    return b"\x78\x9c" + deflated + zlib.adler32(data).to_bytes(4, "big")


def unpacked(pack: bytes, start: int, size: int) -> bytes:
    """Return one sheet of a pack. Raises ``ValueError`` when the pack is damaged."""
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(pack, _LARGEST)
    except zlib.error as error:
        raise ValueError("damaged pack") from error
    if not unpacking.eof or start + size > len(data):
        raise ValueError("damaged pack")
    return data[start : start + size]
