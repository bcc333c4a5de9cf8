"""The engines at work, in one thread of their own: the sentence heard and two after it, then renderings.

A sentence that an engine refuses goes to the next engine that has a voice for its language.
"""

from __future__ import annotations

import threading
import time
from array import array
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause
from dematassist.speech.child.messages import Event, Failure, Rendered, Utterance, VoiceList, Working
from dematassist.speech.child.player import Mark, Track
from dematassist.speech.child.speaker import NoSoundLibraryError, converted
from dematassist.speech.engines.engine import EngineError, Sound, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dematassist.speech.engines.engine import Engine

_CACHE_BYTES = 2 * 1024 * 1024
_SILENT = 150
"""Samples up to this are silence: −47 dBFS, a little above the hiss that voices end with."""
_WINDOW = 64


class _Job(NamedTuple):
    """A sentence to make, for playing when ``rate_hz`` is 0, else to give back at this rate."""

    generation: int
    utterance: Utterance
    track: Track
    rate_hz: int = 0


class Synthesis:
    """Makes tracks. ``tell`` is called from the thread of the engines and may write at once."""

    def __init__(
        self,
        makers: Mapping[str, Callable[[], Engine]],
        tell: Callable[[Event], None],
        on_sound: Callable[[], None],
        restart: Callable[[Track], None],
    ) -> None:
        self._makers, self._tell, self._on_sound, self._restart = makers, tell, on_sound, restart
        self._changed = threading.Condition()
        self._wanted: tuple[_Job, ...] = ()
        self._renders: deque[_Job] = deque()
        self._to_prepare: str | None = None
        self._are_voices_asked = False
        self._cache: OrderedDict[Utterance, Track] = OrderedDict()
        self._works_since: float | None = None
        self._made: dict[str, Engine | None] = {}
        """By name, those that were tried; None for one that is not on this computer."""

    def start(self) -> None:
        """Start the thread."""
        threading.Thread(target=self._run, name="speech-engines", daemon=True).start()

    @property
    def is_busy(self) -> bool:
        """Whether something is being made or asked for."""
        with self._changed:
            return self._works_since is not None or bool(self._renders) or self._are_voices_asked

    def silent_seconds(self) -> float:
        """Return for how long the engine at work has given nothing; 0 when none is at work."""
        since = self._works_since
        return 0.0 if since is None else time.monotonic() - since

    def track(self, utterance: Utterance) -> Track:
        """Return the track of this utterance, made already or to be made."""
        key = utterance._replace(id=0, silence_after_ms=0)
        with self._changed:
            track = self._cache.setdefault(key, Track())
            if track.failure is not None:
                # What failed a while ago may work now: a voice was installed.
                track = self._cache[key] = Track()
            self._cache.move_to_end(key)
            return track

    def want(self, generation: int, wanted: Sequence[tuple[Utterance, Track]]) -> None:
        """Have these tracks ready, in this order; the others are no longer wanted."""
        with self._changed:
            self._wanted = tuple(_Job(generation, utterance, track) for utterance, track in wanted)
            self._trim()
            self._changed.notify()

    def render(self, generation: int, utterances: Sequence[Utterance], rate_hz: int) -> None:
        """Give back the sound of these, instead of those asked before."""
        with self._changed:
            self._renders = deque(_Job(generation, each, Track(), rate_hz) for each in utterances)
            self._changed.notify()

    def prepare(self, engine: str) -> None:
        """Have this engine made before it is asked for; the usual one when it is empty or not here."""
        with self._changed:
            self._to_prepare = engine
            self._changed.notify()

    def ask_voices(self) -> None:
        """Tell the voices installed."""
        with self._changed:
            self._are_voices_asked = True
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._has_work)
                job = self._next()
                if job is not None:
                    job.track.is_begun = True
                to_prepare, self._to_prepare = self._to_prepare, None
                self._works_since = time.monotonic()
            if job is not None:
                self._make(job)
            elif to_prepare is not None:
                next(self._engines(to_prepare), None)
            else:
                self._tell(VoiceList(tuple(v for engine in self._engines() for v in engine.voices())))
                self._are_voices_asked = False
            self._works_since = None

    def _has_work(self) -> bool:
        return self._are_voices_asked or self._to_prepare is not None or self._next() is not None

    def _engines(self, first: str = "", last: Sequence[str] = ()) -> Iterator[Engine]:
        """Give the engines of this computer: ``first``, the others in order, those that come ``last``.

        Each is made when it is come to: that takes tens of milliseconds, and its data stay in memory.
        """
        for name in sorted(self._makers, key=lambda name: (name in last, name != first)):
            if name not in self._made:
                try:
                    self._made[name] = self._makers[name]()
                except EngineError:
                    self._made[name] = None
            engine = self._made[name]
            if engine is not None:
                yield engine

    def _next(self) -> _Job | None:
        for job in self._wanted:
            if not job.track.is_begun:
                return job
        return self._renders[0] if self._renders else None

    def _make(self, job: _Job) -> None:
        track = job.track
        for engine, voice in self._candidates(job.utterance):
            self._tell(Working(job.generation, job.utterance.id, engine.name))
            try:
                if not self._spoken(job, engine, voice):
                    self._abandon(track)
                    return
            except EngineError:
                self._restart(track)
                continue
            track.is_complete = True
            break
        else:
            track.failure = self._why_none(job.utterance.lang)
        if job.rate_hz:
            self._give_back(job)
        else:
            self._on_sound()

    def _spoken(self, job: _Job, engine: Engine, voice: Voice) -> bool:
        """Fill the track; return False when nobody wants it any more."""
        track, utterance = job.track, job.utterance
        pieces = engine.synthesise(utterance.text, voice, utterance.words_a_minute)
        held = b""
        for piece in pieces:
            self._works_since = time.monotonic()
            if not self._is_wanted(job):
                close = getattr(pieces, "close", None)
                if close:
                    close()
                return False
            if isinstance(piece, Sound):
                was_silent = not track.samples
                track.rate_hz = piece.rate_hz
                # Silence is given once something follows it: what an engine ends with is not ours.
                length = _heard_bytes(piece.samples)
                track.samples += held + piece.samples[:length] if length else b""
                held = piece.samples[length:] if length else held + piece.samples
                if was_silent and track.samples and not job.rate_hz:
                    self._on_sound()
            else:
                track.marks.append(Mark(piece.at_seconds, piece.span.start, piece.span.end))
        return True

    def _is_wanted(self, job: _Job) -> bool:
        with self._changed:
            if job.rate_hz:
                return bool(self._renders) and self._renders[0].track is job.track
            return any(wanted.track is job.track for wanted in self._wanted)

    def _candidates(self, utterance: Utterance) -> Iterator[tuple[Engine, Voice]]:
        """Give the engines that speak the language with their voice: the wanted one, then in order."""
        for engine in self._engines(utterance.engine, utterance.tried_last):
            voices = [voice for voice in engine.voices() if voice.lang == utterance.lang]
            chosen = [v for v in voices if (engine.name, v.id) == (utterance.engine, utterance.voice)]
            yield from ((engine, voice) for voice in (chosen or voices)[:1])

    def _why_none(self, lang: str) -> Cause:
        if not any(voice.lang == lang for engine in self._engines() for voice in engine.voices()):
            return Cause.NO_VOICE
        return Cause.VOICE_STOPPED

    def _give_back(self, job: _Job) -> None:
        track, utterance = job.track, job.utterance
        if track.failure is None:
            try:
                samples = converted(bytes(track.samples), track.rate_hz, job.rate_hz)
            except NoSoundLibraryError:
                track.failure = Cause.NO_SOUND_LIBRARY
            else:
                self._tell(Rendered(job.generation, utterance.id, samples))
        if track.failure is not None:
            self._tell(Failure(job.generation, utterance.id, track.failure.value, utterance.lang))
        with self._changed:
            if self._renders and self._renders[0].track is track:
                if track.failure is None:
                    self._renders.popleft()
                else:
                    self._renders.clear()

    def _abandon(self, track: Track) -> None:
        """Leave a track unmade. Should it be wanted again meanwhile, it is made from its beginning."""
        with self._changed:
            track.clear()
            track.is_begun = False
            for key in [key for key, kept in self._cache.items() if kept is track]:
                del self._cache[key]

    def _trim(self) -> None:
        """Keep the cache small: the sentences spoken longest ago go first."""
        kept = {id(job.track) for job in self._wanted}
        size = sum(len(track.samples) for track in self._cache.values())
        for key, track in list(self._cache.items()):
            if size <= _CACHE_BYTES:
                return
            if id(track) not in kept:
                size -= len(track.samples)
                del self._cache[key]


def _heard_bytes(samples: bytes) -> int:
    """Return the length of samples without the silence at their end."""
    values = array("h", samples)
    for end in range(len(values), 0, -_WINDOW):
        window = values[max(0, end - _WINDOW) : end]
        if max(window) > _SILENT or min(window) < -_SILENT:
            return 2 * end
    return 0
