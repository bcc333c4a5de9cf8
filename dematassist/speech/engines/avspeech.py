"""The driver of the voices of macOS (AVSpeechSynthesizer), from 10.15 on. The sound comes in memory buffers.

``NSSpeechSynthesizer``, which pyttsx3 uses, gives its sound to a loudspeaker or to a file, and nothing spoken
is to be on a disk. What macOS tells of its words while it writes comes from version 13 on only: they are
estimated, as Pico's are.
"""

from __future__ import annotations

import ctypes
import itertools
import sys
import threading
import time
from array import array
from typing import Any

from dematassist.speech.engines.engine import EngineError, Voice
from dematassist.speech.engines.levelling import TEXTS, measured
from dematassist.speech.engines.tokens import estimated
from dematassist.speech.engines.whole import Made, WholeTextDriver

_TURN_SECONDS = 0.05
_SILENT_SECONDS = 3.0
"""Nothing comes for so long: the synthesiser will not answer. The child's own watch is longer."""
_INT16 = 3
"""``AVAudioPCMFormatInt16``; else the samples are ``float``."""
_LOUDEST = 32767
_AT_ONCE = 0
"""``AVSpeechBoundaryImmediate``."""
_TRIED_RATES = (0.35, 0.5, 0.6)
"""Between 0 and 1; the usual one is 0.5. What words a minute they give differs from voice to voice."""
_SLOWEST, _FASTEST = 0.1, 0.8
_LANGS = ("fr", "en", "ar")
_USUAL_COUNTRIES = ("fr-FR", "en-GB", "en-US")
_CHEAP = ("com.apple.eloquence", "com.apple.speech.synthesis.voice")
"""Voices that sound like machines, or make fun."""

_Measures = tuple[list[tuple[float, float]], float]
"""The words a minute of each rate, and the gain."""


def buildDriver(proxy: Any) -> AvSpeechDriver:
    """Make the driver. Raises ``ImportError`` elsewhere than on macOS, ``EngineError`` before 10.15."""
    return AvSpeechDriver(proxy)


def run_loop() -> None:
    """Run for ever the loop of the first thread, where macOS hands over sound. Raises ``ImportError``."""
    import Foundation

    loop = Foundation.NSRunLoop.mainRunLoop()
    # A loop that waits for nothing would end at once.
    loop.addPort_forMode_(Foundation.NSPort.port(), Foundation.NSDefaultRunLoopMode)
    loop.run()


