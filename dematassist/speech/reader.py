"""The reader that a window holds: what is read, where it is, and what the person asks meanwhile.

Every call returns at once. One thread cuts the text, asks the child process and hears from it; ``on_state``
is called from that thread. A *generation* is one run from a sentence on; what a child tells of an older one
is dropped, so that once ``stop()`` has returned no ``Speaking`` of what was stopped is told.
"""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.speech import transport
from dematassist.speech.child.messages import (
    AskVoices,
    Beat,
    Event,
    Failure,
    Finished,
    Follow,
    Pause,
    Prepare,
    Ready,
    Resume,
    Speak,
    Started,
    Stop,
    Trouble,
    Utterance,
    VoiceList,
    Volume,
    Word,
    Working,
)
from dematassist.speech.model import (
    Failed,
    Idle,
    Passage,
    Paused,
    Preparing,
    ReaderState,
    Sentence,
    Span,
    Speaking,
)
from dematassist.speech.reading import Manner, Reading, Words, usual_words
from dematassist.speech.transport import Gone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dematassist.speech.child.messages import Command
    from dematassist.speech.corrections import Correction
    from dematassist.speech.engines.engine import Voice
    from dematassist.speech.transport import Transport

SLOWEST, FASTEST = 0.6, 1.8

_USUAL_LANG = "fr"
_AHEAD = 2
"""Sentences given to the child beyond the one heard."""
_RESTARTS = 2
"""Times a child that died is replaced before the voice is said to have stopped."""
_START_SECONDS = 15.0
"""How long a child may take to be ready on a slow computer."""


class _Read(NamedTuple):
    """Read these from this passage on."""

    passages: tuple[Passage, ...]
    start: int
    is_slow: bool

    @property
    def lang(self) -> str:
        """The language it begins in."""
        return next((passage.lang for passage in self.passages[self.start :]), _USUAL_LANG)


class _Move(NamedTuple):
    """Read from the sentence so far from this one."""

    by: int


class _Again(NamedTuple):
    """Read on from this sentence, from its beginning."""


_Asked = _Read | _Move | _Again


