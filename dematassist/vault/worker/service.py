"""The loop of the worker: a request, what it asks for, its answer. It ends with its standard input."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import msgspec

from dematassist.errors import UserError
from dematassist.system.log import described
from dematassist.system.memory import make_no_core_files
from dematassist.vault import wire
from dematassist.vault.worker.calls import Call
from dematassist.vault.worker.session import Session

if TYPE_CHECKING:
    from typing import BinaryIO


class _StoppedError(Exception):
    """The person stopped what was being done."""


def main() -> None:
    """Serve the requests of standard input; the answers go to standard output."""
    _protect()
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not be taken for an answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with contextlib.closing(Session()) as session, contextlib.suppress(BrokenPipeError, EOFError):
        serve(sys.stdin.buffer, answers, session)


def serve(requests: BinaryIO, answers: BinaryIO, session: Session) -> None:
    """Answer each request until there are no more."""

    def report(done: int, total: int) -> None:
        wire.write(answers, wire.Advanced(done, total))
        told = requests.read(1)
        if not told:
            raise EOFError
        if told != wire.GO_ON:
            raise _StoppedError

    for line in requests:
        request = msgspec.json.decode(line, type=wire.Request)
        after = b""
        answer: msgspec.Struct
        try:
            content = _content(request, requests)
            value, after = session.do(request, Call(report, content))
            answer = wire.Done(msgspec.Raw(msgspec.json.encode(value)), len(after))
        except UserError as error:
            answer = wire.Failed(error.cause.value, error.details)
        except _StoppedError:
            answer = wire.Stopped()
        except Exception as error:
            if isinstance(error, EOFError):
                raise
            answer = wire.Broken(described(error))
        wire.write(answers, answer, after)
        session.catch_up()


def _content(request: wire.Request, requests: BinaryIO) -> bytes:
    """Return the bytes that follow the line of a request."""
    length = request.length if isinstance(request, wire.AddContent) else 0
    content = requests.read(length)
    if len(content) != length:
        raise EOFError
    return content


def _protect() -> None:
    """Where the system can: no memory written to a disk at a crash, none read by another program."""
    make_no_core_files()
    if sys.platform == "linux":
        import ctypes

        not_dumpable = (4, 0, 0, 0, 0)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(*not_dumpable)
