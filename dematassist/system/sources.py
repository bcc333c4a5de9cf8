"""The files a person chose: opened without following links or waiting on what is not a file.

Their kind is told by what is written inside; the name of a file proves nothing.
"""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

HEAD_BYTES = 1024
"""How far inside a file its kind is looked for."""
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_STARTS = {
    "JPEG": (b"\xff\xd8\xff",),
    "PNG": (b"\x89PNG\r\n\x1a\n",),
    "TIFF": (b"II*\0", b"MM\0*"),
}


def open_source(path: Path) -> BinaryIO:
    """Open one file to read it. Raises ``UserError``: absent, not a file, a link, not readable."""
    told = {"path": str(path)}
    with explained_source(path):
        # Asked before opening: some systems have no O_NOFOLLOW.
        before = path.lstat()
        if stat.S_ISLNK(before.st_mode):
            raise UserError(Cause.SOURCE_IS_LINK, **told)
        if not stat.S_ISREG(before.st_mode):
            raise UserError(Cause.SOURCE_NOT_A_FILE, **told)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        stream = os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb")
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            stream.close()
            raise UserError(Cause.SOURCE_NOT_A_FILE, **told)
        return stream


@contextlib.contextmanager
def explained_source(path: Path) -> Iterator[None]:
    """Turn the ``OSError`` of reading ``path`` into the ``UserError`` a person can act on."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(Cause.SOURCE_MISSING, path=str(path)) from error
    except (OSError, ValueError) as error:
        raise UserError(Cause.SOURCE_UNREADABLE, path=str(path)) from error


def kind_of(head: bytes) -> str:
    """Return PDF, JPEG, PNG, TIFF, WEBP or HEIC by the first ``HEAD_BYTES`` of a file, or an empty text."""
    for kind, starts in _STARTS.items():
        if head.startswith(starts):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "HEIC"
    return "PDF" if b"%PDF-" in head[:HEAD_BYTES] else ""
