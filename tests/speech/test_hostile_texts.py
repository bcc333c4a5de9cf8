"""Texts nobody writes to be heard, through the child as it is shipped: it never hangs, dies or keeps them."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING

import pytest

from dematassist.speech.child.messages import AskVoices, Beat, Failure, Render, Rendered, Utterance, VoiceList
from dematassist.speech.spoken import Form, spoken
from dematassist.speech.transport import ChildProcess, Gone, child_command

from .hostile import hostile_texts
from .traced import IS_MISSING, kept, traced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dematassist.speech.engines.engine import Voice

COUNT = 1500
PATIENCE_SECONDS = 8.0
"""As long as the window lets an engine be silent before it replaces the child."""


class Shipped:
    """The real child; what it tells, with a watch on it."""

    def __init__(self, command: Sequence[str]) -> None:
        self.told: queue.SimpleQueue = queue.SimpleQueue()
        self.child = ChildProcess(command, self.told.put)

    def next(self, *kinds: type):
        """Return what comes next of these kinds; fail when the child dies or an engine is silent for long."""
        while True:
            event = self.told.get(timeout=PATIENCE_SECONDS * 2)
            assert not isinstance(event, Gone), "the child died"
            if isinstance(event, Beat):
                assert event.engine_silent_seconds < PATIENCE_SECONDS, "an engine hangs"
            if isinstance(event, kinds):
                return event


@pytest.fixture
def private(tmp_path, monkeypatch, no_speaker) -> Path:
    """Where the child may keep something, all of it its own."""
    for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"):
        folder = tmp_path / "private" / name
        folder.mkdir(parents=True)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    # The GNU C library then gives what is freed back at once: an engine that still reads there falls.
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", "8192")
    monkeypatch.setenv("MALLOC_ARENA_MAX", "1")
    return tmp_path / "private"


@pytest.fixture
def start() -> Iterator[Callable[[Sequence[str]], Shipped]]:
    made: list[Shipped] = []

    def started(command: Sequence[str]) -> Shipped:
        made.append(Shipped(command))
        return made[-1]

    yield started
    for each in made:
        each.child.close()


def voices_of(shipped: Shipped) -> list[Voice]:
    """Return the French voice of each engine. Skips where there is none."""
    shipped.child.send(AskVoices())
    found = shipped.next(VoiceList).voices
    voices = list({voice.engine: voice for voice in reversed(found) if voice.lang == "fr"}.values())
    if not voices:
        pytest.skip("no French voice on this computer: neither libespeak-ng1 nor py-nanotts")
    return voices


def made(shipped: Shipped, voice: Voice, texts: Sequence[str]) -> None:
    """Have this voice say all of them."""
    asked = [
        Utterance(number, text, "fr", 400, 0, voice.engine, voice.id) for number, text in enumerate(texts)
    ]
    shipped.child.send(Render(1, tuple(asked), 8000))
    for utterance in asked:
        given = shipped.next(Rendered, Failure)
        assert isinstance(given, Rendered), (voice.engine, utterance.text)
        assert given.id == utterance.id


def test_no_text_hangs_or_ends_the_child_nor_is_kept(private, start):
    shipped = start(child_command())
    texts = list(hostile_texts(COUNT))
    said = [spoken(text, "fr", Form.ENGINE).text if number % 2 else text for number, text in enumerate(texts)]
    for voice in voices_of(shipped):
        made(shipped, voice, said)
    assert [path for path in private.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(IS_MISSING, reason="strace is missing: what the child writes cannot be seen")
def test_no_voice_keeps_what_it_says(private, start, tmp_path):
    trace = tmp_path / "trace"
    shipped = start(traced(child_command(), trace))
    for voice in voices_of(shipped):
        made(shipped, voice, ["motsecret", "Le motsecret de l’élève", "motsecret " * 40])
    shipped.child.close()
    assert "Rendered" in trace.read_text(), "nothing was traced"
    assert kept(trace, "motsecret") == []
