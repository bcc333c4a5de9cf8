"""What is in memory stays there: no file of a crash is made of it."""

from __future__ import annotations


def make_no_core_files() -> None:
    """Have the system write no memory to a disk when this process, or one it starts, crashes."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
