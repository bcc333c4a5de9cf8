"""What ``dematassist speech`` does without a window: plain functions that print nothing.

``say``, ``save``, ``voices`` and ``self_test`` take arguments that are parsed already, and raise
``UserError`` for what a person can act on.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from dematassist.speech import audio_file
from dematassist.speech.model import Failed, Idle, Kind, Passage
from dematassist.speech.reader import Reader
from dematassist.speech.self_test import run as self_test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from dematassist.speech.child.messages import Event
    from dematassist.speech.engines.engine import Voice
    from dematassist.speech.model import ReaderState
    from dematassist.speech.reading import Words
    from dematassist.speech.transport import Gone, Transport

    StartChild = Callable[[Callable[[Event | Gone], None]], Transport]

_TICK_SECONDS = 0.2

__all__ = ["passages", "save", "say", "self_test", "voices"]


def passages(lines: Iterable[str], lang: str) -> list[Passage]:
    """Return a passage for each line that says something."""
    return [
        Passage(str(number), line.strip(), lang, Kind.SENTENCE)
        for number, line in enumerate(lines)
        if line.strip()
    ]


def say(
    lines: Iterable[str],
    lang: str,
    *,
    speed: float = 1.0,
    voice: Voice | None = None,
    words: Words | None = None,
    start_child: StartChild | None = None,
) -> None:
    """Read lines aloud, and return once they are read. Ctrl-C stops at once. Raises ``UserError``."""
    is_over = threading.Event()
    errors = []

    def on_state(state: ReaderState) -> None:
        if isinstance(state, Failed):
            errors.append(state.error)
        if isinstance(state, Idle | Failed):
            is_over.set()

    reader = Reader(on_state, words, start_child)
    try:
        reader.set_speed(speed)
        if voice is not None:
            reader.set_voice(voice)
        reader.read(passages(lines, lang))
        # A wait without end does not hear Ctrl-C on Windows.
        while not is_over.wait(_TICK_SECONDS):
            pass
    finally:
        reader.close()
    if errors:
        raise errors[0]


def save(
    lines: Iterable[str],
    lang: str,
    target: Path,
    *,
    speed: float = 1.0,
    voice: Voice | None = None,
    words: Words | None = None,
    start_child: StartChild | None = None,
) -> float:
    """Save lines as a WAV file; return its seconds. Raises ``UserError``."""
    return audio_file.save(
        passages(lines, lang),
        target,
        speed=speed,
        voices={} if voice is None else {voice.lang: voice},
        words=words,
        start_child=start_child,
    )


def voices(lang: str | None = None, *, start_child: StartChild | None = None) -> tuple[Voice, ...]:
    """Return the voices installed, the best first; of one language when it is given."""
    told: list[tuple[Voice, ...]] = []
    has_told = threading.Event()

    def tell(found: tuple[Voice, ...]) -> None:
        told.append(found)
        has_told.set()

    reader = Reader(lambda _state: None, None, start_child)
    try:
        reader.ask_voices(tell)
        while not has_told.wait(_TICK_SECONDS):
            pass
    finally:
        reader.close()
    return tuple(voice for voice in told[0] if lang in (None, voice.lang))
