"""What drivers have in common that make the sound of a whole text before they give it."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, NamedTuple

from dematassist.speech.engines.levelling import louder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.speech.engines.engine import Voice
    from dematassist.speech.model import Span

_PIECES_A_SECOND = 10


class Made(NamedTuple):
    """The sound of a text, how much louder it is to be, its words and when each is heard."""

    samples: bytes
    rate_hz: int
    gain: float
    words: Iterable[tuple[Span, float]]
    are_words_exact: bool


class WholeTextDriver(ABC):
    """A driver in the sense of pyttsx3: speaks into the proxy, in pieces, once the text is made."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._stopped = threading.Event()
        self._voices: tuple[Voice, ...] = ()
        self._voice_id, self._words_a_minute = "", 140

    @abstractmethod
    def make(self, text: str) -> Made | None:
        """Return the sound of a text without zeros, None when it was stopped. Raises ``EngineError``."""

    def say(self, text: str) -> None:
        """Make the sound of a text; give it in pieces unless it is stopped meanwhile."""
        self._stopped.clear()
        made = self.make(text.replace("\x00", " "))
        if made is None or self._stopped.is_set():
            return
        for word, at_seconds in made.words:
            self._proxy.notify(
                "started-word",
                location=word.start,
                length=word.end - word.start,
                at_seconds=at_seconds,
                is_exact=made.are_words_exact,
            )
        size = 2 * (made.rate_hz // _PIECES_A_SECOND)
        for start in range(0, len(made.samples), size):
            if self._stopped.is_set():
                return
            piece = louder(made.samples[start : start + size], made.gain)
            self._proxy.notify("sound", samples=piece, rate_hz=made.rate_hz)

    def stop(self) -> None:
        """Abandon the text as soon as can be."""
        self._stopped.set()

    def getProperty(self, name: str) -> object:
        """Return ``voices``, the one property that is asked for. Raises ``KeyError``."""
        return {"voices": self._voices}[name]

    def setProperty(self, name: str, value: Any) -> None:
        """Set ``voice`` (an id of ``voices``) or ``rate`` (words a minute)."""
        if name == "voice":
            self._voice_id = value
        elif name == "rate":
            self._words_a_minute = value

    def destroy(self) -> None:
        """Be silent."""
        self._stopped.set()
