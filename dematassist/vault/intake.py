"""Files that come into a space: refused early and clearly, or known well before anything is stored.

The file is read twice: once to know it, once to seal it, and the second must be the same as the first.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.system.sources import explained_source, open_source
from dematassist.vault.names import clean_name
from dematassist.vault.recognising import ARCHIVES, is_program, recognise
from dematassist.vault.streams import PIECE_BYTES
from dematassist.vault.zip_rules import UnsafeArchiveError, checked, content_of, open_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from dematassist.vault.model import Concern

MEGABYTE = 1_000_000
MAX_BYTES = 50 * MEGABYTE
MOST_BYTES = 200 * MEGABYTE
"""The highest that ``MAX_BYTES`` may be set to."""
_ROOM_BYTES = 50 * MEGABYTE
_ROOM_TIMES = 3


class Incoming(NamedTuple):
    """A file about to be stored. ``pieces`` reads it again from its beginning."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    crc: int
    concerns: tuple[Concern, ...]
    pieces: Callable[[], Iterable[bytes]]


@contextmanager
def from_path(path: Path, max_bytes: int = MAX_BYTES) -> Iterator[Incoming]:
    """Open a file to store. Raises ``UserError``: absent, a link, empty, too big, a program.

    The descriptor stays open: what is stored is what was looked at, wherever the name points meanwhile.
    """
    with open_source(path) as stream:
        with explained_source(path):
            # Asked first: a file with holes says it is larger than any disk.
            if stream.seek(0, 2) > max_bytes:
                raise _too_big(str(path), max_bytes)
            stream.seek(0)
            content = stream.read(max_bytes + 1)
        known = _known(content, path.name, str(path), max_bytes)
        del content

        def pieces() -> Iterator[bytes]:
            with explained_source(path):
                stream.seek(0)
                while piece := stream.read(PIECE_BYTES):
                    yield piece

        yield known._replace(pieces=pieces)


def from_bytes(content: bytes, name: str, max_bytes: int = MAX_BYTES) -> Incoming:
    """Take what was pasted, scanned or made. Raises ``UserError``."""
    return _known(content, name, name, max_bytes)


@contextmanager
def from_archive(path: Path, max_bytes: int = MAX_BYTES) -> Iterator[Iterable[Incoming]]:
    """Open a ZIP whose files are to be stored one by one. Nothing is given unless all of it is right.

    Raises ``UserError``.
    """
    with open_source(path) as stream:
        with explained_source(path):
            size = stream.seek(0, 2)
        if size > MOST_BYTES:
            raise _too_big(str(path), MOST_BYTES)
        try:
            with open_zip(stream) as opened:
                files = checked(opened, size)
                for info in files:
                    known = from_bytes(content_of(opened, info), info.filename, max_bytes)
                    if known.media_type in ARCHIVES:
                        raise UnsafeArchiveError("an archive inside")
                yield (from_bytes(content_of(opened, info), info.filename, max_bytes) for info in files)
        except UnsafeArchiveError as error:
            raise UserError(Cause.ARCHIVE_UNSAFE, path=str(path)) from error


def require_room(space: Path, size_bytes: int) -> None:
    """Raise ``UserError`` unless a document of this size can be stored safely."""
    needed = _ROOM_TIMES * size_bytes + _ROOM_BYTES
    require_there(space)
    if shutil.disk_usage(space).free < needed:
        raise UserError(Cause.DISK_SHORT, megabytes=str(-(-needed // MEGABYTE)))


def require_there(space: Path) -> None:
    """Raise ``UserError(SPACE_ABSENT)`` when the folder is gone, with the stick it is on."""
    if not space.is_dir():
        raise UserError(Cause.SPACE_ABSENT, path=str(space))


def _known(content: bytes, name: str, path: str, max_bytes: int) -> Incoming:
    if not content:
        raise UserError(Cause.SOURCE_EMPTY, path=path)
    if len(content) > max_bytes:
        raise _too_big(path, max_bytes)
    cleaned = clean_name(name)
    if is_program(content, cleaned):
        raise UserError(Cause.SOURCE_IS_PROGRAM, path=path)
    media_type, concerns = recognise(content, cleaned)
    return Incoming(
        name=cleaned,
        media_type=media_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        crc=zlib.crc32(content),
        concerns=concerns,
        pieces=lambda: _in_pieces(content),
    )


def _in_pieces(content: bytes) -> Iterator[bytes]:
    stream = io.BytesIO(content)
    while piece := stream.read(PIECE_BYTES):
        yield piece


def _too_big(path: str, max_bytes: int) -> UserError:
    return UserError(Cause.SOURCE_TOO_BIG, path=path, megabytes=str(max_bytes // MEGABYTE))
