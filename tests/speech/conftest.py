"""A sound server without a card for the tests that listen, and readers that are always closed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from dematassist.speech.reader import Reader
from dematassist.speech.transport import ChildProcess
from tests.speech.reading_helpers import WORDS, Listener
from tests.speech.sound import MISSING, Recording, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def _sound_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if MISSING:
        pytest.skip(f"no sound can be heard here: {', '.join(MISSING)} missing")
    server = Server(tmp_path_factory.mktemp("pulse"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def sound_server(_sound_server: Server, _recording: Recording, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server, which the children started from here on play on.

    It is always recorded: a null sink that nobody hears works two seconds in advance.
    """
    monkeypatch.setenv("PULSE_SERVER", _sound_server.address)
    return _sound_server


@pytest.fixture
def no_speaker(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """No sound server, and no card that ALSA finds."""
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    (tmp_path / "asound.conf").write_text("")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))


@pytest.fixture(scope="session")
def _recording(_sound_server: Server) -> Iterator[Recording]:
    recording = Recording(_sound_server.address)
    yield recording
    recording.close()


@pytest.fixture
def recording(_recording: Recording, sound_server: Server) -> Recording:
    _recording.forget()
    return _recording


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def reader_of(listener: Listener) -> Iterator[Callable[..., Reader]]:
    """Make readers whose child speaks with these engines of tones."""
    made: list[Reader] = []

    def make(*engines: str, **options) -> Reader:
        command = (sys.executable, "-m", "tests.speech.tones", *engines)
        reader = Reader(listener, WORDS, lambda deliver: ChildProcess(command, deliver), **options)
        made.append(reader)
        return reader

    yield make
    for reader in made:
        reader.close()
