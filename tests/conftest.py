"""What every test stands on: private folders, no network, no thread left, no Qt warning unseen."""

from __future__ import annotations

import os
import socket
import sys
import threading
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# Before Qt is imported anywhere: in-process tests draw in memory.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No test is a stopwatch: on a busy computer, a slow example is no failure.
settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).resolve().parent.parent


class FixedClock:
    """A clock that tells what it is told, and makes ids that can be foretold."""

    def __init__(self, now: datetime = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)) -> None:
        self.time = now
        self.made = 0

    def now(self) -> datetime:
        return self.time

    def today(self) -> date:
        return self.time.date()

    def new_id(self) -> str:
        self.made += 1
        return f"{self.made:032x}"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(autouse=True)
def _private_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the home of who runs it."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("DEMATASSIST_HOME", str(tmp_path / "dematassist"))
    monkeypatch.delenv("LANGUAGE", raising=False)
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.setenv(name, "C.UTF-8")


NETWORK_USES: list[str] = []
"""What the running test tried on a network."""
MAY_USE_LOOPBACK = threading.Event()
"""Set while a test marked ``loopback`` runs: it talks to a server that it started on this machine."""
_NETWORK_EVENTS = frozenset(
    f"socket.{name}" for name in ("bind", "connect", "getaddrinfo", "gethostbyname", "sendmsg", "sendto")
)


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse every socket but those of this machine's files, whoever opens it (audit hook, PEP 578)."""
    if event in _NETWORK_EVENTS:
        if MAY_USE_LOOPBACK.is_set() and _is_loopback(arguments):
            return
        family = getattr(arguments[0], "family", None)
        if family is None or family != getattr(socket, "AF_UNIX", None):
            NETWORK_USES.append(f"{event} {arguments!r}")
            raise PermissionError(f"the network was used: {NETWORK_USES[-1]}")


def _is_loopback(arguments: tuple[object, ...]) -> bool:
    """Return whether the address of a socket event, in any of its shapes, is this machine's own."""
    places = [part[0] if isinstance(part, tuple) else part for part in arguments]
    return any(place in ("127.0.0.1", "::1", "localhost") for place in places)


# A hook cannot be taken away: this one lasts as long as the tests.
sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test goes over the network: trying fails it, even if the refusal is swallowed."""
    NETWORK_USES.clear()
    if request.node.get_closest_marker("loopback"):
        MAY_USE_LOOPBACK.set()
    yield
    MAY_USE_LOOPBACK.clear()
    assert NETWORK_USES == []


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """A worker that outlives its test would write into the next one."""
    before = set(threading.enumerate())
    yield
    # A thread of Qt that ran Python is a « dummy » here for ever, and ended with its pool.
    after = [t for t in threading.enumerate() if t not in before and "Dummy" not in t.name]
    for thread in after:
        thread.join(timeout=8)
    left = [thread.name for thread in after if thread.is_alive()]
    assert not left, f"threads left running: {left}"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test begins in English, with no catalogue."""
    from dematassist import i18n

    i18n.use("en", ROOT / "translations")
    yield
    i18n.use("en", ROOT / "translations")


@pytest.fixture(scope="session")
def library_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library compiled from the shipped resources, once for all tests."""
    from dematassist.guides.compiler import compile_library

    target = tmp_path_factory.mktemp("library") / "library.db"
    compile_library(ROOT / "resources", target)
    return target


@pytest.fixture
def library(library_file: Path) -> object:
    from dematassist.guides.library import Library

    opened = Library(library_file)
    yield opened
    opened.close()
