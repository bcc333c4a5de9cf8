"""One job: read it, do it within limits of time and memory, answer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import msgspec

from dematassist.copies import wire
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from typing import BinaryIO

_CPU_SECONDS = 300
_DATA_BYTES = 2 << 30


def main() -> None:
    """Do the job of standard input; the answer goes to standard output."""
    _limit()
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not be taken for an answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    serve(sys.stdin.buffer, answers)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Do one job, and write what comes of it."""
    request = msgspec.json.decode(questions.readline(), type=wire.Request)
    contents = wire.read_blobs(questions, request.blobs)
    sources = [(blob.kind, content) for blob, content in zip(request.blobs, contents, strict=True)]

    def advance(done: int, total: int, source: int) -> None:
        wire.write(answers, wire.Advanced(done, total, source))

    try:
        said, files = _do(request.job, sources, advance)
    except UserError as error:
        wire.write(answers, wire.Failed(error.cause.value, error.details))
    except MemoryError:
        wire.write(answers, wire.Failed(Cause.SOURCE_TOO_MANY_PIXELS.value, {}))
    else:
        wire.write(answers, said, files)


def _do(
    job: wire.Job,
    sources: list[tuple[str, bytes]],
    advance: Advance,
) -> tuple[wire.Finished, tuple[bytes, ...]]:
    from dematassist.copies.child.pages import open_pages

    pages = open_pages(sources)
    if isinstance(job, wire.Prepare):
        from dematassist.copies.child.fitting import fit

        files, level = fit(pages, job, advance)
        blobs = tuple(wire.Blob(job.order.format.value, len(file)) for file in files)
        return wire.Finished(blobs, level.dpi, level.is_grey), files
    if isinstance(job, wire.FindCodes):
        from dematassist.copies.child.codes import codes

        found = codes(pages[: job.last_page], advance)
        blobs = tuple(wire.Blob(str(page), len(content)) for page, content in found)
        return wire.Finished(blobs, pages=len(pages)), tuple(content for _page, content in found)
    from dematassist.copies.child.showing import drawings

    drawn = drawings(pages[job.first_page - 1 : job.last_page], job.width_px, advance)
    files = tuple(image.tobytes() for image in drawn)
    blobs = tuple(wire.Blob("RGB", len(file)) for file in files)
    return wire.Finished(blobs, pages=len(pages), sizes=tuple(image.size for image in drawn)), files


def _limit() -> None:
    """Bound what a hostile file can take, where the system can; the parent's watchdog stands everywhere."""
    try:
        import resource
    except ImportError:
        return
    for what, limit in ((resource.RLIMIT_CPU, _CPU_SECONDS), (resource.RLIMIT_DATA, _DATA_BYTES)):
        _soft, hard = resource.getrlimit(what)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if TYPE_CHECKING:
    from collections.abc import Callable

    Advance = Callable[[int, int, int], None]
