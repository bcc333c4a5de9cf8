"""An engine of the tests that makes real sound, and its child: ``python -m tests.speech.tones [NAME…]``.

Each word is a tone of one word's time, at the level voices are levelled to. Some words do something else:
``refuse`` (the engine gives up), ``hang`` (it sleeps holding the interpreter), ``die`` (the process is
killed), ``bug`` (an error nobody foresaw). An engine whose name ends with ``-sound`` does none of these.
The engine named ``absent`` cannot be made; to make the one named ``deadly`` kills the process.
"""

from __future__ import annotations

import ctypes
import functools
import math
import os
import re
import signal
import sys
from array import array
from typing import TYPE_CHECKING

from dematassist.speech.child.service import Limits, serve
from dematassist.speech.engines.engine import EngineError, Sound, Voice, WordMark
from dematassist.speech.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

RATES = {"fr": 22050, "en": 16000}
PIECE = 2048
PEAK = 0.1 * math.sqrt(2)
"""A sine of this peak is at −20 dBFS RMS."""


@functools.cache
def tone(frequency: int, frames: int, rate: int) -> bytes:
    step = 2 * math.pi * frequency / rate
    return array("h", (round(32767 * PEAK * math.sin(step * i)) for i in range(frames))).tobytes()


def word_seconds(words_a_minute: int) -> float:
    return 60 / words_a_minute


class Tones:
    """The engine."""

    def __init__(self, name: str = "tones") -> None:
        self.name = name
        if name == "absent":
            raise EngineError(name)
        if name == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(self.name, f"{self.name}-{lang}", f"Tones {lang}", lang) for lang in RATES)

    def synthesise(self, text: str, voice: Voice, words_a_minute: int) -> Iterator[Sound | WordMark]:
        rate = RATES[voice.lang]
        length = word_seconds(words_a_minute)
        # 440 Hz for every engine; the words only tell apart by their order.
        for number, word in enumerate(re.finditer(r"\S+", text)):
            self._obey(word[0].strip("."))
            yield WordMark(Span(*word.span()), number * length, is_exact=True)
            samples = tone(440, round(rate * (number + 1) * length) - round(rate * number * length), rate)
            for start in range(0, len(samples), PIECE):
                yield Sound(samples[start : start + PIECE], rate)

    def _obey(self, word: str) -> None:
        if self.name.endswith("-sound"):
            return
        if word == "refuse":
            raise EngineError
        if word == "hang":
            # PyDLL keeps the interpreter's lock during the call, as Pico's binding does.
            ctypes.PyDLL(None).sleep(60)
        if word == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "bug":
            raise LookupError(word)


def main() -> None:
    limits = Limits(
        float(os.environ.get("TONES_IDLE_SECONDS", "600")), float(os.environ.get("TONES_STUCK_SECONDS", "20"))
    )
    serve({name: functools.partial(Tones, name) for name in sys.argv[1:]}, limits)


if __name__ == "__main__":
    main()
