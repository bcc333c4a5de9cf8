"""The driver of SVOX Pico (PyPI ``py-nanotts``): the more intelligible voice, for French and English.

Its binding makes a whole text at once and holds the interpreter meanwhile; it hangs on some texts (a word of
200 accented letters). It runs in the child only, which the parent ends when it says nothing.
"""

from __future__ import annotations

import re
import threading
from typing import Any

from dematassist.speech.engines.engine import EngineError, Voice
from dematassist.speech.engines.tokens import estimated

_RATE_HZ = 16_000
_VOLUME = 0.42
"""At which it gives −20 dBFS RMS on French text; 1 is 7.5 dB louder, and clips."""
_PIECE_BYTES = 3200
_LONGEST_WORD = 60
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_CALIBRATION = ((84, 0.45), (107, 0.6), (134, 0.8), (159, 1.0), (190, 1.2), (218, 1.4), (260, 1.8))
"""Measured: French words a minute, and the speed that gives them."""
_VOICES = (
    Voice("pico", "fr-FR", "Pico français", "fr"),
    Voice("pico", "en-GB", "Pico English", "en"),
)


def buildDriver(proxy: Any) -> PicoDriver:
    """Make the driver. Raises ``ImportError`` when Pico is not on this computer."""
    return PicoDriver(proxy)


class PicoDriver:
    """Speaks into the proxy; its words are estimated from the shape of the text."""

    def __init__(self, proxy: Any) -> None:
        from py_nanotts import NanoTTS

        self._proxy = proxy
        self._engine = NanoTTS()
        self._voice, self._speed = _VOICES[0].id, 1.0
        self._stopped = threading.Event()

    def say(self, text: str) -> None:
        """Make the sound of a text; give it in pieces unless it is stopped meanwhile."""
        self._stopped.clear()
        # A blank in the place of a letter keeps every place of the text.
        given = _LONG_WORD.sub(lambda found: found[0][:-1] + " ", text.replace("\x00", " "))
        try:
            samples = self._engine.speak(given, self._voice, speed=self._speed, volume=_VOLUME)
        except (RuntimeError, ValueError) as error:
            raise EngineError(type(error).__name__) from error
        if self._stopped.is_set():
            return
        for word, at_seconds in estimated(text, len(samples) / 2 / _RATE_HZ):
            self._proxy.notify(
                "started-word",
                location=word.start,
                length=word.end - word.start,
                at_seconds=at_seconds,
                is_exact=False,
            )
        for start in range(0, len(samples), _PIECE_BYTES):
            if self._stopped.is_set():
                return
            self._proxy.notify("sound", samples=samples[start : start + _PIECE_BYTES], rate_hz=_RATE_HZ)

    def stop(self) -> None:
        """Give no more pieces."""
        self._stopped.set()

    def getProperty(self, name: str) -> object:
        """Return ``voices``, the one property that is asked for. Raises ``KeyError``."""
        return {"voices": _VOICES}[name]

    def setProperty(self, name: str, value: Any) -> None:
        """Set ``voice`` (an id of ``voices``) or ``rate`` (French words a minute)."""
        if name == "voice":
            self._voice = value
        elif name == "rate":
            self._speed = _speed(value)

    def destroy(self) -> None:
        """Let go of nothing."""


def _speed(words_a_minute: float) -> float:
    """Return the speed that gives so many words a minute, between the measured ones."""
    slower = _CALIBRATION[0]
    for faster in _CALIBRATION[1:]:
        if words_a_minute <= faster[0]:
            share = (words_a_minute - slower[0]) / (faster[0] - slower[0])
            return max(slower[1] + share * (faster[1] - slower[1]), 0.2)
        slower = faster
    return slower[1]
