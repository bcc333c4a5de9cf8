"""The driver of the voices of Windows (SAPI 5), through COM. The sound goes to memory, never to a file.

Every COM object lives in one thread of the driver, an apartment of its own: SAPI tells the words as window
messages, which only the thread that made the voice can take.
"""

from __future__ import annotations

import contextlib
import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from dematassist.speech.engines.engine import EngineError, Voice
from dematassist.speech.engines.levelling import TEXTS, Measure, measured
from dematassist.speech.engines.tokens import Widener, utf16_places
from dematassist.speech.engines.whole import Made, WholeTextDriver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dematassist.speech.model import Span

_RATE_HZ = 22050
_FORMAT_22_KHZ_16_BIT_MONO = 22
_SPEAK_LATER, _PURGE, _NOT_XML = 1, 2, 16
"""``SpeechVoiceSpeakFlags``."""
_WORDS, _END_OF_STREAM = 32, 4
"""``SpeechVoiceEvents``."""
_TURN_SECONDS = 0.01
_LAST_TURNS = 20
"""How long the last events may take once the sound is made."""
_SLOWEST, _FASTEST = -10, 10
_TIMES_FASTER = 3
"""How many times as fast as usual a voice is at the fastest of its ten steps."""
_ADDED_VOICES = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech_OneCore\Voices"
"""Those that a person adds in the settings of Windows 10 and 11; SAPI lists only the older ones."""
_LANGS = {0x0C: "fr", 0x09: "en", 0x01: "ar"}
"""The ten low bits of a Windows language number."""
_USUAL_COUNTRIES = (0x40C, 0x809, 0x409)
"""French of France, English of Britain, then of America: before other countries."""


def buildDriver(proxy: Any) -> Sapi5Driver:
    """Make the driver. Raises ``ImportError`` elsewhere than on Windows, ``EngineError`` without SAPI."""
    return Sapi5Driver(proxy)


