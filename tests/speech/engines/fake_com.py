"""SAPI 5 as ``comtypes`` shows it: a voice that makes tones in memory, whose words come as events are pumped.

As on Windows, an object is used only in the thread that made it, a text is spoken later, its events come
while they are pumped, the end of a purged text is told with the next events, and places count UTF-16 units.
"""

from __future__ import annotations

import functools
import re
import threading
from decimal import Decimal
from types import ModuleType

from dematassist.speech.engines.levelling import louder
from tests.speech.tones import tone

RATE_HZ = 22050
USUAL_WORDS_A_MINUTE = 168
TOO_LOUD = 2.2
"""How many times as loud as −20 dBFS this voice is."""
PIECE_WORDS = 8
HANGING = "never-ending"
REFUSED = "refused-by-sapi"


class COMError(Exception):
    """What COM raises."""


class Apartment:
    """Something that lives in the thread that made it."""

    def __init__(self) -> None:
        object.__setattr__(self, "_thread", threading.get_ident())

    def __getattribute__(self, name: str):
        if not name.startswith("_") and object.__getattribute__(self, "_thread") != threading.get_ident():
            raise COMError("RPC_E_WRONG_THREAD")
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        if not name.startswith("_") and self._thread != threading.get_ident():
            raise COMError("RPC_E_WRONG_THREAD")
        object.__setattr__(self, name, value)


class Token(Apartment):
    def __init__(self, name: str, language: str) -> None:
        super().__init__()
        self._name, self._language = name, language
        self.Id = f"HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Speech\\Voices\\Tokens\\{name}"

    def GetDescription(self) -> str:
        return f"Microsoft {self._name} Desktop"

    def GetAttribute(self, name: str) -> str:
        return {"Language": self._language}[name]


class Tokens(Apartment):
    def __init__(self, tokens: list[Token]) -> None:
        super().__init__()
        self._tokens = tokens
        self.Count = len(tokens)

    def Item(self, number: int) -> Token:
        return self._tokens[number]


class SpObjectTokenCategory(Apartment):
    """Voices added in the settings of the system; Windows 8 has none."""

    ADDED = ("Paul-OneCore", "40C")

    def SetId(self, name: str, _create: bool) -> None:
        if not self.ADDED:
            raise COMError("SPERR_NOT_FOUND")
        assert name.endswith("Speech_OneCore\\Voices")

    def EnumerateTokens(self) -> Tokens:
        return Tokens([Token(*self.ADDED)])


class SpAudioFormat(Apartment):
    Type = 0


class SpMemoryStream(Apartment):
    def __init__(self) -> None:
        super().__init__()
        self.Format = None
        self._samples = bytearray()

    def GetData(self) -> tuple[int, ...]:
        return tuple(self._samples)


class SpVoice(Apartment):
    """Speaks tones, a few words at each turn of the pump."""

    INSTALLED = (
        ("Zira", "409"),
        ("Julie-CA", "C0C"),
        ("Hortense", "40C;9"),
        ("Naayf", "401"),
        ("Haruka", "411"),
    )
    made: list[SpVoice]

    def __init__(self) -> None:
        super().__init__()
        self.Rate, self.EventInterests = 0, 0
        self.AllowAudioOutputFormatChangesOnNextSet = True
        self.AudioOutputStream = None
        self.Voice = None
        self._streams = 0
        self._queue: list[tuple[int, int, str, SpMemoryStream]] = []
        """What is spoken: stream, place, words left, memory."""
        self._events: list[tuple[str, tuple]] = []
        self._sink = None

    def GetVoices(self) -> Tokens:
        return Tokens([Token(*known) for known in self.INSTALLED])

    def Speak(self, text: str, flags: int) -> int:
        assert flags & 1, "the thread would wait for the whole text"
        self._streams += 1
        if flags & 2:
            for stream, *_rest in self._queue:
                self._events.append(("EndStream", (stream, Decimal(0))))
            self._queue = []
            return self._streams
        assert flags & 16, "a text with < would be taken for XML"
        if REFUSED in text:
            raise COMError("SPERR")
        assert not self.AllowAudioOutputFormatChangesOnNextSet, "the format of the memory would change"
        assert self.AudioOutputStream.Format.Type == 22, "not 22 kHz, 16 bits, mono"
        assert self.Voice is not None
        self._queue.append((self._streams, 0, text, self.AudioOutputStream))
        return self._streams

    def WaitUntilDone(self, milliseconds: int) -> bool:
        assert milliseconds == 0
        return not self._queue

    def _turn(self) -> None:
        if self._queue:
            self._make(*self._queue.pop(0))
        events, self._events = self._events, []
        for name, told in events:
            getattr(self._sink, f"_ISpeechVoiceEvents_{name}")(*told)

    def _make(self, stream: int, place: int, text: str, memory: SpMemoryStream) -> None:
        if HANGING in text:
            self._queue.append((stream, place, text, memory))
            return
        units = text.encode("utf-16-le")
        words = list(re.finditer(r"[\w’']+", units[2 * place :].decode("utf-16-le")))
        frames = round(RATE_HZ * 60 / (USUAL_WORDS_A_MINUTE * 3 ** (self.Rate / 10)))
        samples = memory._samples
        for word in words[:PIECE_WORDS]:
            before = len(word.string[: word.start()].encode("utf-16-le")) // 2
            if self.EventInterests & 32:
                told = (stream, Decimal(len(samples)), place + before, len(word[0]))
                self._events.append(("Word", told))
            samples += _loud(frames)
        if len(words) > PIECE_WORDS:
            end = len(words[0].string[: words[PIECE_WORDS].start()].encode("utf-16-le")) // 2
            self._queue.append((stream, place + end, text, memory))
        elif self.EventInterests & 4:
            self._events.append(("EndStream", (stream, Decimal(len(samples)))))


@functools.cache
def _loud(frames: int) -> bytes:
    return louder(tone(440, frames, RATE_HZ), TOO_LOUD)


def modules() -> dict[str, ModuleType]:
    """Return what ``import comtypes`` and ``import comtypes.client`` find."""
    voices: list[SpVoice] = []
    kinds = {
        "SAPI.SpVoice": SpVoice,
        "SAPI.SpMemoryStream": SpMemoryStream,
        "SAPI.SpAudioFormat": SpAudioFormat,
        "SAPI.SpObjectTokenCategory": SpObjectTokenCategory,
    }

    def create(name: str) -> Apartment:
        made = kinds[name]()
        if isinstance(made, SpVoice):
            voices.append(made)
        return made

    def get_events(voice: SpVoice, sink: object) -> object:
        voice._sink = sink
        return object()

    def pump(seconds: float) -> None:
        assert 0 < seconds <= 0.1
        for voice in voices:
            if voice._thread == threading.get_ident():
                voice._turn()

    comtypes, client = ModuleType("comtypes"), ModuleType("comtypes.client")
    comtypes.COMError = COMError
    comtypes.client = client
    client.CreateObject, client.GetEvents, client.PumpEvents = create, get_events, pump
    return {"comtypes": comtypes, "comtypes.client": client}
