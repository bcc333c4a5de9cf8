"""Several processes that serve on one port and one database, for machines with several cores.

The database orders what they write. When one ends, the others end with it, and whoever watches the hub starts
it again. Each counts wrong passwords by itself.
"""

from __future__ import annotations

import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from multiprocessing.context import SpawnProcess
    from multiprocessing.synchronize import Event

    from dematassist.hub.settings import Settings

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_LOOK_SECONDS = 0.1


def serve_together(
    settings: Settings, listener: socket.socket, count: int, on_ready: Callable[[], object]
) -> bool:
    """Serve until asked to stop (SIGTERM, SIGINT); return whether that is why it ended."""
    context = multiprocessing.get_context("spawn")
    started = [context.Event() for _ in range(count)]
    processes = [context.Process(target=_serve, args=(settings, listener, one)) for one in started]
    is_asked = threading.Event()

    def stop(*_: Any) -> None:
        is_asked.set()
        for process in processes:
            # What was not started yet is stopped at the end.
            if process.pid:
                process.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    for process in processes:
        process.start()
    if _all_answer(processes, started):
        on_ready()
        multiprocessing.connection.wait([process.sentinel for process in processes])
    was_asked = is_asked.is_set()
    stop()
    for process in processes:
        process.join()
    return was_asked


def _all_answer(processes: list[SpawnProcess], started: list[Event]) -> bool:
    """Wait until each answers; return whether none ended before."""
    for one in started:
        while not one.wait(_LOOK_SECONDS):
            if not all(process.is_alive() for process in processes):
                return False
    return True


def _serve(settings: Settings, listener: socket.socket, started: Event) -> None:
    """Serve, in a process of its own."""
    from dematassist.hub.application import application
    from dematassist.hub.server import server

    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server(application(settings), settings, started.set).run(sockets=[listener])


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
