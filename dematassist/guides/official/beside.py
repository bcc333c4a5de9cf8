"""An import in a process of its own: hostile bytes stay out of the one that holds a person's folder.

``python -m dematassist.guides.official.beside`` reads one order and writes what ``making.make`` yields. The
window stays free meanwhile, and what is made has no cycles: there is nothing to collect.
"""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.guides.official.making import Intake, Order, make

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_OURS = str(Path(__file__).resolve().parents[3])
_MOST_BYTES = 1 << 16


class Failed(msgspec.Struct, array_like=True, tag="failed"):
    """What stopped it: of the archive (``number`` 0), or of the disk, by its number."""

    number: int
    path: str


def make_beside(order: Order) -> Generator[int | Intake, None, None]:
    """Do ``make`` in another process, here where none can be started. Raises what it raises."""
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
        yield from make(order)
        return
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        with contextlib.suppress(OSError):
            child.stdin.write(msgspec.msgpack.encode(order))
            child.stdin.close()
        yield from _answers(child.stdout, order.source)
    finally:
        with contextlib.suppress(OSError):
            child.stdin.close()
        child.kill()
        child.wait()
        child.stdout.close()


def child_command() -> tuple[str, ...]:
    """Return how the child is started where Python itself is there; a bundle gives its own command."""
    return (sys.executable, "-m", "dematassist.guides.official.beside")


def _answers(stream: IO[bytes], source: str) -> Iterator[int | Intake]:
    """Yield what a child writes, until all is there."""
    decoder = msgspec.msgpack.Decoder(int | Intake | Failed)
    try:
        while True:
            answer = decoder.decode(_frame(stream))
            if isinstance(answer, Failed):
                raise _failure(answer)
            yield answer
            if isinstance(answer, Intake):
                return
    except (EOFError, msgspec.MsgspecError) as error:
        # It died of what it read.
        raise UserError(Cause.OFFICIAL_UNREADABLE, path=source) from error


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
    """Make what standard input orders; write what comes of it to standard output."""
    gc.disable()
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)

    def write(answer: int | Intake | Failed) -> None:
        data = msgspec.msgpack.encode(answer)
        sys.stdout.buffer.write(len(data).to_bytes(8, "big") + data)
        sys.stdout.buffer.flush()

    try:
        for answer in make(order):
            write(answer)
    except UserError as error:
        write(Failed(0, str(error.details["path"])))
    except OSError as error:
        write(Failed(error.errno or 5, str(error.filename or order.source)))


if __name__ == "__main__":
    main()
