"""Sounds and silences laid end to end, and what of them is heard by now.

The only clock is the count of samples that the device has taken: an event is told when its sample leaves what
the device holds in advance, as near as the device's asking allows. ``Player`` is called by the main thread,
save ``_fill``, by the device's.
"""

from __future__ import annotations

import threading
from array import array
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from dematassist.speech.child.messages import Event, Failure, Finished, Started, Word
from dematassist.speech.child.speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dematassist.errors import Cause

_DEPTH = 3
"""The sentence heard and the two after it."""


class Mark(NamedTuple):
    """A word of a track, heard from this moment of it on."""

    at_seconds: float
    start: int
    end: int


class Track:
    """The sound of one sentence, growing while its engine works."""

    def __init__(self) -> None:
        self.is_begun = False
        self.clear()

    def clear(self) -> None:
        """Forget what was made."""
        self.rate_hz = 0
        self.samples = bytearray()
        self.marks: list[Mark] = []
        self.is_complete = False
        self.failure: Cause | None = None

    def frame(self, mark: Mark) -> int:
        """Return where a word begins, in frames."""
        return round(mark.at_seconds * self.rate_hz)

    @property
    def can_be_heard(self) -> bool:
        """Whether there is something to play, or to say."""
        return bool(self.samples) or self.is_complete or self.failure is not None


class Part:
    """A track being played, and the silence after it."""

    def __init__(self, utterance_id: int, lang: str, track: Track, silence_ms: int) -> None:
        self.id, self.lang, self.track, self.silence_ms = utterance_id, lang, track, silence_ms
        self.frame = 0
        self.mark = 0
        self.silent_frames: int | None = None
        """Frames of silence still to give; None while the sound itself is not over."""


class Notice(NamedTuple):
    """What the other threads tell the main one; one of these is true."""

    drained: bool = False
    """Everything was heard."""
    other_rate: bool = False
    """What comes next has another rate."""
    cut: bool = False
    """The device ended by itself."""
    has_sound: bool = False
    """What was waited for can be heard."""
    has_room: bool = False
    """A sentence is over: one more can be made."""


