"""What is in memory stays there: no file of a crash is made of it, and temporary files are not on a disk."""

from __future__ import annotations

import os
import sys

_IN_MEMORY = ("tmpfs", "ramfs")
_MOUNTS = "/proc/self/mounts"


def make_no_core_files() -> None:
    """Have the system write no memory to a disk when this process, or one it starts, crashes."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def keep_temporary_files_in_memory() -> None:
    """Have libraries put temporary files in memory, where this system has a folder there.

    CUPS makes one of each page it prints; one that was deleted from a disk can still be read on it.
    """
    folder = folder_in_memory()
    if folder:
        import tempfile

        os.environ["TMPDIR"] = folder
        tempfile.tempdir = None


def folder_in_memory() -> str:
    """Return a folder of this user that is in memory and not on a disk; empty when there is none."""
    if not sys.platform.startswith("linux"):
        return ""
    for folder in (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm"):  # noqa: S108 -- looked at first
        if folder and _file_system_of(folder) in _IN_MEMORY and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return ""


def _file_system_of(folder: str) -> str:
    """Return the kind of file system that a folder is on; empty when it is not known."""
    real = os.path.realpath(folder)
    found, longest = "", 0
    try:
        with open(_MOUNTS, encoding="utf-8", errors="replace") as mounts:  # noqa: PTH123 -- as folders.py
            lines = mounts.read().splitlines()
    except OSError:
        return ""
    for line in lines:
        _device, place, kind, *_rest = line.split()
        # Of two mounts at one place, the last one is seen.
        if (real == place or real.startswith(f"{place.rstrip('/')}/")) and len(place) >= longest:
            found, longest = kind, len(place)
    return found