class AvSpeechDriver(WholeTextDriver):
    """Its words are estimated from the shape of the text."""

    def __init__(self, proxy: Any) -> None:
        super().__init__(proxy)
        # Only on macOS.
        import AVFoundation
        import objc

        self._kit, self._objc = AVFoundation, objc
        self._synthesizer = AVFoundation.AVSpeechSynthesizer.alloc().init()
        if not hasattr(self._synthesizer, "writeUtterance_toBufferCallback_"):
            raise EngineError("macOS before 10.15")
        self._installed: dict[str, Any] = {}
        self._voices = self._found()
        self._measures: dict[str, _Measures] = {}
        french = next((voice.id for voice in self._voices if voice.lang == "fr"), None)
        if french:
            # The first sentence then comes at once.
            self._measured(french)

    def make(self, text: str) -> Made | None:
        """Return the sound of a text; None when nothing came. Raises ``EngineError``."""
        given = text.encode("utf-16-le", "replace").decode("utf-16-le")
        speeds, gain = self._measured(self._voice_id)
        samples, rate_hz = self._made(given, self._voice_id, _rate(self._words_a_minute, speeds))
        if not samples:
            return None
        words = estimated(text, len(samples) / 2 / rate_hz)
        return Made(samples, rate_hz, gain, words, are_words_exact=False)

    def _found(self) -> tuple[Voice, ...]:
        """Return the voices installed: the best recorded first, then those of the usual country."""

        def rank(voice: Any) -> tuple[bool, int, int]:
            country = voice.language()
            usual = _USUAL_COUNTRIES.index(country) if country in _USUAL_COUNTRIES else len(_USUAL_COUNTRIES)
            return voice.identifier().startswith(_CHEAP), -int(voice.quality()), usual

        listed = sorted(self._kit.AVSpeechSynthesisVoice.speechVoices(), key=rank)
        self._installed = {str(voice.identifier()): voice for voice in listed}
        return tuple(
            Voice("avspeech", identifier, str(voice.name()), str(voice.language())[:2])
            for identifier, voice in self._installed.items()
            if str(voice.language())[:2] in _LANGS
        )

    def _measured(self, voice_id: str) -> _Measures:
        """Return how a voice is at its own rates, measured the first time it is used."""
        if voice_id not in self._measures:
            text = TEXTS[next(voice.lang for voice in self._voices if voice.id == voice_id)]
            tried = [(rate, measured(text, *self._made(text, voice_id, rate))) for rate in _TRIED_RATES]
            speeds = [(measure.words_a_minute, rate) for rate, measure in tried]
            measures = speeds, tried[1][1].gain
            if self._stopped.is_set():
                return measures
            self._measures[voice_id] = measures
        return self._measures[voice_id]

    def _made(self, text: str, voice_id: str, rate: float) -> tuple[bytes, int]:
        """Return the sound of a text and its samples a second. Raises ``EngineError`` when nothing comes."""
        writing = _Writing()
        with self._objc.autorelease_pool():
            utterance = self._kit.AVSpeechUtterance.speechUtteranceWithString_(text)
            utterance.setVoice_(self._installed[voice_id])
            utterance.setRate_(rate)
            self._synthesizer.writeUtterance_toBufferCallback_(utterance, writing.take)
            while not writing.is_over.wait(_TURN_SECONDS):
                if self._stopped.is_set():
                    self._synthesizer.stopSpeakingAtBoundary_(_AT_ONCE)
                    return b"", writing.rate_hz
                if time.monotonic() - writing.told_at > _SILENT_SECONDS:
                    raise EngineError("AVSpeechSynthesizer")
        return bytes(writing.samples), writing.rate_hz


class _Writing:
    """Takes the buffers of one text, from whatever thread they come; an empty one is the last."""

    def __init__(self) -> None:
        self.samples = bytearray()
        self.rate_hz = 22050
        self.is_over = threading.Event()
        self.told_at = time.monotonic()

    def take(self, buffer: Any) -> None:
        """Keep the samples of a buffer."""
        self.told_at = time.monotonic()
        if not buffer.frameLength():
            self.is_over.set()
            return
        self.rate_hz = round(buffer.format().sampleRate())
        self.samples += _samples(buffer)


def _samples(buffer: Any) -> bytes:
    """Return the first channel of a buffer as 16 bits."""
    count = int(buffer.frameLength())
    is_whole = buffer.format().commonFormat() == _INT16
    name, kind = ("int16ChannelData", ctypes.c_int16) if is_whole else ("floatChannelData", ctypes.c_float)
    channels = ctypes.cast(_pointer(buffer, name), ctypes.POINTER(ctypes.POINTER(kind)))
    values: Any = channels[0][:count]
    if not is_whole:
        values = (round(_LOUDEST * max(-1.0, min(1.0, value))) for value in values)
    made = array("h", values)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def _pointer(subject: Any, name: str) -> int:
    """Return a pointer that a method returns: PyObjC has no description of these two methods."""
    import objc

    runtime = ctypes.CDLL("/usr/lib/libobjc.dylib")
    runtime.sel_registerName.restype = ctypes.c_void_p
    ask = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", runtime))
    selector = runtime.sel_registerName(name.encode())
    return int(ask(objc.pyobjc_id(subject), selector) or 0)


def _rate(words_a_minute: int, speeds: list[tuple[float, float]]) -> float:
    """Return the rate that gives so many words a minute, from the nearest two that were measured."""
    if not speeds[0][0]:
        return _TRIED_RATES[1]
    for slower, faster in itertools.pairwise(speeds):
        if words_a_minute <= faster[0] or faster is speeds[-1]:
            share = (words_a_minute - slower[0]) / max(faster[0] - slower[0], 1.0)
            return min(max(slower[1] + share * (faster[1] - slower[1]), _SLOWEST), _FASTEST)
    return _TRIED_RATES[1]