class Reader:
    """Reads passages aloud through a child process.

    ``on_state`` is called in order from the reader's thread and must return at once: it hands the state to
    the window, which then looks at ``state``, always the newest. ``on_trouble`` is given where a bug of the
    child was, without a word of what was read.
    """

    def __init__(
        self,
        on_state: Callable[[ReaderState], object],
        words: Words | None = None,
        start_child: Callable[[Callable[[Event | Gone], None]], Transport] | None = None,
        *,
        on_trouble: Callable[[str], object] = lambda _trace: None,
        patience_seconds: float = 4.0,
    ) -> None:
        self._on_state, self._on_trouble, self._patience = on_state, on_trouble, patience_seconds
        self._words = words
        self._corrections: tuple[Correction, ...] = ()
        self._start_child = start_child or (
            lambda deliver: transport.ChildProcess(transport.child_command(), deliver)
        )
        self._lock = threading.RLock()
        self._inbox: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        """What the thread does next, in order; None ends it."""
        self._thread: threading.Thread | None = None
        self._is_closed = False
        # Settings of the person.
        self._speed, self._volume = 1.0, 1.0
        self._preferred: dict[str, Voice] = {}
        # What is read, and where it is.
        self._generation = 0
        self._stopped_generation = 0
        self._begun_generation = 0
        """Behind the generation while the thread has not done what was asked last."""
        self._state: ReaderState = Idle()
        self._told: ReaderState = self._state
        self._reading: Reading | None = None
        self._is_reading = False
        self._index = 0
        """The sentence heard, or asked for."""
        self._word: Span | None = None
        self._is_heard = False
        self._from = 0
        """The sentence to begin again from should the child die."""
        # The child.
        self._child: Transport | None = None
        self._child_number = 0
        self._is_ready = False
        self._heard_at = 0.0
        self._working: Working | None = None
        self._restarts = 0
        self._tried_last: dict[int, tuple[str, ...]] = {}
        self._voice_askers: list[Callable[[tuple[Voice, ...]], object]] = []

    @property
    def state(self) -> ReaderState:
        """The state now, whether told already or not."""
        return self._state

    # --- asked by the person ------------------------------------------------------------------------------

    def read(self, passages: Sequence[Passage], start: int = 0) -> None:
        """Read these passages from number ``start`` on, instead of what is being read."""
        self._ask(_Read(tuple(passages), start, is_slow=False))

    def spell(self, passage: Passage) -> None:
        """Read a passage slowly, each group of figures by itself; ``repeat`` says the last one again."""
        self._ask(_Read((passage,), 0, is_slow=True))

    def next(self) -> None:
        """Go to the next sentence; after the last one, be silent."""
        self._ask(_Move(1))

    def previous(self) -> None:
        """Go back to the sentence before; from the first one, to its beginning."""
        self._ask(_Move(-1))

    def repeat(self) -> None:
        """Read the sentence from its beginning and go on; once all is read, read the last one again."""
        self._ask(_Again())

    def pause(self) -> None:
        """Wait in the middle of the sentence."""
        with self._lock:
            if self._generation != self._begun_generation:
                self._put(self.pause)
            elif isinstance(self._state, Preparing | Speaking):
                self._state = Paused(self._state.sentence, getattr(self._state, "word", None))
                self._send(Pause(self._generation))
                self._put(self._tell_newest)

    def resume(self) -> None:
        """Go on at the same sample; after a failure, from the beginning of the sentence."""
        with self._lock:
            if self._generation != self._begun_generation:
                self._put(self.resume)
            elif isinstance(self._state, Failed) or (isinstance(self._state, Paused) and not self._child):
                self.repeat()
            elif isinstance(self._state, Paused):
                sentence, word = self._state
                self._heard_at = time.monotonic()
                self._state = Speaking(sentence, word) if self._is_heard else Preparing(sentence)
                self._send(Resume(self._generation))
                self._put(self._tell_newest)

    def stop(self) -> None:
        """Be silent now."""
        with self._lock:
            self._generation += 1
            self._stopped_generation = self._begun_generation = self._generation
            if not isinstance(self._state, Idle):
                self._state = Idle()
            self._is_reading = False
            self._send(Stop())
            self._put(self._tell_newest)

    def set_speed(self, factor: float) -> None:
        """Read from the next sentence on at ``factor`` times the usual speed, from 0.6 to 1.8."""
        with self._lock:
            self._speed = min(max(factor, SLOWEST), FASTEST)
            self._put(self._send_following)

    def set_voice(self, voice: Voice) -> None:
        """Read its language with this voice, from the next sentence on."""
        with self._lock:
            self._preferred[voice.lang] = voice
            self._put(self._send_following)

    def set_corrections(self, corrections: Sequence[Correction]) -> None:
        """Say these words this way, from the next thing asked to be read on."""

        def use() -> None:
            if self._corrections != tuple(corrections):
                self._corrections, self._words = tuple(corrections), None

        # Without any, as most people are, no thread is started for this.
        if corrections or self._thread is not None:
            self._put(use)

    def set_volume(self, level: float) -> None:
        """Set the volume now: 0 is mute, 1 is the level voices have."""
        with self._lock:
            self._volume = min(max(level, 0.0), 1.0)
            self._send(Volume(self._volume))

    def warm_up(self, lang: str = _USUAL_LANG) -> None:
        """Start the child and open the lexicons, so that the first sentence comes at once."""

        def prepare() -> None:
            self._have_child(lang)
            self._spoken_words().spoken("1", lang)

        self._put(prepare)

    def ask_voices(self, tell: Callable[[tuple[Voice, ...]], object]) -> None:
        """Have the voices installed told, from the reader's thread; none when no child can be started."""
        self._put(lambda: self._ask_child_voices(tell))

    def close(self) -> None:
        """Be silent, end the child and the thread. Nothing is told any more."""
        with self._lock:
            self._generation += 1
            self._is_closed = True
            self._state = Idle()
            thread, child = self._thread, self._child
            self._child = None
            self._inbox.put(None)
        if child is not None:
            child.send(Stop())
            child.close()
        if thread is not None:
            thread.join()

    # --- the thread ---------------------------------------------------------------------------------------

    def _ask(self, what: _Asked) -> None:
        with self._lock:
            self._generation += 1
            generation = self._generation
            self._put(lambda: self._heed(generation, what))

    def _put(self, work: Callable[[], object]) -> None:
        """Have the thread do this after what it has to do already."""
        with self._lock:
            if self._is_closed:
                return
            self._inbox.put(work)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="speech-reader", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                work = self._inbox.get(timeout=self._time_left())
            except queue.Empty:
                self._give_up_on_child()
                continue
            if work is None:
                return
            work()

    def _tell_newest(self) -> None:
        """Tell the state that a call changed, unless it was told or changed since."""
        with self._lock:
            if self._state is not self._told:
                self._tell(self._state)

    def _tell(self, state: ReaderState) -> None:
        """Tell a state; the lock is held, so that no call returns between its check and its telling."""
        self._state = self._told = state
        if not self._is_closed:
            self._on_state(state)

    def _heed(self, generation: int, what: _Asked) -> None:
        """Do what the person asked, unless something else was asked since."""
        if generation > self._stopped_generation:
            # It starts while we look for the words.
            self._have_child(getattr(what, "lang", _USUAL_LANG))
        is_to_read = generation > self._stopped_generation and self._is_place_found(what)
        with self._lock:
            if generation < self._stopped_generation:
                return
            self._is_reading = self._is_reading or is_to_read
            is_last = generation == self._generation
            if is_last:
                self._begun_generation = generation
        if is_to_read and is_last:
            self._begin(generation)

    def _is_place_found(self, what: _Asked) -> bool:
        """Find the sentence asked for; return whether there is something to read at all."""
        if isinstance(what, _Read):
            self._reading = Reading(what.passages, self._spoken_words(), is_slow=what.is_slow)
            self._tried_last = {}
            self._index = self._reading.first_of(what.start)
        elif self._reading is None:
            return False
        elif isinstance(what, _Move):
            if not self._is_reading:
                return False
            self._index = self._reading.said_from(self._index + what.by, what.by)
        elif self._index >= len(self._reading.sentences):
            self._index = self._reading.said_from(self._index - 1, -1)
        self._restarts, self._from = 0, self._index
        return True

    def _spoken_words(self) -> Words:
        if self._words is None:
            self._words = usual_words(self._corrections)
        return self._words

    def _begin(self, generation: int) -> None:
        """Have the child speak from ``_from`` on."""
        assert self._reading is not None
        first = self._reading.said_from(self._from)
        with self._lock:
            if generation != self._generation:
                return
            if first >= len(self._reading.sentences):
                self._send(Stop())
                self._finish()
                return
            self._index = self._from = first
            self._word, self._is_heard = None, False
            self._tell(Preparing(self._reading.sentences[first]))
        if not self._have_child():
            return
        utterance = self._utterance_of(first)
        with self._lock:
            if generation != self._generation:
                return
            self._heard_at = time.monotonic()
            self._send(Speak(generation, (utterance,)))
            if isinstance(self._state, Paused):
                self._send(Pause(generation))
        self._send_following()

    def _utterance_of(self, index: int) -> Utterance:
        assert self._reading is not None
        with self._lock:
            manner = Manner(self._speed, dict(self._preferred))
        return self._reading.utterance(index, manner, self._tried_last.get(index, ()))

    def _finish(self) -> None:
        """Everything is read; the lock is held."""
        self._is_reading = False
        self._tell(Idle())

    def _send_following(self) -> None:
        """Tell the child the sentences to have ready after the one heard."""
        generation = self._generation
        if self._reading is None or not self._is_reading:
            return
        following: list[Utterance] = []
        index = self._from if self._from > self._index else self._index + 1
        while len(following) < _AHEAD and (index := self._reading.said_from(index)) < len(
            self._reading.sentences
        ):
            following.append(self._utterance_of(index))
            index += 1
        with self._lock:
            if generation == self._generation:
                self._send(Follow(generation, tuple(following)))

    # --- the child ----------------------------------------------------------------------------------------

    def _send(self, command: Command) -> None:
        with self._lock:
            if self._child is not None:
                self._child.send(command)

    def _have_child(self, lang: str = _USUAL_LANG) -> bool:
        """Start the child unless it lives, to speak this language first; return whether there is one."""
        if self._child is not None:
            return True
        self._child_number += 1
        number = self._child_number

        def deliver(event: Event | Gone) -> None:
            self._inbox.put(lambda: self._hear(number, event))

        self._is_ready, self._working, self._heard_at = False, None, time.monotonic()
        try:
            child = self._start_child(deliver)
        except OSError:
            self._fail(Cause.VOICE_STOPPED, "")
            return False
        with self._lock:
            if not self._is_closed:
                self._child = child
                self._send(Volume(self._volume))
                voice = self._preferred.get(lang)
                self._send(Prepare(voice.engine if voice else ""))
                return True
        child.close()
        return False

    def _time_left(self) -> float | None:
        """Return the seconds that the child may still be silent, None when nothing is expected of it."""
        with self._lock:
            is_expected = isinstance(self._state, Preparing | Speaking) or bool(self._voice_askers)
            if self._child is None or not is_expected:
                return None
            allowed = self._patience if self._is_ready else _START_SECONDS
            return max(0.0, self._heard_at + allowed - time.monotonic())

    def _give_up_on_child(self) -> None:
        """Kill a child that says nothing; its end will be told as any other."""
        with self._lock:
            if self._time_left() != 0.0 or self._child is None:
                return
            if self._working is not None and self._working.generation == self._generation:
                self._try_last(self._working)
            self._heard_at = time.monotonic()
            self._child.kill()

    def _try_last(self, working: Working) -> None:
        tried = self._tried_last.get(working.id, ())
        self._tried_last[working.id] = (*(name for name in tried if name != working.engine), working.engine)

    def _hear(self, child: int, event: Event | Gone) -> None:
        """Take in what the child tells of itself."""
        if child != self._child_number:
            return
        if not isinstance(event, Beat):
            self._heard_at = time.monotonic()
        match event:
            case Ready():
                self._is_ready = True
            case Beat(silent):
                self._heard_at = max(self._heard_at, time.monotonic() - silent)
            case Working():
                self._working = event
            case VoiceList(voices):
                self._tell_voices(voices)
            case Trouble(trace):
                self._on_trouble(trace)
            case Gone():
                self._bury_child()
            case _:
                self._hear_reading(event)

    def _hear_reading(self, event: Event) -> None:
        """Take in what the child tells of a sentence."""
        match event:
            case Started(generation, index):
                self._hear_sentence(generation, index)
            case Word(generation, index, start, end):
                self._hear_word(generation, index, Span(start, end))
            case Finished(generation, index):
                self._hear_end(generation, index)
            case Failure(generation, _index, cause, lang):
                with self._lock:
                    if generation == self._generation:
                        self._fail(Cause(cause), lang)

    def _hear_sentence(self, generation: int, index: int) -> None:
        with self._lock:
            if generation != self._generation or self._reading is None:
                return
            self._index = self._from = index
            self._word, self._is_heard = None, True
            self._tell_heard(self._reading.sentences[index], None)
        self._send_following()

    def _hear_word(self, generation: int, index: int, spoken_word: Span) -> None:
        with self._lock:
            if generation != self._generation or self._reading is None or index != self._index:
                return
            sentence = self._reading.sentences[index]
            shown = self._reading.shown_word(index, spoken_word)
            # An engine may go back on its words; what a person sees only goes forward.
            if shown is not None and (self._word is None or shown.start > self._word.start):
                self._word = shown
                self._tell_heard(sentence, shown)

    def _hear_end(self, generation: int, index: int) -> None:
        if generation != self._generation or self._reading is None:
            return
        self._restarts = 0
        following = self._reading.said_from(index + 1)
        with self._lock:
            if generation != self._generation:
                return
            self._from = following
            if following >= len(self._reading.sentences):
                self._from = index
                self._finish()

    def _tell_heard(self, sentence: Sentence, word: Span | None) -> None:
        kind = Paused if isinstance(self._state, Paused) else Speaking
        self._tell(kind(sentence, word))

    def _bury_child(self) -> None:
        """Replace a child that died, when something is expected of it."""
        with self._lock:
            dead, self._child = self._child, None
            is_busy = isinstance(self._state, Preparing | Speaking)
        if dead is not None:
            dead.close()
        if self._voice_askers:
            self._tell_voices(())
        if not is_busy:
            return
        self._restarts += 1
        if self._restarts > _RESTARTS:
            self._fail(Cause.VOICE_STOPPED, "")
            return
        if self._restarts > 1 and self._working is not None:
            self._try_last(self._working)
        self._begin(self._generation)

    def _fail(self, cause: Cause, lang: str) -> None:
        """Say why the voice cannot go on, unless something else was asked for meanwhile."""
        details = {"lang": lang} if lang else {}
        with self._lock:
            self._restarts = 0
            is_awaited = isinstance(self._state, Preparing | Speaking | Paused)
            if is_awaited and self._begun_generation == self._generation:
                # Nothing more is taken from this run.
                self._generation = self._begun_generation = self._generation + 1
                self._tell(Failed(UserError(cause, **details)))

    def _ask_child_voices(self, tell: Callable[[tuple[Voice, ...]], object]) -> None:
        self._voice_askers.append(tell)
        if self._have_child():
            self._heard_at = time.monotonic()
            self._send(AskVoices())
        else:
            self._tell_voices(())

    def _tell_voices(self, voices: tuple[Voice, ...]) -> None:
        askers, self._voice_askers = self._voice_askers, []
        for tell in askers:
            tell(voices)
