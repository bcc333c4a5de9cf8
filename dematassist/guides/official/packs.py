"""Sheets kept packed many together: they look alike, and so take less room than one by one."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.official.reader import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

_SIZE = 256 * 1024
"""Bytes of sheets in a pack: opening one sheet unpacks them all, in one millisecond."""
_LEVEL = 4
"""One more saves a twentieth, for a quarter more work; xz a fifth, for three times the work."""
_LARGEST = _SIZE + LARGEST_FILE


class Place(NamedTuple):
    """Where a sheet is: in which pack, from which byte on, how many."""

    pack: int
    start: int
    size: int


class Packs:
    """Packs sheets one after the other. ``write`` is given each pack: its number and its bytes."""

    def __init__(self, write: Callable[[int, bytes], object]) -> None:
        self._write = write
        self._number = 1
        self._sheets: list[bytes] = []
        self._size = 0

    def add(self, data: bytes) -> Place:
        """Keep a sheet; return where it will be."""
        place = Place(self._number, self._size, len(data))
        self._sheets.append(data)
        self._size += len(data)
        if self._size >= _SIZE:
            self.finish()
        return place

    def finish(self) -> None:
        """Give away what is not full."""
        if self._sheets:
            self._write(self._number, b"".join(self._sheets))
            self._number += 1
            self._sheets, self._size = [], 0


def packed(data: bytes) -> bytes:
    """Return bytes made small."""
    return zlib.compress(data, _LEVEL)


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
