"""The window's end of the worker process: a request out, its answer in."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.vault import wire

if TYPE_CHECKING:
    from dematassist.vault.streams import Report

_MAX_LINE = 1 << 26
_OURS = str(Path(__file__).resolve().parents[2])


class Answered(NamedTuple):
    """The value that answers, as JSON, and the bytes that followed it."""

    value: bytes
    after: bytes


class WorkerDiedError(Exception):
    """The worker ended before it answered."""


class Worker:
    """The worker process, and its two pipes. Used by one thread at a time, but for ``end``."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Libraries complain there of what they read: it may quote a paper.
            stderr=subprocess.DEVNULL,
            env=_environment(),
            # Python imports from there first: never from wherever the person stands, which may be a stick.
            cwd=_OURS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def ask(self, request: wire.Request, content: bytes, report: Report) -> Answered:
        """Ask, and wait. Raises also what ``report`` raises, and ``WorkerDiedError``."""
        self._send(msgspec.json.encode(request) + b"\n" + content)
        stopped: BaseException | None = None
        while True:
            answer = self._next()
            if isinstance(answer, wire.Advanced):
                try:
                    report(answer.done, answer.total)
                except BaseException as error:  # noqa: BLE001 -- raised again once the worker has stopped
                    stopped = error
                self._send(wire.STOP if stopped else wire.GO_ON)
            elif isinstance(answer, wire.Failed):
                raise UserError(Cause(answer.cause), **answer.details)
            elif isinstance(answer, wire.Broken):
                raise RuntimeError(answer.trace)  # noqa: TRY004 -- a bug in the worker
            elif isinstance(answer, wire.Stopped):
                assert stopped
                raise stopped
            else:
                return Answered(bytes(answer.value), self._read(answer.bytes_after))

    def _send(self, told: bytes) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(told)
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise WorkerDiedError from error

    def _next(self) -> wire.Answer:
        assert self._process.stdout
        try:
            line = self._process.stdout.readline(_MAX_LINE)
            answer: wire.Answer = msgspec.json.decode(line, type=wire.Answer)
        except (OSError, ValueError) as error:
            raise WorkerDiedError from error
        return answer

    def _read(self, length: int) -> bytes:
        assert self._process.stdout
        try:
            content = self._process.stdout.read(length)
        except (OSError, ValueError) as error:
            raise WorkerDiedError from error
        if len(content) != length:
            raise WorkerDiedError
        return content

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError, ValueError):
                    stream.close()


def worker_command() -> tuple[str, ...]:
    """Return how the worker is started where Python itself is there; a bundle gives its own command."""
    return (sys.executable, "-m", "dematassist.vault.worker")


def _environment() -> dict[str, str]:
    """Return our environment, in which the worker finds this very package wherever it is started."""
    others = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([_OURS, others] if others else [_OURS])}
