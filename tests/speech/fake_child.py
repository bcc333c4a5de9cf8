"""A child in the same process, whose time passes step by step: what the real one tells, in the same order.

``test_child_contract.py`` holds it to what the real one does.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from typing import TYPE_CHECKING

from dematassist.errors import Cause
from dematassist.speech.child.messages import (
    AskVoices,
    Failure,
    Finished,
    Follow,
    Pause,
    Quit,
    Ready,
    Render,
    Rendered,
    Resume,
    Speak,
    Started,
    Stop,
    VoiceList,
    Word,
    Working,
)
from dematassist.speech.engines.engine import Voice
from dematassist.speech.transport import Gone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dematassist.speech.child.messages import Command, Event, Utterance

LANGS = ("fr", "en")


class FakeChild:
    """Answers as a child with one engine, named ``tones``; nothing is heard."""

    def __init__(self, deliver: Callable[[Event | Gone], None]) -> None:
        self.generation = 0
        self.is_alive = True
        self.volume = 1.0
        self._deliver = deliver
        self._lock = threading.RLock()
        self._heard: Utterance | None = None
        self._queue: deque[Utterance] = deque()
        self._to_tell: deque[Event] = deque()
        self._is_paused = False
        deliver(Ready())

    def send(self, command: Command) -> None:
        with self._lock:
            told = self._obey(command) if self.is_alive else []
        self._tell(told)

    def kill(self) -> None:
        with self._lock:
            was_alive, self.is_alive = self.is_alive, False
        self._tell([Gone()] if was_alive else [])

    def close(self) -> None:
        self.kill()

    @property
    def has_something_to_say(self) -> bool:
        with self._lock:
            return self.is_alive and not self._is_paused and bool(self._to_tell or self._queue)

    def step(self) -> None:
        """Let one thing happen, if something is to happen."""
        with self._lock:
            if not self.has_something_to_say:
                return
            if not self._to_tell:
                self._begin(self._queue.popleft())
            event = self._to_tell.popleft()
            if isinstance(event, Failure):
                self._drop()
        self._tell([event])

    def fail(self, cause: Cause) -> None:
        """Fail as when the speaker goes away, if something is being said."""
        with self._lock:
            if not (self.is_alive and self._heard is not None and self._to_tell):
                return
            heard = self._heard
            self._drop()
        self._tell([Failure(self.generation, heard.id, cause.value, heard.lang)])

    def _tell(self, events: Sequence[Event | Gone]) -> None:
        """Tell, as the real child, while nothing here is locked."""
        for event in events:
            self._deliver(event)

    def _drop(self) -> None:
        self._queue.clear()
        self._to_tell.clear()
        self._heard = None

    def _obey(self, command: Command) -> Sequence[Event | Gone]:
        match command:
            case Speak(generation, utterances):
                self._drop()
                self.generation, self._is_paused = generation, False
                self._queue.extend(utterances)
            case Follow(generation, utterances) if generation == self.generation:
                last = self._heard.id if self._heard else -1
                if not self._heard and self._queue:
                    # Nothing is heard yet: the first is as good as heard.
                    last = self._queue[0].id
                    self._queue = deque([self._queue[0]])
                else:
                    self._queue.clear()
                self._queue.extend(each for each in utterances if each.id > last)
            case Pause(generation) if generation == self.generation:
                self._is_paused = True
            case Resume(generation) if generation == self.generation:
                self._is_paused = False
            case Stop():
                self._drop()
            case AskVoices():
                return [VoiceList(tuple(Voice("tones", f"tones-{x}", f"Tones {x}", x) for x in LANGS))]
            case Render(generation, utterances, rate_hz):
                return self._rendered(generation, utterances, rate_hz)
            case Quit():
                self.is_alive = False
                return [Gone()]
            case _:
                self.volume = getattr(command, "level", self.volume)
        return []

    def _begin(self, utterance: Utterance) -> None:
        self._heard = utterance
        if utterance.lang not in LANGS:
            self._to_tell.append(Failure(self.generation, utterance.id, Cause.NO_VOICE.value, utterance.lang))
            return
        self._to_tell.append(Working(self.generation, utterance.id, "tones"))
        self._to_tell.append(Started(self.generation, utterance.id))
        for word in re.finditer(r"\S+", utterance.text):
            self._to_tell.append(Word(self.generation, utterance.id, *word.span()))
        self._to_tell.append(Finished(self.generation, utterance.id))

    def _rendered(self, generation: int, utterances: Sequence[Utterance], rate_hz: int) -> list[Event]:
        told: list[Event] = []
        for each in utterances:
            if each.lang not in LANGS:
                return [*told, Failure(generation, each.id, Cause.NO_VOICE.value, each.lang)]
            frames = round(len(each.text.split()) * 60 / each.words_a_minute * rate_hz)
            samples = b"\x00\x08" * frames
            told += [Working(generation, each.id, "tones"), Rendered(generation, each.id, samples)]
        return told
