"""One program a user: a second start raises the first window instead.

``multiprocessing.connection`` gives the same thing everywhere: a named pipe on Windows, a socket file
elsewhere. It is imported when it is used: before the first window only a file lock is looked at.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from dematassist.system.locks import is_taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Listener
    from pathlib import Path

_RAISE = b"raise"


class FirstInstance:
    """The right to be the only program of this user. The system takes it back when the process dies."""

    def __init__(self, lock: IO[bytes], folder: Path) -> None:
        self._lock = lock
        self._folder = folder
        self._listener: Listener | None = None
        self._thread: threading.Thread | None = None

    def listen(self, on_second_start: Callable[[], None]) -> None:
        """Call ``on_second_start``, from another thread, each time the program is started again."""
        from multiprocessing.connection import Listener

        address = _address(self._folder)
        if sys.platform != "win32":
            with suppress(FileNotFoundError):
                os.unlink(address)  # noqa: PTH108 -- the address of a pipe is not a path on Windows
        with suppress(OSError):
            self._listener = Listener(address)
            self._thread = threading.Thread(target=self._serve, args=(on_second_start,), name="second-start")
            self._thread.start()

    def _serve(self, on_second_start: Callable[[], None]) -> None:
        assert self._listener is not None
        while True:
            try:
                with self._listener.accept() as connection:
                    message = connection.recv_bytes(16)
            except (OSError, EOFError):
                continue
            if message != _RAISE:
                return
            on_second_start()

    def close(self) -> None:
        """Stop listening and let another program be the first."""
        if self._thread is not None and self._listener is not None:
            with suppress(OSError):
                _send(self._folder, b"stop")
                self._thread.join()
            self._listener.close()
        self._lock.close()


def claim(folder: Path) -> FirstInstance | None:
    """Return the right to be the first, or ``None`` after telling the first one to show itself.

    Where the folder cannot be written nothing can be told apart: every program is then a first one.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "running.lock").open("ab")
    except OSError:
        return FirstInstance(open(os.devnull, "ab"), folder)  # noqa: PTH123 -- kept open
    if is_taken(lock):
        lock.close()
        with suppress(OSError, EOFError):
            _send(folder, _RAISE)
        return None
    return FirstInstance(lock, folder)


def _send(folder: Path, message: bytes) -> None:
    from multiprocessing.connection import Client

    with Client(_address(folder)) as connection:
        connection.send_bytes(message)


def _address(folder: Path) -> str:
    if sys.platform == "win32":
        import hashlib

        return rf"\\.\pipe\dematassist-{hashlib.sha256(str(folder).encode()).hexdigest()[:32]}"
    return str(folder / "running.socket")
