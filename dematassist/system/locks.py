"""What only one program of this user does at a time. The system gives the right back when a process dies."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def is_taken(lock: IO[bytes]) -> bool:
    """Take this open file for this program until it is closed; return whether another one has it already."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold the right to do something alone; ``False`` when another program does it.

    Where the file cannot be made nothing can be told apart: every program is then alone.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError:
        yield True
        return
    with os.fdopen(descriptor, "r+b") as lock:
        yield not is_taken(lock)
