"""Whatever a person and a child do, in whatever order, the states of the reader follow the law."""

from __future__ import annotations

import itertools
import threading

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dematassist.errors import Cause
from dematassist.speech.model import Failed, Idle, Paused, Preparing, Speaking
from dematassist.speech.reader import Reader
from tests.speech.fake_child import FakeChild
from tests.speech.reading_helpers import WORDS, Listener, page, sentences

LAWFUL = {
    Idle: {Preparing, Idle},
    Preparing: {Preparing, Speaking, Paused, Failed, Idle},
    Speaking: {Speaking, Preparing, Paused, Failed, Idle},
    Paused: {Paused, Preparing, Speaking, Failed, Idle},
    Failed: {Preparing, Idle},
}

TEXTS = st.lists(
    st.sampled_from(["un deux. trois.", "quatre", "", "   ", "cinq six sept. huit. neuf.", "..."]), max_size=4
)


class ReaderMachine(RuleBasedStateMachine):
    """A person, a reader, and children that die."""

    def __init__(self) -> None:
        super().__init__()
        self.children: list[FakeChild] = []
        self.listener = Listener()
        self.reader = Reader(self.listener, WORDS, self.new_child)
        self.passages = []
        self.seen = 0
        self.is_stopped = True
        self.is_paused = False

    def new_child(self, deliver) -> FakeChild:
        self.children.append(FakeChild(deliver))
        return self.children[-1]

    def settle(self) -> None:
        """Wait until the reader's thread has done everything it was given."""
        done = threading.Event()
        self.reader._put(done.set)
        assert done.wait(10), "the reader's thread is stuck"

    @property
    def child(self) -> FakeChild | None:
        return self.children[-1] if self.children else None

    @initialize()
    def warm_up(self) -> None:
        self.reader.warm_up()

    @rule(texts=TEXTS, start=st.integers(0, 3))
    def read(self, texts: list[str], start: int) -> None:
        self.settle()
        self.passages = page(*texts)
        self.is_stopped = self.is_paused = False
        self.reader.read(self.passages, start)
        self.settle()

    @rule(again=st.booleans())
    def spell(self, again: bool) -> None:
        self.settle()
        self.passages = page("Appelez le 01 23 45 67 89. Merci.")
        self.is_stopped = self.is_paused = False
        self.reader.spell(self.passages[0])
        if again:
            self.reader.repeat()
        self.settle()

    @rule()
    def pause(self) -> None:
        self.reader.pause()
        self.is_paused = isinstance(self.reader.state, Paused)

    @rule()
    def resume(self) -> None:
        self.is_paused = False
        self.reader.resume()

    @rule(moves=st.lists(st.sampled_from(["next", "previous"]), min_size=1, max_size=3))
    def move(self, moves: list[str]) -> None:
        self.is_paused = False
        for name in moves:
            getattr(self.reader, name)()

    @rule()
    def repeat(self) -> None:
        self.is_paused = self.is_stopped = False
        self.reader.repeat()

    @rule()
    def stop(self) -> None:
        self.reader.stop()
        with self.listener.lock:
            told = len(self.listener.told)
        assert self.reader.state == Idle()
        self.settle()
        assert all(state == Idle() for state in self.listener.states[told:])
        self.is_stopped, self.is_paused = True, False

    @rule(factor=st.floats(0, 3))
    def set_speed(self, factor: float) -> None:
        self.reader.set_speed(factor)

    @precondition(lambda self: self.child is not None)
    @rule(count=st.integers(1, 12))
    def time_passes(self, count: int) -> None:
        for _ in range(count):
            self.child.step()
            self.settle()

    @precondition(lambda self: self.child is not None)
    @rule(count=st.integers(1, 5))
    def many_things_come_at_once(self, count: int) -> None:
        for _ in range(count):
            self.child.step()

    @precondition(lambda self: self.child is not None)
    @rule()
    def child_dies(self) -> None:
        self.child.kill()

    @precondition(lambda self: self.child is not None)
    @rule(cause=st.sampled_from([Cause.NO_SPEAKER, Cause.SOUND_CUT]))
    def voice_fails(self, cause: Cause) -> None:
        self.child.fail(cause)

    @rule()
    def listen_to_the_end(self) -> None:
        """What is being read ends by itself, or waits for the person."""
        for _ in range(500):
            self.settle()
            if self.child is None or not self.child.has_something_to_say:
                break
            self.child.step()
        self.settle()
        assert isinstance(self.reader.state, Idle | Paused | Failed)

    @invariant()
    def states_are_lawful(self) -> None:
        self.settle()
        states = self.listener.states
        for before, after in itertools.pairwise([Idle(), *states]):
            assert type(after) in LAWFUL[type(before)], (before, after)
        for before, after in itertools.pairwise(states):
            if (
                isinstance(before, Speaking)
                and isinstance(after, Speaking)
                and before.sentence == after.sentence
            ):
                assert after.word is None or before.word is None or after.word.start > before.word.start

    @invariant()
    def the_state_is_the_last_told(self) -> None:
        self.settle()
        states = self.listener.states
        assert self.reader.state == (states[-1] if states else Idle())

    @invariant()
    def what_is_stopped_or_paused_stays_so(self) -> None:
        self.settle()
        if self.is_stopped:
            assert self.reader.state == Idle()
        if self.is_paused:
            assert isinstance(self.reader.state, Paused | Idle | Failed)

    @invariant()
    def words_are_in_their_sentence(self) -> None:
        state = self.reader.state
        if isinstance(state, Speaking | Paused) and state.word is not None:
            assert state.sentence.span.start <= state.word.start < state.word.end <= state.sentence.span.end
            text = self.passages[state.sentence.passage].text
            assert text[state.word.start : state.word.end].strip() == text[state.word.start : state.word.end]

    @invariant()
    def a_voice_that_is_awaited_has_a_child(self) -> None:
        self.settle()
        if isinstance(self.reader.state, Preparing | Speaking):
            assert self.child is not None
            assert self.child.is_alive
            assert self.child.generation == self.reader._generation

    def teardown(self) -> None:
        self.reader.close()
        assert not any(child.is_alive for child in self.children)


TestReaderStates = ReaderMachine.TestCase
TestReaderStates.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)


def test_every_sentence_is_read_once_and_in_order_when_nobody_interferes():
    listener, children = Listener(), []

    def new_child(deliver) -> FakeChild:
        children.append(FakeChild(deliver))
        return children[-1]

    passages = page("un deux. trois. quatre cinq.", "", "six.")
    reader = Reader(listener, WORDS, new_child)
    reader.read(passages)
    while not isinstance(listener.states[-1] if listener.states else None, Idle):
        if children:
            children[-1].step()
    reader.close()
    read = list(dict.fromkeys(s.sentence for s in listener.states if isinstance(s, Speaking)))
    assert read == list(sentences(passages))
