"""AVSpeechSynthesizer as PyObjC shows it: a voice that writes tones in buffers, from a thread of its own.

As on macOS, ``write`` returns at once, the buffers come later and from elsewhere, the last one is empty, what
is stopped gives nothing more, and the speed does not follow the rate in a straight line.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import threading
from array import array
from types import ModuleType, SimpleNamespace

from dematassist.speech.engines.levelling import louder
from tests.speech.tones import tone

RATE_HZ = 22050
TOO_SOFT = 0.4
SILENT = "never-answered"


@functools.cache
def _soft(frames: int) -> bytes:
    return louder(tone(440, frames, RATE_HZ), TOO_SOFT)


class Voice:
    def __init__(self, identifier: str, name: str, language: str, quality: int) -> None:
        self._told = identifier, name, language, quality

    def identifier(self) -> str:
        return self._told[0]

    def name(self) -> str:
        return self._told[1]

    def language(self) -> str:
        return self._told[2]

    def quality(self) -> int:
        return self._told[3]


INSTALLED = [
    Voice("com.apple.eloquence.fr-FR.Eddy", "Eddy", "fr-FR", 1),
    Voice("com.apple.voice.compact.en-US.Samantha", "Samantha", "en-US", 1),
    Voice("com.apple.voice.compact.fr-CA.Amelie", "Amélie", "fr-CA", 1),
    Voice("com.apple.voice.compact.fr-FR.Thomas", "Thomas", "fr-FR", 1),
    Voice("com.apple.voice.compact.ja-JP.Kyoko", "Kyoko", "ja-JP", 1),
    Voice("com.apple.voice.compact.ar-001.Maged", "Majed", "ar-001", 1),
    Voice("com.apple.voice.enhanced.en-GB.Daniel", "Daniel", "en-GB", 2),
]


class Utterance:
    @staticmethod
    def speechUtteranceWithString_(text: str) -> Utterance:
        made = Utterance()
        made.text, made.voice, made.rate = text, None, 0.5
        # What Objective-C makes of a text with half a character is nothing.
        text.encode("utf-16-le")
        return made

    def setVoice_(self, voice: Voice) -> None:
        self.voice = voice

    def setRate_(self, rate: float) -> None:
        assert 0 <= rate <= 1
        self.rate = rate


class Buffer:
    """Some samples, as numbers between −1 and 1, or as whole ones (French of Canada)."""

    def __init__(self, samples: bytes, is_whole: bool) -> None:
        values = array("h", samples)
        kind = ctypes.c_int16 if is_whole else ctypes.c_float
        numbers = values if is_whole else [value / 32768 for value in values]
        self._frames = len(values)
        self._content = (kind * max(len(values), 1))(*numbers)
        self.channels = (ctypes.POINTER(kind) * 1)(ctypes.cast(self._content, ctypes.POINTER(kind)))
        self._format = SimpleNamespace(
            sampleRate=lambda: float(RATE_HZ), commonFormat=lambda: 3 if is_whole else 1
        )

    def frameLength(self) -> int:
        return self._frames

    def format(self) -> SimpleNamespace:
        return self._format


def pointer(buffer: Buffer, name: str) -> int:
    """Stand for the two methods of a buffer that give a pointer."""
    assert name == ("int16ChannelData" if buffer.format().commonFormat() == 3 else "floatChannelData")
    return ctypes.addressof(buffer.channels)


class Synthesizer:
    def __init__(self) -> None:
        self._writing: threading.Event | None = None

    @classmethod
    def alloc(cls) -> type[Synthesizer]:
        return cls

    @classmethod
    def init(cls) -> Synthesizer:
        return cls()

    def writeUtterance_toBufferCallback_(self, utterance: Utterance, take) -> None:
        self._writing = is_stopped = threading.Event()
        threading.Thread(target=self._write, args=(utterance, take, is_stopped), daemon=True).start()

    def stopSpeakingAtBoundary_(self, boundary: int) -> bool:
        assert boundary == 0
        self._writing.set()
        return True

    def _write(self, utterance: Utterance, take, is_stopped: threading.Event) -> None:
        if SILENT in utterance.text:
            return
        # Twice as fast from 0.5 to 0.6, half as fast from 0.5 to 0.3: no straight line.
        faster = 2 ** ((utterance.rate - 0.5) * 10) if utterance.rate > 0.5 else 0.5 + utterance.rate
        samples = _soft(round(RATE_HZ * 60 / (172 * faster)))
        is_whole = utterance.voice.language() == "fr-CA"
        for _word in utterance.text.split():
            if is_stopped.is_set():
                return
            take(Buffer(samples, is_whole))
        take(Buffer(b"", is_whole))


def modules() -> dict[str, ModuleType]:
    """Return what ``import AVFoundation`` and ``import objc`` find."""
    kit, objc = ModuleType("AVFoundation"), ModuleType("objc")
    kit.AVSpeechSynthesizer, kit.AVSpeechUtterance = Synthesizer, Utterance
    kit.AVSpeechSynthesisVoice = SimpleNamespace(speechVoices=lambda: list(INSTALLED))
    objc.autorelease_pool = contextlib.nullcontext
    return {"AVFoundation": kit, "objc": objc}
