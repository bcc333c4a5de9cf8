"""The plaintext of a sealed document: a stored ZIP that any unzip opens, made and read as a stream.

Three entries, in this order: ``meta.json``, ``document/<name>``, and zeros that hide the exact size. Each
local header tells its size (APPNOTE 4.3.7), which ``zipfile`` does only on files that can go back: so the
whole is read in one pass, by us or by ``bsdtar``, without a plain copy on a disk.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

META_NAME = "meta.json"
FOLDER = "document/"
PADDING_NAME = "remplissage"
MAX_META_BYTES = 1 << 16
MAX_CONTENT_BYTES = 1 << 30
_MAX_NAME_BYTES = 400
_PIECE = 1 << 16

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION = 20
_BY_UNIX = 3 << 8 | _VERSION
_NAME_IS_UTF8 = 0x0800
_FIRST_DAY = 0x0021
"""1 January 1980: a date would tell more than it helps."""
_PRIVATE_FILE = 0o100600 << 16


class DamagedParcelError(ValueError):
    """What was opened is not a parcel, or not whole."""


class Content(NamedTuple):
    """What goes in: its name, its size and its CRC-32, known beforehand, and its pieces."""

    name: str
    size: int
    crc: int
    pieces: Iterable[bytes]


class _Entry(NamedTuple):
    name: bytes
    size: int
    crc: int

    @property
    def told(self) -> tuple[int, ...]:
        """What the local and the central header both tell."""
        return (_NAME_IS_UTF8, 0, 0, _FIRST_DAY, self.crc, self.size, self.size, len(self.name), 0)

    @property
    def local(self) -> bytes:
        return _LOCAL.pack(b"PK\x03\x04", _VERSION, *self.told) + self.name


def pack(meta: bytes, content: Content) -> Iterator[bytes]:
    """Make the parcel, piece by piece. ``content`` must be as it says: its reader checks."""
    padding = padding_bytes(len(meta) + content.size + 2 * len(content.name.encode()))
    entries = (
        _Entry(META_NAME.encode(), len(meta), zlib.crc32(meta)),
        _Entry((FOLDER + content.name).encode(), content.size, content.crc),
        _Entry(PADDING_NAME.encode(), padding, _crc(_zeros(padding))),
    )
    for entry, pieces in zip(entries, ((meta,), content.pieces, _zeros(padding)), strict=True):
        yield entry.local
        yield from pieces
    yield _directory(entries)


def padding_bytes(size: int) -> int:
    """Return how many zeros hide a size: at most an eighth more, and few sizes are left to tell apart."""
    step = 1 << max(size.bit_length() - 4, 10)
    return -size % step


class Unpacker:
    """Reads a parcel as its pieces are written to it. ``finish`` tells whether it was whole."""

    def __init__(self, on_meta: Callable[[bytes], object], on_content: Callable[[bytes], object]) -> None:
        self.name = ""
        self._on_meta, self._on_content = on_meta, on_content
        self._meta = b""
        self._entries: list[_Entry] = []
        self._waiting = b""
        self._left = 0
        self._crc = 0

    def write(self, piece: bytes) -> int:
        """Take the next piece. Raises ``DamagedParcelError``."""
        if len(piece) < self._left and not self._waiting:
            # Most of a document passes here, without a copy.
            self._pass_on(piece)
            return len(piece)
        self._waiting += piece
        while self._waiting and self._step():
            pass
        return len(piece)

    def flush(self) -> None:
        """Nothing waits but what is not whole yet."""

    def finish(self) -> None:
        """Raise ``DamagedParcelError`` unless the parcel was whole."""
        if len(self._entries) != len(_EXPECTED) or self._left or self._waiting != _directory(self._entries):
            raise DamagedParcelError("cut, or more than a parcel")

    def _step(self) -> bool:
        """Take what can be taken; return whether more could be."""
        if self._left:
            return self._take(self._waiting[: self._left])
        if len(self._entries) == len(_EXPECTED):
            if len(self._waiting) > len(_directory(self._entries)):
                raise DamagedParcelError("more than a parcel")
            return False
        return self._open()

    def _take(self, piece: bytes) -> bool:
        self._waiting = self._waiting[len(piece) :]
        self._pass_on(piece)
        if not self._left:
            self._close()
        return True

    def _pass_on(self, piece: bytes) -> None:
        self._left -= len(piece)
        self._crc = zlib.crc32(piece, self._crc)
        entry = len(self._entries)
        if entry == 1:
            self._meta += piece
        elif entry == 2:  # noqa: PLR2004 -- the second entry is the document
            self._on_content(piece)

    def _open(self) -> bool:
        if len(self._waiting) < _LOCAL.size:
            return False
        header = _LOCAL.unpack(self._waiting[: _LOCAL.size])
        crc, size, name_length = header[6], header[7], header[9]
        prefix, most = _EXPECTED[len(self._entries)]
        if name_length > _MAX_NAME_BYTES or size > most:
            raise DamagedParcelError("too big")
        whole = _LOCAL.size + name_length
        if len(self._waiting) < whole:
            return False
        entry = _Entry(self._waiting[_LOCAL.size : whole], size, crc)
        is_named = entry.name == prefix if prefix != FOLDER.encode() else entry.name.startswith(prefix)
        if self._waiting[:whole] != entry.local or not is_named:
            raise DamagedParcelError("not our header")
        self._entries.append(entry)
        self._waiting = self._waiting[whole:]
        self._left, self._crc = size, 0
        if not size:
            self._close()
        return True

    def _close(self) -> None:
        entry = self._entries[-1]
        if self._crc != entry.crc:
            raise DamagedParcelError("CRC")
        if len(self._entries) == 1:
            self._on_meta(self._meta)
        elif entry.name.startswith(FOLDER.encode()):
            try:
                self.name = entry.name[len(FOLDER) :].decode()
            except UnicodeDecodeError as error:
                raise DamagedParcelError("name") from error


_EXPECTED = (
    (META_NAME.encode(), MAX_META_BYTES),
    (FOLDER.encode(), MAX_CONTENT_BYTES),
    (PADDING_NAME.encode(), MAX_CONTENT_BYTES),
)


def _directory(entries: Iterable[_Entry]) -> bytes:
    made, at, count = b"", 0, 0
    for entry in entries:
        made += _CENTRAL.pack(
            b"PK\x01\x02", _BY_UNIX, _VERSION, *entry.told, 0, 0, 0, _PRIVATE_FILE, at
        ) + entry.name  # fmt: skip
        at += len(entry.local) + entry.size
        count += 1
    return made + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(made), at, 0)


def _zeros(count: int) -> Iterator[bytes]:
    for at in range(0, count, _PIECE):
        yield bytes(min(_PIECE, count - at))


def _crc(pieces: Iterable[bytes]) -> int:
    crc = 0
    for piece in pieces:
        crc = zlib.crc32(piece, crc)
    return crc
