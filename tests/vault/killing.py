"""Workers that are killed just before one of their calls that change something on the disk."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from dematassist.vault import asking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat")
"""What changes which files there are."""
SYNCS = ("fsync",)
CALLS = (*NAMES, *SYNCS, "fdatasync", "ftruncate", "pwrite64")


def can_trace() -> bool:
    """Return whether this machine lets a process be traced."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return tried.returncode == 0


needs_strace = pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace here")


@contextlib.contextmanager
def counting_calls(log: Path, names: tuple[str, ...]) -> Iterator[list[tuple[str, int]]]:
    """Give each call of these names of the workers started meanwhile, once they have ended."""
    calls: list[tuple[str, int]] = []
    with _traced(log, "-e", f"trace={','.join(names)}"):
        yield calls
    calls += calls_in(log)


@contextlib.contextmanager
def killed_at(log: Path, call: str, number: int) -> Iterator[None]:
    """Have the worker started meanwhile be killed at its call of this name and number, which is not made."""
    with _traced(log, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"):
        yield
    # The call has no result: it was not made.
    assert re.search(r"\) += \?$", log.read_text(), re.MULTILINE)


def calls_in(log: Path) -> list[tuple[str, int]]:
    """Return each call of a log that found its file: its name, and its number among those of that name."""
    seen: Counter[str] = Counter()
    calls: list[tuple[str, int]] = []
    for line in log.read_text().splitlines():
        if call := re.match(r"\d+ +(\w+)\(", line):
            seen[call[1]] += 1
            if "ENOENT" not in line:
                calls.append((call[1], seen[call[1]]))
    return calls


def traced(log: Path, *options: str) -> tuple[str, ...]:
    """Return the beginning of a command whose calls are logged."""
    return ("strace", "-f", "-qq", "-o", str(log), *options)


@contextlib.contextmanager
def _traced(log: Path, *options: str) -> Iterator[None]:
    command = traced(log, *options)
    worker = (sys.executable, "-m", "dematassist.vault.worker")
    with mock.patch.object(asking, "worker_command", return_value=(*command, *worker)):
        yield
