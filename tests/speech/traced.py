"""A program followed by ``strace``: every file it opens to write, every word it writes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

IS_MISSING = shutil.which("strace") is None
_CALLS = "trace=openat,open,creat,rename,memfd_create,execve,write,writev,pwrite64"


def traced(command: Sequence[str], trace: Path) -> tuple[str, ...]:
    """Return the command that runs ``command`` and follows it."""
    return ("strace", "-f", "-e", _CALLS, "-s", "4096", "-o", str(trace), *command)


def kept(trace: Path, secret: str) -> list[str]:
    """Return the calls that keep something: a file opened to be written, or ``secret`` written anywhere."""
    lines = trace.read_text().splitlines()
    opened = [
        line
        for line in lines
        if ("O_WRONLY" in line or "O_RDWR" in line or "O_CREAT" in line) and "= -1" not in line
    ]
    # The key of PulseAudio's own library is all that may be made beside devices.
    return [
        *(line for line in opened if "/dev/" not in line and "/pulse/cookie" not in line),
        *(line for line in lines if secret in line),
    ]
