"""Writing files so that a power cut leaves the old one or the new one, never half of it."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_atomically(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target``, readable by this user only (mode 0600).

    Raises ``UserError`` (disk full, folder read-only, file unwritable) and leaves any former file as it was.
    """
    # tempfile brings shutil and two compressors, 10 ms: only when something is written.
    import tempfile

    with explained(target):
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(target.parent)


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file, durable when this returns; readable by this user only. Raises ``UserError``."""
    with explained(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # A power cut may have left half a line: it must not take this one with it.
            os.write(descriptor, (b"" if _ends_whole(path) else b"\n") + line + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(path.parent)


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            return True
        stream.seek(size - 1)
        return stream.read(1) == b"\n"


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable, where the system can (Windows cannot and need not)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def explained(target: Path) -> Iterator[None]:
    """Turn the ``OSError`` of writing ``target`` into the ``UserError`` a person can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise UserError(Cause.DISK_FULL, path=str(target)) from error
        if error.errno in _FORBIDDEN:
            raise UserError(Cause.FOLDER_READ_ONLY, path=str(target.parent)) from error
        raise UserError(Cause.FILE_UNWRITABLE, path=str(target)) from error


def set_aside_if_possible(damaged: Path, now: datetime) -> Path:
    """Set a damaged file aside; return where it is, which is where it was when it cannot be moved."""
    try:
        return set_aside(damaged, now)
    except OSError:
        return damaged


def set_aside(damaged: Path, now: datetime) -> Path:
    """Rename a damaged file so that it is kept beside the new one; return its new, dated path.

    ``journeys.db`` becomes ``journeys.damaged-20261124-101500.db``; a number is added if that exists.
    """
    stamp = f"{now:%Y%m%d-%H%M%S}"
    kept = damaged.with_name(f"{damaged.stem}.damaged-{stamp}{damaged.suffix}")
    number = 1
    while kept.exists():
        number += 1
        kept = damaged.with_name(f"{damaged.stem}.damaged-{stamp}-{number}{damaged.suffix}")
    damaged.rename(kept)
    return kept