class Player:
    """Plays the parts of one generation. ``tell`` is called from any thread and returns at once."""

    def __init__(self, tell: Callable[[Event | Notice], None], on_next: Callable[[], None]) -> None:
        self.speaker = Speaker(self._fill, lambda: tell(Notice(cut=True)))
        self.generation = 0
        self.handed_frames = 0
        self._ahead_frames = 0
        """How much too soon an event may be told."""
        self.volume = 1.0
        """From 0 to 1."""
        self._tell, self._on_next = tell, on_next
        self._lock = threading.Lock()
        self._parts: deque[Part] = deque()
        self._due: deque[tuple[int, Event | Notice]] = deque()
        self._is_drained = True
        self._waits_for_rate = False

    @property
    def upcoming(self) -> tuple[Part, ...]:
        """The part being heard and those to have ready, in order."""
        with self._lock:
            return tuple(self._parts)[:_DEPTH]

    @property
    def is_busy(self) -> bool:
        """Whether something is left to be heard."""
        with self._lock:
            return bool(self._parts or self._due)

    def begin(self, generation: int, parts: Iterable[Part]) -> None:
        """Drop what is being said, at once, for this."""
        self.speaker.close()
        with self._lock:
            self.generation = generation
            self._parts, self._due = deque(parts), deque()
            self._is_drained = self._waits_for_rate = False

    def follow(self, parts: Iterable[Part]) -> None:
        """Play these after the part being heard; those before it are too late."""
        with self._lock:
            heard = self._parts[0] if self._parts else None
            last = heard.id if heard else -1
            self._parts = deque([heard] if heard else [])
            self._parts.extend(part for part in parts if part.id > last)
            self._is_drained = False

    def restart(self, track: Track) -> None:
        """Play this track from its beginning: another engine makes it again."""
        with self._lock:
            track.clear()
            if self._parts and self._parts[0].track is track:
                self._parts[0].frame = self._parts[0].mark = 0

    def hold(self) -> None:
        """Stop at this sample."""
        running = self.speaker.is_running
        if self.speaker.hold() and running:
            self._rewind(self.speaker.queued_frames)

    def reopen(self) -> None:
        """Open the device again, after it was lost or for another rate, and go on from what was heard.

        Raises ``NoSpeakerError``, ``NoSoundLibraryError``.
        """
        lost = 0 if self._waits_for_rate else self.speaker.queued_frames
        self._waits_for_rate = False
        self.speaker.close()
        self._rewind(lost)
        self.play()

    def play(self) -> None:
        """Play what can be heard by now. Raises ``NoSpeakerError``, ``NoSoundLibraryError``."""
        with self._lock:
            part = self._parts[0] if self._parts else None
            if part is None or not part.track.can_be_heard:
                return
            track = part.track
            if track.failure is not None and not self.speaker.is_running:
                # Nothing is to be heard: no device is needed to say so.
                self._tell(self._failure(part, track.failure))
                self._parts.clear()
                return
        if not self.speaker.rate_hz:
            self.speaker.open(track.rate_hz or 22050)
        self.speaker.start()

    def _rewind(self, frames: int) -> None:
        """Take back what was asked in advance and will not be heard."""
        with self._lock:
            if not frames or not self._parts:
                return
            part = self._parts[0]
            if part.silent_frames is None:
                heard = part.frame - frames
                part.frame = max(0, heard)
                # Those told already, even a little ahead, are not told again.
                told = heard + self._ahead_frames
                part.mark = sum(part.track.frame(mark) <= told for mark in part.track.marks)
            words = [event for _at, event in self._due if not isinstance(event, Word)]
            self._due = deque((self.handed_frames, event) for event in words)

    def _fill(self, frames: int) -> bytes:
        """Return the samples of the next ``frames``; silence for what is not made yet."""
        sound = bytearray()
        with self._lock:
            while len(sound) < 2 * frames and self._parts:
                at = self.handed_frames + len(sound) // 2
                piece = self._next_of(self._parts[0], frames - len(sound) // 2, at)
                if piece is None:
                    break
                sound += piece
            self.handed_frames += frames
            heard = self.handed_frames - self.speaker.queued_frames
            # What comes before the middle of what is asked now is told now, else the next time: at most
            # half of that too soon or too late, instead of all of it too late.
            self._ahead_frames = frames // 2
            while self._due and self._due[0][0] <= heard + self._ahead_frames:
                self._tell(self._due.popleft()[1])
            if not (self._due or self._parts or self._is_drained):
                self._is_drained = True
                self._tell(Notice(drained=True))
        sound.extend(bytes(2 * frames - len(sound)))
        return bytes(sound) if self.volume == 1 else _softer(sound, self.volume)

    def _next_of(self, part: Part, frames: int, at: int) -> bytes | None:
        """Return at most ``frames`` of a part, empty when it is over, None while it is not made."""
        track = part.track
        if track.rate_hz not in (0, self.speaker.rate_hz):
            if not self._waits_for_rate:
                self._waits_for_rate = True
                self._due.append((at, Notice(other_rate=True)))
            return None
        made = len(track.samples) // 2 - part.frame
        if made > 0:
            return self._sound_of(part, min(frames, made), at)
        if track.failure is not None:
            self._due.append((at, self._failure(part, track.failure)))
            self._parts.clear()
            return None
        if not track.is_complete:
            return None
        if part.silent_frames is None:
            if part.frame == 0:
                self._due.append((at, Started(self.generation, part.id)))
            # A word guessed to come after the end is said by now.
            self._mark_words(part, None, at)
            self._due.append((at, Finished(self.generation, part.id)))
            part.silent_frames = part.silence_ms * self.speaker.rate_hz // 1000
        if part.silent_frames > 0:
            taken = min(frames, part.silent_frames)
            part.silent_frames -= taken
            return bytes(2 * taken)
        self._parts.popleft()
        self._on_next()
        return b""

    def _failure(self, part: Part, cause: Cause) -> Failure:
        return Failure(self.generation, part.id, cause.value, part.lang)

    def _sound_of(self, part: Part, frames: int, at: int) -> bytes:
        if part.frame == 0:
            self._due.append((at, Started(self.generation, part.id)))
        end = part.frame + frames
        self._mark_words(part, end, at)
        piece = bytes(part.track.samples[2 * part.frame : 2 * end])
        part.frame = end
        return piece

    def _mark_words(self, part: Part, end: int | None, at: int) -> None:
        """Have the words before this frame told in their time, or all that are left, now."""
        track = part.track
        while part.mark < len(track.marks):
            mark = track.marks[part.mark]
            frame = part.frame if end is None else track.frame(mark)
            if end is not None and frame >= end:
                return
            when = at + max(0, frame - part.frame)
            self._due.append((when, Word(self.generation, part.id, mark.start, mark.end)))
            part.mark += 1


def _softer(sound: bytearray, volume: float) -> bytes:
    return array("h", [int(sample * volume) for sample in array("h", sound)]).tobytes()
