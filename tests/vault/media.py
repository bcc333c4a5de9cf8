"""Disks for the tests: small, full, read-only, or cut from their power. They need root and loop devices."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IMAGE_BYTES = 80 << 20


@contextlib.contextmanager
def mounted(target: Path, *options: str) -> Iterator[Path]:
    """Mount something; the test is skipped, aloud, where that is not allowed."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a disk of its own needs root")
    target.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(target)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine does not let a disk be mounted: {done.stderr.strip()}")
    try:
        yield target
    finally:
        subprocess.run(["umount", "--lazy", str(target)], check=True)


@contextlib.contextmanager
def small_disk(target: Path, size_bytes: int) -> Iterator[Path]:
    """A disk in memory of this size."""
    with mounted(target, "-t", "tmpfs", "-o", f"size={size_bytes}", "none") as disk:
        yield disk


@contextlib.contextmanager
def read_only(folder: Path, target: Path) -> Iterator[Path]:
    """A folder as it is seen on a stick whose lock is set."""
    with mounted(target, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,bind,ro", str(target)], check=True)
        yield target


def new_image(path: Path) -> Path:
    """An empty disk in a file."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("no mkfs.ext4 to make a disk in a file")
    path.write_bytes(b"")
    os.truncate(path, IMAGE_BYTES)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(path)], check=True)
    return path


@contextlib.contextmanager
def disk_of(image: Path, target: Path) -> Iterator[Path]:
    """The disk in a file, mounted."""
    with mounted(target, "-o", "loop", str(image)) as disk:
        yield disk


def fill(folder: Path) -> None:
    """Fill the disk of a folder to its last byte; ``empty`` gives it back."""
    number = len(tuple(folder.glob("filler-*")))
    with contextlib.suppress(OSError), (folder / f"filler-{number}").open("wb", buffering=0) as stream:
        while stream.write(bytes(1 << 16)):
            pass


def empty(folder: Path) -> None:
    """Take away what filled the disk."""
    for filler in folder.glob("filler-*"):
        filler.unlink()
