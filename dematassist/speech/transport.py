"""The parent's end of the child process. Nothing here waits: lines go out and come in on two threads."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dematassist.speech.child import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dematassist.speech.child.messages import Command, Event

_BUFFER_BYTES = 1 << 18
_LARGE_BYTES = 1 << 16
"""Memory of the child that is given back to the system as soon as it is free."""
_LAST_SECONDS = 0.5
"""How long a child that was asked to end may take."""


class Gone(NamedTuple):
    """The child has ended."""


class Transport(Protocol):
    """A child that speaks. What it tells, and at last one ``Gone``, comes to the callback it is given."""

    def send(self, command: Command) -> None:
        """Ask, without waiting. Nothing happens when the child is gone."""
        ...

    def kill(self) -> None:
        """End the child at once, whatever it does."""
        ...

    def close(self) -> None:
        """End the child, and every thread of this end, within a second."""
        ...


class ChildProcess:
    """The real child. Raises ``OSError`` when it cannot be started."""

    def __init__(self, command: Sequence[str], deliver: Callable[[Event | Gone], None]) -> None:
        self._deliver = deliver
        self._outbox: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What sound libraries print of devices they do not find helps nobody.
            stderr=subprocess.DEVNULL,
            bufsize=_BUFFER_BYTES,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._threads = [
            threading.Thread(target=self._write, name="speech-out", daemon=True),
            threading.Thread(target=self._read, name="speech-in", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Ask, without waiting."""
        self._outbox.put(command)

    def kill(self) -> None:
        """End the child at once."""
        self._process.kill()

    def close(self) -> None:
        """End the child and both threads."""
        self._outbox.put(messages.Quit())
        self._outbox.put(None)
        try:
            self._process.wait(_LAST_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join()

    def _write(self) -> None:
        assert self._process.stdin is not None
        # A child that died no longer reads: its end is told by the other thread.
        with contextlib.suppress(OSError), self._process.stdin as stream:
            while (command := self._outbox.get()) is not None:
                stream.write(messages.encoded(command))
                stream.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                # A child killed in the middle of a line leaves half of one.
                with contextlib.suppress(ValueError):
                    self._deliver(messages.event(line, stream.read))
        self._process.wait()
        self._outbox.put(None)
        self._deliver(Gone())


def child_command() -> tuple[str, ...]:
    """Return how the child is started: without what ``site`` imports, as it is told where modules are."""
    return (sys.executable, "-S", "-m", "dematassist.speech.child")


def _environment() -> dict[str, str]:
    """Return our environment, in which the child finds this very package and the libraries that we find."""
    ours = str(Path(__file__).resolve().parents[2])
    others = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    places = dict.fromkeys([ours, *filter(None, others), *filter(None, sys.path)])
    # Else the GNU C library keeps for itself most of the megabytes that Pico borrows for each sentence.
    kept = {"MALLOC_MMAP_THRESHOLD_": str(_LARGE_BYTES)}
    return {**kept, **os.environ, "PYTHONPATH": os.pathsep.join(places)}