class Sapi5Driver(WholeTextDriver):
    """SAPI makes a sentence in a few hundredths of a second and tells its words exactly."""

    def __init__(self, proxy: Any) -> None:
        super().__init__(proxy)
        self._measures: dict[str, Measure] = {}
        self._is_destroyed = False
        self._sink = _Sink()
        self._com: Any = None
        self._refusal: type[Exception] = EngineError
        self._speaker: Any = None
        self._link: Any = None
        self._tokens: dict[str, Any] = {}
        self._apartment = ThreadPoolExecutor(1, "speech-sapi5")
        try:
            self._voices = self._inside(self._open)
            french = next((voice.id for voice in self._voices if voice.lang == "fr"), None)
            if french:
                # The first sentence then comes at once. A voice that fails now may be another's turn later.
                with contextlib.suppress(EngineError):
                    self._inside(lambda: self._measure(french))
        except BaseException:
            self._apartment.shutdown()
            raise

    def make(self, text: str) -> Made | None:
        """Return the sound of a text; None when it was stopped. Raises ``EngineError``."""
        given = text.encode("utf-16-le", "replace").decode("utf-16-le")
        measure = self._inside(lambda: self._measure(self._voice_id))
        samples = self._inside(lambda: self._made(given, _steps(self._words_a_minute, measure)))
        if self._stopped.is_set():
            return None
        words = self._words(given, len(samples) / 2 / _RATE_HZ)
        return Made(samples, _RATE_HZ, measure.gain, words, are_words_exact=True)

    def _words(self, text: str, seconds: float) -> Iterator[tuple[Span, float]]:
        places, words = utf16_places(text), Widener(text)
        for place, at_seconds in self._sink.words:
            word = words.widened(places[place]) if place < len(places) else None
            if word:
                yield word, min(at_seconds, seconds)

    def destroy(self) -> None:
        """Let go of the voice and of its thread. pyttsx3 asks once more at the end."""
        if self._is_destroyed:
            return
        self._is_destroyed = True
        self._stopped.set()
        self._apartment.submit(self._close)
        self._apartment.shutdown(wait=False)

    # --- in the thread of the COM objects -----------------------------------------------------------------

    def _inside(self, work: Callable[[], Any]) -> Any:
        """Do this in the thread of the COM objects. Raises ``EngineError`` when SAPI refuses."""
        try:
            return self._apartment.submit(work).result()
        except self._refusal as error:
            raise EngineError("SAPI") from error

    def _open(self) -> tuple[Voice, ...]:
        # Only on Windows. The first import opens the apartment of the thread it is made in.
        import comtypes
        import comtypes.client

        self._com, self._refusal = comtypes.client, comtypes.COMError
        self._speaker = self._com.CreateObject("SAPI.SpVoice")
        self._speaker.EventInterests = _WORDS | _END_OF_STREAM
        self._link = self._com.GetEvents(self._speaker, self._sink)
        self._tokens = {token.Id: token for token in _listed(self._speaker.GetVoices())}
        with contextlib.suppress(self._refusal):
            category = self._com.CreateObject("SAPI.SpObjectTokenCategory")
            category.SetId(_ADDED_VOICES, False)
            for token in _listed(category.EnumerateTokens()):
                self._tokens.setdefault(token.Id, token)
        found = [(country, token) for token in self._tokens.values() for country in _countries(token)]
        found.sort(key=lambda pair: _country_rank(pair[0]))
        kept: dict[tuple[str, str], Voice] = {}
        for country, token in found:
            lang = _LANGS.get(country & 0x3FF)
            if lang:
                kept.setdefault((token.Id, lang), Voice("sapi5", token.Id, token.GetDescription(), lang))
        return tuple(kept.values())

    def _close(self) -> None:
        # The link lets go of the voice, in the thread that made both.
        self._link = self._speaker = None
        self._tokens = {}

    def _measure(self, voice_id: str) -> Measure:
        """Return how a voice is at its usual speed, measured the first time it is used."""
        self._speaker.Voice = self._tokens[voice_id]
        if voice_id not in self._measures:
            text = TEXTS[next(voice.lang for voice in self._voices if voice.id == voice_id)]
            measure = measured(text, self._made(text, 0), _RATE_HZ)
            if self._stopped.is_set():
                return measure
            self._measures[voice_id] = measure
        return self._measures[voice_id]

    def _made(self, text: str, steps: int) -> bytes:
        """Return the sound of a text; nothing when it is stopped."""
        shape = self._com.CreateObject("SAPI.SpAudioFormat")
        shape.Type = _FORMAT_22_KHZ_16_BIT_MONO
        memory = self._com.CreateObject("SAPI.SpMemoryStream")
        memory.Format = shape
        self._speaker.AllowAudioOutputFormatChangesOnNextSet = False
        self._speaker.AudioOutputStream = memory
        self._speaker.Rate = steps
        self._sink.begin(self._speaker.Speak(text, _SPEAK_LATER | _NOT_XML))
        turns_left = _LAST_TURNS
        while not self._sink.is_over and turns_left:
            if self._stopped.is_set():
                self._speaker.Speak("", _SPEAK_LATER | _PURGE)
                return b""
            self._com.PumpEvents(_TURN_SECONDS)
            if self._speaker.WaitUntilDone(0):
                turns_left -= 1
        return bytes(memory.GetData())


class _Sink:
    """Takes what SAPI tells of one text, while events are pumped; the names are those of its events."""

    def __init__(self) -> None:
        self.words: list[tuple[int, float]] = []
        """Their place in UTF-16, and when they are heard."""
        self.is_over = False
        self._stream = 0

    def begin(self, stream: int) -> None:
        """Take in what is told of this text only: what was purged still has its end told."""
        self.words, self.is_over, self._stream = [], False, stream

    def _ISpeechVoiceEvents_Word(self, stream: int, at_byte: Any, place: int, _length: int) -> None:
        if stream == self._stream:
            self.words.append((place, int(at_byte) / 2 / _RATE_HZ))

    def _ISpeechVoiceEvents_EndStream(self, stream: int, _at_byte: Any) -> None:
        self.is_over = self.is_over or stream == self._stream


def _listed(tokens: Any) -> list[Any]:
    return [tokens.Item(number) for number in range(tokens.Count)]


def _countries(token: Any) -> list[int]:
    """Return the Windows language numbers of a voice: « 40C », or several with semicolons."""
    found = []
    for number in token.GetAttribute("Language").split(";"):
        try:
            found.append(int(number, 16))
        except ValueError:
            continue
    return found


def _country_rank(country: int) -> int:
    return _USUAL_COUNTRIES.index(country) if country in _USUAL_COUNTRIES else len(_USUAL_COUNTRIES)


def _steps(words_a_minute: int, measure: Measure) -> int:
    """Return the speed in SAPI's steps, each the same part faster than the one before."""
    if not measure.words_a_minute:
        return 0
    faster = math.log(words_a_minute / measure.words_a_minute, _TIMES_FASTER)
    return min(max(round(_FASTEST * faster), _SLOWEST), _FASTEST)
