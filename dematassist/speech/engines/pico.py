"""The driver of SVOX Pico (PyPI ``py-nanotts``): the more intelligible voice, for French and English.

Its binding makes a whole text at once and holds the interpreter meanwhile; it hangs on some texts (a word of
200 accented letters). It runs in the child only, which the parent ends when it says nothing.
"""

from __future__ import annotations

import os
import re
from typing import Any

from dematassist.speech.engines.engine import EngineError, Voice
from dematassist.speech.engines.tokens import estimated
from dematassist.speech.engines.whole import Made, WholeTextDriver

_RATE_HZ = 16_000
_VOLUME = 0.42
"""At which it gives −20 dBFS RMS on French text; 1 is 7.5 dB louder, and clips."""
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


class PicoDriver(WholeTextDriver):
    """Its words are estimated from the shape of the text."""

    def __init__(self, proxy: Any) -> None:
        super().__init__(proxy)
        # Not the class in front of it: thirty modules would stay in memory to find the folder of its data.
        from py_nanotts import _nanotts

        self._engine = _nanotts
        self._data = os.path.join(os.path.dirname(_nanotts.__file__), "lang")  # noqa: PTH118, PTH120 -- as above
        self._voices, self._voice_id = _VOICES, _VOICES[0].id

    def make(self, text: str) -> Made:
        """Return the sound of a text. Raises ``EngineError``."""
        # A blank in the place of a letter keeps every place of the text.
        given = _LONG_WORD.sub(lambda found: found[0][:-1] + " ", text)
        speed = _speed(self._words_a_minute)
        try:
            samples = self._engine.speak(
                text=given, voice=self._voice_id, speed=speed, volume=_VOLUME, lingware_path=self._data
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(type(error).__name__) from error
        words = estimated(text, len(samples) / 2 / _RATE_HZ)
        return Made(samples, _RATE_HZ, 1.0, words, are_words_exact=False)


def _speed(words_a_minute: float) -> float:
    """Return the speed that gives so many words a minute, between the measured ones."""
    slower = _CALIBRATION[0]
    for faster in _CALIBRATION[1:]:
        if words_a_minute <= faster[0]:
            share = (words_a_minute - slower[0]) / (faster[0] - slower[0])
            return max(slower[1] + share * (faster[1] - slower[1]), 0.2)
        slower = faster
    return slower[1]
