"""The driver of eSpeak NG, through its C library (``speak_lib.h``). It speaks every language; never plays.

Threads: one text at a time. ``stop`` may be called from another thread while ``say`` works.
"""

from __future__ import annotations

import ctypes
from typing import Any

from dematassist.speech.engines.alphabets import sayable
from dematassist.speech.engines.engine import EngineError, Voice
from dematassist.speech.engines.tokens import Widener

_SYNCHRONOUS = 2
_PIECE_MS = 200
_UTF8 = 1
_POSITION_IN_CHARACTERS = 1
_RATE, _VOLUME = 1, 2
_RATES = (80, 450)
_LEVEL = 130
"""The volume at which eSpeak NG 1.51 gives −20 dBFS RMS on French text."""
_END_OF_EVENTS, _WORD = 0, 1
_ABANDON, _GO_ON = 1, 0
_OK = 0

_VOICES = {
    "fr": ("roa/fr", "roa/fr-BE", "roa/fr-CH"),
    "en": ("gmw/en", "gmw/en-US"),
    "ar": ("sem/ar",),
}
"""By language, the best first. French is asked for by name: the library begins with English."""


class _Event(ctypes.Structure):
    """``espeak_EVENT``."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


class _VoiceFacts(ctypes.Structure):
    """The beginning of ``espeak_VOICE``."""

    _fields_ = (("name", ctypes.c_char_p), ("languages", ctypes.c_char_p), ("identifier", ctypes.c_char_p))


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def buildDriver(proxy: Any) -> EspeakDriver:
    """Make the driver. Raises ``EngineError`` when the library is not on this computer."""
    return EspeakDriver(proxy)


class EspeakDriver:
    """Speaks into the proxy: ``sound`` as it is made, ``started-word`` before the sound of the word."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._library = _library()
        self._rate_hz = self._library.espeak_Initialize(_SYNCHRONOUS, _PIECE_MS, None, 0)
        if self._rate_hz <= 0:
            raise EngineError("no data")
        self._callback = _Callback(self._take)
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_SetParameter(_VOLUME, _LEVEL, 0)
        self._is_stopped = False
        self._words = Widener("")
        self._voices = self._installed()
        self._lang = ""

    def say(self, text: str) -> None:
        """Make the sound of a text; return once it is made or stopped."""
        self._is_stopped = False
        # The library takes a text that ends with a zero.
        whole = text.replace("\x00", " ")
        self._words = Widener(whole)
        content = sayable(whole, self._lang).encode()
        done = self._library.espeak_Synth(
            content, len(content) + 1, 0, _POSITION_IN_CHARACTERS, 0, _UTF8, None, None
        )
        if done != _OK:
            raise EngineError(str(done))

    def stop(self) -> None:
        """Abandon the text at the next piece of sound."""
        self._is_stopped = True

    def getProperty(self, name: str) -> object:
        """Return ``voices``, the one property that is asked for. Raises ``KeyError``."""
        return {"voices": self._voices}[name]

    def setProperty(self, name: str, value: Any) -> None:
        """Set ``voice`` (an id of ``voices``) or ``rate`` (French words a minute)."""
        if name == "voice":
            if self._library.espeak_SetVoiceByName(value.encode()) != _OK:
                raise EngineError(value)
            self._lang = next(voice.lang for voice in self._voices if voice.id == value)
        if name == "rate":
            # Measured: 100 gives 114 French words a minute, 200 gives 240, 300 gives 368.
            rate = round((value + 13) / 1.27)
            self._library.espeak_SetParameter(_RATE, min(max(rate, _RATES[0]), _RATES[1]), 0)

    def destroy(self) -> None:
        """Let go of nothing: the library cannot be started twice in a process."""

    def _take(self, samples: int | None, count: int, events: Any) -> int:
        if self._is_stopped:
            return _ABANDON
        index = 0
        while events[index].type != _END_OF_EVENTS:
            event = events[index]
            # Places count from 1.
            if event.type == _WORD and (word := self._words.widened(event.text_position - 1)):
                self._proxy.notify(
                    "started-word",
                    location=word.start,
                    length=word.end - word.start,
                    at_seconds=max(event.audio_position, 0) / 1000,
                    is_exact=True,
                )
            index += 1
        if samples and count > 0:
            self._proxy.notify("sound", samples=ctypes.string_at(samples, 2 * count), rate_hz=self._rate_hz)
        return _GO_ON

    def _installed(self) -> tuple[Voice, ...]:
        self._library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceFacts))
        listed = self._library.espeak_ListVoices(None)
        names: dict[str, str] = {}
        index = 0
        while listed[index]:
            facts = listed[index].contents
            names[(facts.identifier or b"").decode()] = (facts.name or b"").decode()
            index += 1
        return tuple(
            Voice("espeak", identifier, names[identifier], lang)
            for lang, identifiers in _VOICES.items()
            for identifier in identifiers
            if identifier in names
        )


def _library() -> Any:
    """Load the system's library, or the one that PyPI's ``espeakng-loader`` brings."""
    for known in ("libespeak-ng.so.1", "libespeak-ng.dll", None):
        name = known or _looked_for()
        if name:
            try:
                return ctypes.CDLL(name)
            except OSError:
                continue
    try:
        # Not among our libraries: somebody may have installed it where the system has none.
        import espeakng_loader
    except ImportError as error:
        raise EngineError("no library") from error
    return ctypes.CDLL(espeakng_loader.get_library_path())


def _looked_for() -> str | None:
    """Return the library under another name: only where none is known, as other programs are asked."""
    # Brings twenty modules that this process does not use otherwise.
    from ctypes.util import find_library

    return find_library("espeak-ng")
