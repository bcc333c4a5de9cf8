"""The folder where a scanner puts its files: which are new there, and whole. Nothing in them is read here.

A file is new when its moment (of its last writing, or of its coming) is later than what was seen; the moments
of one folder are compared with each other only, since another machine may have written them. It is whole
when two looks in a row find it the same.
"""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

LOOK_EVERY_MS = 2_000
MOST_SCANS = 200
"""Told at once: more is seldom meant."""
_ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp"})


class Scan(NamedTuple):
    """A file as it was seen."""

    path: Path
    size_bytes: int
    moment_ns: int


class Looked(NamedTuple):
    """What a look found: the files that may be papers; nothing, when the folder is not there."""

    scans: tuple[Scan, ...] = ()
    is_missing: bool = False


def look(folder: Path) -> Looked:
    """Look into the folder, which may be on a medium that answers late."""
    try:
        with os.scandir(folder) as entries:
            found = [_seen(entry) for entry in entries]
    except OSError:
        return Looked(is_missing=True)
    return Looked(tuple(sorted((scan for scan in found if scan), key=lambda scan: scan.path.name)))


def newest_ns(looked: Looked) -> int:
    """Return the moment from which on a file is new: all that is there was there before."""
    return max((scan.moment_ns for scan in looked.scans), default=0)


def erase(scans: Iterable[Scan]) -> int:
    """Take these files away; return how many. One that changed meanwhile is another paper, and stays."""
    erased = 0
    for scan in scans:
        try:
            if _as_it_is(scan.path, scan.path.lstat()) == scan:
                scan.path.unlink()
                erased += 1
        except OSError:
            continue
    return erased


class Scanner:
    """What is known of the folder of a scanner. It is told what each look found."""

    def __init__(self, folder: Path, seen_ns: int) -> None:
        self.folder = folder
        self.seen_ns = seen_ns
        """Files of this moment or before are not told."""
        self.is_missing = False
        self.new: tuple[Scan, ...] = ()
        """New and whole, in order of their names."""
        self.taken: tuple[Scan, ...] = ()
        """Already among the papers of the person, and still there, in clear."""
        self._before: frozenset[Scan] = frozenset()

    def know(self, looked: Looked) -> bool:
        """Know what a look found; return whether there is something else to tell."""
        before = (self.new, self.is_missing)
        whole = self._before.intersection(looked.scans)
        self._before = frozenset(looked.scans)
        self.is_missing = looked.is_missing
        fresh = (scan for scan in looked.scans if scan in whole and scan.moment_ns > self.seen_ns)
        self.new = tuple(fresh)[:MOST_SCANS]
        return before != (self.new, self.is_missing)

    def set_aside(self) -> None:
        """Tell these no more."""
        # One that is still being written ends later than all that are whole.
        self.seen_ns = max([self.seen_ns, *(scan.moment_ns for scan in self.new)])
        self.new = ()

    def took(self, kept: Iterable[Path]) -> None:
        """Know that these are now among the papers, and tell none of the others again."""
        paths = frozenset(kept)
        self.taken += tuple(scan for scan in self.new if scan.path in paths)
        self.set_aside()


def _seen(entry: os.DirEntry[str]) -> Scan | None:
    path = Path(entry.path)
    if path.suffix.lower() not in _ENDINGS or path.name.startswith("."):
        return None
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        # It went meanwhile.
        return None
    return _as_it_is(path, status) if S_ISREG(status.st_mode) and status.st_size else None


def _as_it_is(path: Path, status: os.stat_result) -> Scan:
    return Scan(path, status.st_size, max(status.st_mtime_ns, status.st_ctime_ns))
