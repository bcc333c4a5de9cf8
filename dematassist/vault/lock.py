"""One program at a time in a space: a lock that the system frees when the process dies."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "verrou"


@contextlib.contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Hold the lock of a space; give whether the space can be written.

    On a medium that cannot be written the file may be absent: nothing is then held, as nothing changes.
    Raises ``UserError`` when another program has the space open.
    """
    descriptor, can_write = _opened(folder / NAME)
    if descriptor is None:
        yield False
        return
    try:
        if not _taken(descriptor):
            raise UserError(Cause.SPACE_OPEN_ELSEWHERE)
        yield can_write
    finally:
        os.close(descriptor)


def _opened(path: Path) -> tuple[int | None, bool]:
    # A link is not followed, and a pipe with a name is not waited for: others may have made the folder.
    safely = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with contextlib.suppress(OSError):
        return os.open(path, os.O_RDWR | os.O_CREAT | safely, 0o600), True
    with contextlib.suppress(OSError):
        return os.open(path, os.O_RDONLY | safely), False
    return None, False


def _taken(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
