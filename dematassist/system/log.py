"""The log and the crash file. Neither ever holds anything personal.

A traceback is written as file, line and function, with the type of the error and not its message:
a message may quote what a person typed.
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

_LONGEST = 200_000
"""Bytes kept in the log; older lines go first."""


def described(error: BaseException) -> str:
    """Return a traceback with no message and no value in it."""
    import traceback

    lines = []
    seen: BaseException | None = error
    while seen is not None:
        lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(seen.__traceback__)]
        lines.append(type(seen).__name__)
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


def append(log: Path, text: str) -> None:
    """Add ``text`` to the log, mode 0600. A log that cannot be written is not worth a message."""
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = log.read_bytes()[-_LONGEST:] if log.exists() else b""
        log.touch(mode=0o600)
        log.write_bytes(before + text.encode("utf-8", "replace") + b"\n")
    except OSError:
        pass


def install_crash_hook(log: Path, tell: Callable[[], None]) -> None:
    """Write every error that nobody caught to the log, and ``tell`` the person something went wrong."""

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.exit(130)
        append(log, described(error))
        tell()

    sys.excepthook = hook
    threading.excepthook = lambda given: hook(
        given.exc_type, given.exc_value or given.exc_type(), given.exc_traceback
    )
