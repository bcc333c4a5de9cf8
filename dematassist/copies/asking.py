"""The parent's end of the child: one child for one job, ended whatever happens."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.copies import wire
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

    from dematassist.copies.sources import Source

SILENCE_SECONDS = 40.0
"""A child that says nothing for this long is stuck on what it reads: a page takes a second or two."""
_MAX_LINE = 1 << 20
_MAX_ANSWER_BYTES = 1 << 30


class Done(NamedTuple):
    """What the child made."""

    said: wire.Finished
    files: tuple[bytes, ...]


def ask(
    job: wire.Job,
    sources: Sequence[Source],
    report: Callable[[int, int], object],
    silence_seconds: float = SILENCE_SECONDS,
) -> Done:
    """Have a child do a job; ``report(done, total)`` is called at each page and may raise to stop it all.

    Raises ``UserError`` about the file that could not be read, also when the child is stuck or dies.
    """
    request = wire.Request(job, tuple(wire.Blob(s.kind, len(s.content)) for s in sources))
    child = subprocess.Popen(
        child_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Libraries complain there of what they read: it may quote a paper.
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert child.stdin is not None
    assert child.stdout is not None
    watchdog = _Watchdog(child, silence_seconds)
    at = 0
    try:
        with contextlib.suppress(OSError):
            wire.write(child.stdin, request, tuple(source.content for source in sources))
            child.stdin.close()
        while True:
            answer = _line(child.stdout)
            watchdog.was_heard.set()
            if isinstance(answer, wire.Advanced):
                at = answer.source
                report(answer.done, answer.total)
            elif isinstance(answer, wire.Failed):
                details = dict(answer.details)
                at = int(details.pop("source", at))
                raise UserError(Cause(answer.cause), **{"path": sources[at].path, **details})
            else:
                return Done(answer, wire.read_blobs(child.stdout, answer.blobs))
    except (EOFError, msgspec.MsgspecError, ValueError, IndexError) as error:
        # A child that a hostile file took over may say anything: its words are not trusted.
        raise UserError(
            _why_it_died(child, watchdog), path=sources[min(at, len(sources) - 1)].path
        ) from error
    finally:
        watchdog.end()
        with contextlib.suppress(OSError):
            child.stdin.close()
        child.stdout.close()
        child.kill()
        child.wait()


def child_command() -> tuple[str, ...]:
    """Return how the child is started where Python itself is there; a bundle gives its own command."""
    return (sys.executable, "-m", "dematassist.copies.child")


def _line(stream: IO[bytes]) -> wire.Answer:
    line = stream.readline(_MAX_LINE)
    if not line.endswith(b"\n"):
        raise EOFError
    answer: wire.Answer = msgspec.json.decode(line, type=wire.Answer)
    if isinstance(answer, wire.Finished) and not (
        0 <= sum(max(blob.length, 0) for blob in answer.blobs) <= _MAX_ANSWER_BYTES
        and all(blob.length >= 0 for blob in answer.blobs)
    ):
        raise EOFError
    return answer


def _why_it_died(child: subprocess.Popen[bytes], watchdog: _Watchdog) -> Cause:
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(1)
    too_long = -getattr(signal, "SIGXCPU", 0)
    is_slow = watchdog.has_killed or (too_long and child.returncode == too_long)
    return Cause.SOURCE_TOO_SLOW if is_slow else Cause.SOURCE_DAMAGED


class _Watchdog:
    """Ends a child that says nothing for too long."""

    def __init__(self, child: subprocess.Popen[bytes], silence_seconds: float) -> None:
        self.was_heard = threading.Event()
        self.has_killed = False
        self._has_ended = False
        self._child, self._seconds = child, silence_seconds
        self._thread = threading.Thread(target=self._watch, name="copies-watchdog", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Watch no longer."""
        self._has_ended = True
        self.was_heard.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._has_ended:
            if not self.was_heard.wait(self._seconds):
                self.has_killed = True
                self._child.kill()
                return
            self.was_heard.clear()


def _environment() -> dict[str, str]:
    """Return our environment, in which the child finds this very package wherever it is started."""
    ours = str(Path(__file__).resolve().parents[2])
    others = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([ours, others] if others else [ours])}
