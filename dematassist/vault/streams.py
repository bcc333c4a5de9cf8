"""What stands between pyrage and our files: pieces pulled, bytes counted, errors kept as they were.

``pyrage.encrypt_io`` turns whatever goes wrong around it into words; here the error itself is kept.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    Report = Callable[[int, int], object]
    """Called with what is done and the total, in bytes; it may raise to stop."""

PIECE_BYTES = 1 << 16


class Target(Protocol):
    """What a document is read to."""

    def write(self, piece: bytes, /) -> object:
        """Take the next bytes."""
        ...


class TargetError(Exception):
    """The target refused, with this error of its own."""

    def __init__(self, cause: OSError) -> None:
        self.cause = cause
        super().__init__()


class Nowhere:
    """A target that keeps nothing."""

    def write(self, piece: bytes) -> int:
        """Take the next bytes."""
        return len(piece)


class Counted:
    """Passes a document on, and keeps its length and SHA-256."""

    def __init__(self, target: Target, report: Report) -> None:
        self.done, self.total = 0, 0
        self._digest = hashlib.sha256()
        self._target, self._report = target, report

    @property
    def sha256(self) -> str:
        """The SHA-256 of what passed."""
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """Take the next bytes. Raises ``TargetError``."""
        self.done += len(piece)
        self._digest.update(piece)
        try:
            self._target.write(piece)
        except OSError as error:
            raise TargetError(error) from error
        self._report(self.done, self.total)


class Pull:
    """Pieces, as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.failed: BaseException | None = None
        self._pieces = pieces
        self._piece = memoryview(b"")

    def read(self, most: int = -1) -> bytes:
        """Return the next bytes, none at the end."""
        try:
            while not self._piece:
                self._piece = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.failed = error
            raise
        most = len(self._piece) if most < 0 else most
        taken, self._piece = self._piece[:most], self._piece[most:]
        return bytes(taken)


class Push:
    """A file to write to."""

    def __init__(self, stream: BinaryIO) -> None:
        self.failed: BaseException | None = None
        self._stream = stream

    def write(self, piece: bytes) -> int:
        """Write the next bytes."""
        try:
            return self._stream.write(piece)
        except BaseException as error:
            self.failed = error
            raise

    def flush(self) -> None:
        """Leave it to whoever opened the file."""


def no_report(_done: int, _total: int) -> None:
    """Tell nobody."""
