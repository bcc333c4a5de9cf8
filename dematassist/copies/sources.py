"""Reading the files a person chose, without following links or waiting on what is not a file."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies.model import MAX_ALL_SOURCES_BYTES, MAX_SOURCE_BYTES, MEGABYTE
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HEAD = 1024
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_STARTS = {
    "JPEG": (b"\xff\xd8\xff",),
    "PNG": (b"\x89PNG\r\n\x1a\n",),
    "TIFF": (b"II*\0", b"MM\0*"),
}


class Source(NamedTuple):
    """A file as it was when it was read. ``kind`` is PDF, JPEG, PNG, TIFF or WEBP."""

    path: str
    kind: str
    content: bytes


def read_sources(paths: Sequence[Path]) -> tuple[Source, ...]:
    """Read every file. Raises ``UserError`` about the first that cannot be used."""
    sources: list[Source] = []
    for path in paths:
        sources.append(read_source(path))
        if sum(len(source.content) for source in sources) > MAX_ALL_SOURCES_BYTES:
            raise UserError(Cause.SOURCES_TOO_BIG, megabytes=str(MAX_ALL_SOURCES_BYTES // MEGABYTE))
    return tuple(sources)


def read_source(path: Path) -> Source:
    """Read one file. Raises ``UserError``: absent, not a file, a link, empty, too big, of no known kind."""
    content = _content(path)
    return Source(str(path), source_kind(content, str(path)), content)


def source_kind(content: bytes, path: str) -> str:
    """Tell the kind by what is written inside; the name of a file proves nothing."""
    for kind, starts in _STARTS.items():
        if content.startswith(starts):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        raise UserError(Cause.SOURCE_HEIC, path=path)
    if b"%PDF-" in content[:_HEAD]:
        return "PDF"
    raise UserError(Cause.SOURCE_KIND_UNKNOWN, path=path)


def _content(path: Path) -> bytes:
    told = {"path": str(path)}
    try:
        # Asked before opening: some systems have no O_NOFOLLOW.
        before = path.lstat()
        if stat.S_ISLNK(before.st_mode):
            raise UserError(Cause.SOURCE_IS_LINK, **told)
        if not stat.S_ISREG(before.st_mode):
            raise UserError(Cause.SOURCE_NOT_A_FILE, **told)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as stream:
            opened = os.fstat(stream.fileno())
            if not stat.S_ISREG(opened.st_mode):
                raise UserError(Cause.SOURCE_NOT_A_FILE, **told)
            content = stream.read(MAX_SOURCE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(Cause.SOURCE_MISSING, **told) from error
    except (OSError, ValueError) as error:
        raise UserError(Cause.SOURCE_UNREADABLE, **told) from error
    if not content:
        raise UserError(Cause.SOURCE_EMPTY, **told)
    if len(content) > MAX_SOURCE_BYTES:
        raise UserError(Cause.SOURCE_TOO_BIG, megabytes=str(MAX_SOURCE_BYTES // MEGABYTE), **told)
    return content
