"""One program at a time in a space: a lock that the system frees when the process dies."""

from __future__ import annotations

import contextlib
import sys
from typing import IO, TYPE_CHECKING

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
    stream, can_write = _opened(folder / NAME)
    if stream is None:
        yield False
        return
    with stream:
        if not _taken(stream):
            raise UserError(Cause.SPACE_OPEN_ELSEWHERE)
        yield can_write


def _opened(path: Path) -> tuple[IO[bytes] | None, bool]:
    with contextlib.suppress(OSError):
        return path.open("ab"), True
    with contextlib.suppress(OSError):
        return path.open("rb"), False
    return None, False


def _taken(stream: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
