"""The reader's half of an import in a process of its own: an import then takes half the time on two cores.

``python -m dematassist.guides.official.beside`` reads one request and writes what ``reading.read`` yields. It
also keeps hostile bytes out of the process that holds a person's folder: what comes back is typed values.
"""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.guides.official.reading import Batch, Whole, read

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

_OURS = str(Path(__file__).resolve().parents[3])
_AHEAD = 3
"""Batches read while one is written: more would fill the memory."""
_MOST_BYTES = 1 << 30


class Request(msgspec.Struct, array_like=True):
    """What to read."""

    source: str
    old: str | None
    said: dict[str, str]


class Failed(msgspec.Struct, array_like=True, tag="failed"):
    """What stopped it: of the archive (``number`` 0), or of the disk, by its number."""

    number: int
    path: str


def read_beside(
    source: Path, old: Path | None, said: Mapping[str, str]
) -> Generator[Batch | Whole, None, None]:
    """Read an archive in another process, here where none can be started. Raises what ``read`` raises."""
    try:
        child = subprocess.Popen(
            child_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            # Python imports from there first: never from wherever the person stands, which may be a stick.
            cwd=_OURS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        yield from read(source, old, said)
        return
    assert child.stdin is not None
    assert child.stdout is not None
    asked = Request(str(source.absolute()), None if old is None else str(old.absolute()), dict(said))
    try:
        with contextlib.suppress(OSError):
            child.stdin.write(msgspec.msgpack.encode(asked))
            child.stdin.close()
        yield from _answers(child.stdout, source)
    finally:
        with contextlib.suppress(OSError):
            child.stdin.close()
        child.kill()
        child.wait()
        child.stdout.close()


def child_command() -> tuple[str, ...]:
    """Return how the child is started where Python itself is there; a bundle gives its own command."""
    return (sys.executable, "-m", "dematassist.guides.official.beside")


def _answers(stream: IO[bytes], source: Path) -> Iterator[Batch | Whole]:
    """Yield what a child writes, until all is there. It writes on while this is worked on."""
    decoder = msgspec.msgpack.Decoder(Batch | Whole | Failed)
    pool = ThreadPoolExecutor(1)
    try:
        ahead = deque(pool.submit(_frame, stream) for _number in range(_AHEAD))
        while True:
            answer = decoder.decode(ahead.popleft().result())
            if isinstance(answer, Failed):
                raise _failure(answer)
            yield answer
            if isinstance(answer, Whole):
                return
            ahead.append(pool.submit(_frame, stream))
    except (EOFError, msgspec.MsgspecError) as error:
        # It died of what it read.
        raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(source)) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _frame(stream: IO[bytes]) -> bytes:
    head = stream.read(8)
    size = int.from_bytes(head, "big")
    data = stream.read(size) if len(head) == 8 and size <= _MOST_BYTES else b""  # noqa: PLR2004 -- bytes of a size
    if not data or len(data) != size:
        raise EOFError
    return data


def _failure(failed: Failed) -> Exception:
    if failed.number:
        return OSError(failed.number, os.strerror(failed.number), failed.path)
    return UserError(Cause.OFFICIAL_UNREADABLE, path=failed.path)


def _environment() -> dict[str, str]:
    others = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([_OURS, others] if others else [_OURS])}


def main() -> None:
    """Read what standard input asks for; write what comes of it to standard output."""
    # A tree has no cycles: it goes when it is left.
    gc.disable()
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    encode = msgspec.msgpack.Encoder().encode

    def write(answer: Batch | Whole | Failed) -> None:
        data = encode(answer)
        sys.stdout.buffer.write(len(data).to_bytes(8, "big") + data)
        sys.stdout.buffer.flush()

    try:
        old = None if request.old is None else Path(request.old)
        for answer in read(Path(request.source), old, request.said):
            write(answer)
    except UserError as error:
        write(Failed(0, str(error.details["path"])))
    except OSError as error:
        write(Failed(error.errno or 5, str(error.filename or request.source)))


if __name__ == "__main__":
    main()
