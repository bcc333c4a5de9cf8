"""What an engine is: a synthesiser of sound, never a player of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.speech.model import Span


class Voice(NamedTuple):
    """A voice of an engine. ``id`` is the engine's own name for it, ``lang`` two letters."""

    engine: str
    id: str
    name: str
    lang: str


class Sound(NamedTuple):
    """Samples that follow the ones before: mono, 16 bits signed, little-endian."""

    samples: bytes
    rate_hz: int


class WordMark(NamedTuple):
    """From ``at_seconds`` of the sound on, this part of the text given is heard."""

    span: Span
    at_seconds: float
    is_exact: bool
    """Told by the engine itself; else estimated from the shape of the text."""


class Engine(Protocol):
    """One synthesiser."""

    name: str

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices installed, the best of each language first."""
        ...

    def synthesise(self, text: str, voice: Voice, words_a_minute: int) -> Iterator[Sound | WordMark]:
        """Speak ``text``: its sound in pieces, as soon as they are made, and its words in order.

        A mark comes no later than the sound it falls in. Spans are inside the text, monotone. The speed is
        calibrated: 140 is 140 French words a minute with every engine. Closing the iterator abandons the
        rest. Raises ``EngineError``.
        """
        ...


class EngineError(Exception):
    """The engine could not speak; the next one may."""
