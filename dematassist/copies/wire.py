"""What passes through the pipes of the child: a line of JSON, then as many bytes as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dematassist.copies.model import (  # noqa: TC001 -- msgspec reads the annotations at run time
    ContentsPage,
    Order,
)

if TYPE_CHECKING:
    from typing import IO


class Blob(msgspec.Struct, frozen=True):
    """A file that follows the line: its kind and its length."""

    kind: str
    length: int


class Prepare(msgspec.Struct, frozen=True, tag="prepare"):
    """Make the copy."""

    order: Order
    fonts: str
    contents: ContentsPage | None = None


class Show(msgspec.Struct, frozen=True, tag="show"):
    """Draw the pages from one to another (from 1), ``width_px`` wide, as red, green, blue bytes."""

    width_px: int
    first_page: int
    last_page: int


class FindCodes(msgspec.Struct, frozen=True, tag="codes"):
    """Read the square codes (Data Matrix) of each page up to ``last_page``; the kind of each is its page."""

    last_page: int


Job = Prepare | Show | FindCodes


class Request(msgspec.Struct, frozen=True):
    """What the child is asked, and the files that follow."""

    job: Job
    blobs: tuple[Blob, ...]


class Advanced(msgspec.Struct, frozen=True, tag="advanced"):
    """The child has come to this page of this many, in the file numbered ``source``."""

    done: int
    total: int
    source: int


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """It cannot be done: the value of a ``Cause``, and its details."""

    cause: str
    details: dict[str, str]


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """It is done: the files follow. A copy says how fine its pages are, pictures how many pages there are."""

    blobs: tuple[Blob, ...]
    dpi: int = 0
    is_grey: bool = False
    pages: int = 0
    sizes: tuple[tuple[int, int], ...] = ()
    """The width and the height of each picture, in pixels."""


Answer = Advanced | Failed | Finished


def write(stream: IO[bytes], line: msgspec.Struct, blobs: tuple[bytes, ...] = ()) -> None:
    """Write a line and what follows it."""
    stream.write(msgspec.json.encode(line) + b"\n")
    stream.writelines(blobs)
    stream.flush()


def read_blobs(stream: IO[bytes], blobs: tuple[Blob, ...]) -> tuple[bytes, ...]:
    """Read the files that follow a line. Raises ``EOFError`` when one is cut."""
    contents = tuple(stream.read(blob.length) for blob in blobs)
    if any(len(content) != blob.length for content, blob in zip(contents, blobs, strict=True)):
        raise EOFError
    return contents
