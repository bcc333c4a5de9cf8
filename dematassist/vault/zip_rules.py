"""ZIP files from outside: never extracted to paths, refused whole at the first thing that is not right."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

from dematassist.vault.names import clean_name

if TYPE_CHECKING:
    from typing import IO

MAX_RATIO = 200
_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCATOR_MARK, _LOCATOR = b"PK\x06\x07", struct.Struct("<4sIQI")
_LARGE_END_MARK, _LARGE_END = b"PK\x06\x06", struct.Struct("<4sQHHIIQQQQ")
"""The ends of ZIP64 (APPNOTE 4.3.14 and 4.3.15)."""
_TAIL_BYTES = _END_BYTES + _LOCATOR.size + _LARGE_END.size + (1 << 16)
"""The ends, and a comment between them and the end of the file."""
_NEGLIGIBLE = 4096
"""A short file may be packed more than ``MAX_RATIO`` times without harm."""
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


class Limits(NamedTuple):
    """How much a ZIP may hold."""

    entries: int = 500
    directory_bytes: int = 1 << 20
    all_bytes: int = 200_000_000


PAPERS = Limits()
"""A ZIP of papers from outside."""


class UnsafeArchiveError(ValueError):
    """The archive breaks a rule."""


def open_zip(stream: IO[bytes], limits: Limits = PAPERS) -> zipfile.ZipFile:
    """Open a ZIP once its list of files is known to be short. Raises ``UnsafeArchiveError``."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL_BYTES))
    count, directory = _said(stream.read(_TAIL_BYTES), max(0, size - _TAIL_BYTES))
    if count > limits.entries or directory > limits.directory_bytes:
        raise UnsafeArchiveError("too many files")
    try:
        opened = zipfile.ZipFile(stream)
    except _UNREADABLE as error:
        raise UnsafeArchiveError("not a ZIP") from error
    if len(opened.infolist()) > limits.entries:
        raise UnsafeArchiveError("too many files")
    return opened


def checked(opened: zipfile.ZipFile, size: int, limits: Limits = PAPERS) -> tuple[zipfile.ZipInfo, ...]:
    """Return the files of a ZIP of this size, by the rules alone. Raises ``UnsafeArchiveError``."""
    files = [info for info in opened.infolist() if not info.is_dir()]
    names = [info.filename for info in files]
    if any(_leaves(name) for name in (*names, *(info.filename for info in opened.infolist()))):
        raise UnsafeArchiveError("a name that leaves the folder")
    if len({name.casefold() for name in names}) != len(names):
        raise UnsafeArchiveError("two files of one name")
    if any(_is_special(info) for info in files):
        raise UnsafeArchiveError("a link, a device, or a password")
    if sum(info.file_size for info in files) > limits.all_bytes or any(_is_bomb(info) for info in files):
        raise UnsafeArchiveError("a bomb")
    _refuse_overlaps(files, size)
    return tuple(info for info in files if not info.filename.startswith(_CLUTTER) and not _is_clutter(info))


def content_of(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return one file, counted while it is read. Raises ``UnsafeArchiveError``."""
    try:
        with opened.open(info) as stream:
            content = stream.read(info.file_size + 1)
    except _UNREADABLE as error:
        raise UnsafeArchiveError("damaged") from error
    if len(content) != info.file_size:
        raise UnsafeArchiveError("not the size it says")
    return content


def _said(tail: bytes, before: int) -> tuple[int, int]:
    """Return how many files there are, and how long their list is, as the end of a ZIP says.

    ``tail`` is the end of the file, which ``before`` bytes precede.
    """
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise UnsafeArchiveError("no end")
    locator = tail[max(at - _LOCATOR.size, 0) : at]
    if not locator.startswith(_LOCATOR_MARK):
        return int.from_bytes(tail[at + 10 : at + 12], "little"), int.from_bytes(
            tail[at + 12 : at + 16], "little"
        )
    # The end of large archives: it is the one that counts, and it has one place.
    large = at - _LOCATOR.size - _LARGE_END.size
    _mark, _disk, place, _disks = _LOCATOR.unpack(locator)
    if large < 0 or place != before + large:
        raise UnsafeArchiveError("an end elsewhere")
    mark, *_others, count, directory, _offset = _LARGE_END.unpack(tail[large : large + _LARGE_END.size])
    if mark != _LARGE_END_MARK:
        raise UnsafeArchiveError("no end")
    return count, directory


def _leaves(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ":" in parts[0] or ".." in parts or "\0" in name


def _is_special(info: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(info.external_attr >> 16)
    is_locked = bool(info.flag_bits & 0x1)
    is_known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return kind not in (0, stat.S_IFREG) or is_locked or not is_known


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _NEGLIGIBLE and info.file_size > MAX_RATIO * info.compress_size


def _refuse_overlaps(files: list[zipfile.ZipInfo], size: int) -> None:
    """Two files that share bytes make a bomb of any size."""
    end = 0
    for info in sorted(files, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise UnsafeArchiveError("files that overlap")
        end = info.header_offset + info.compress_size
    if end > size:
        raise UnsafeArchiveError("longer than the file")


def _is_clutter(info: zipfile.ZipInfo) -> bool:
    return clean_name(info.filename) in {name.strip("./") for name in _CLUTTER}
