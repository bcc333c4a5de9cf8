"""What a child owes its parent: the real one, which plays, and the fake one that states are tried on."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from dematassist.errors import Cause
from dematassist.speech.child.messages import (
    AskVoices,
    Beat,
    Failure,
    Finished,
    Follow,
    Pause,
    Ready,
    Render,
    Rendered,
    Resume,
    Speak,
    Started,
    Stop,
    Utterance,
    VoiceList,
    Volume,
    Word,
    Working,
)
from dematassist.speech.transport import ChildProcess, Gone
from tests.speech.fake_child import FakeChild
from tests.speech.sound import until


class Parent:
    """Keeps what a child tells, and lets its time pass."""

    def __init__(self, is_real: bool) -> None:
        self.told = []
        self._lock = threading.Lock()
        command = (sys.executable, "-m", "tests.speech.tones", "tones")
        self.child = ChildProcess(command, self._hear) if is_real else FakeChild(self._hear)

    def _hear(self, event) -> None:
        with self._lock:
            if not isinstance(event, Beat):
                self.told.append(event)

    def of(self, *kinds) -> list:
        with self._lock:
            return [event for event in self.told if isinstance(event, kinds)]

    def wait_for(self, kind, count: int = 1) -> None:
        def has_come() -> bool:
            if isinstance(self.child, FakeChild) and len(self.of(kind)) < count:
                self.child.step()
            return len(self.of(kind)) >= count

        until(has_come, 20)

    def let_time_pass(self) -> None:
        if isinstance(self.child, FakeChild):
            for _ in range(50):
                self.child.step()
        else:
            time.sleep(1.2)


@pytest.fixture(params=["real", "fake"])
def parent(request, sound_server):
    made = Parent(request.param == "real")
    yield made
    made.child.close()
    assert made.told[-1] == Gone()
    assert len(made.of(Gone)) == 1


def say(*texts: str, first: int = 0, lang: str = "fr") -> tuple[Utterance, ...]:
    return tuple(Utterance(first + n, text, lang, 240, 20) for n, text in enumerate(texts))


def test_it_says_first_that_it_is_ready(parent):
    parent.wait_for(Ready)
    assert parent.told[0] == Ready()


def test_each_sentence_starts_has_its_words_and_finishes_in_order(parent):
    parent.child.send(Speak(1, say("un deux", "trois")))
    parent.wait_for(Finished, 2)
    assert parent.of(Started, Word, Finished) == [
        *(Started(1, 0), Word(1, 0, 0, 2), Word(1, 0, 3, 7), Finished(1, 0)),
        *(Started(1, 1), Word(1, 1, 0, 5), Finished(1, 1)),
    ]
    assert [(event.id, event.engine) for event in parent.of(Working)] == [(0, "tones"), (1, "tones")]


def test_a_newer_generation_takes_the_place_of_the_older(parent):
    parent.child.send(Speak(1, say("un deux trois quatre cinq six")))
    parent.wait_for(Word, 2)
    parent.child.send(Speak(2, say("sept")))
    parent.wait_for(Finished)
    generations = [event.generation for event in parent.of(Started, Word, Finished)]
    assert generations == sorted(generations)
    assert parent.of(Finished) == [Finished(2, 0)]


def test_what_follows_is_replaced_and_never_goes_back(parent):
    parent.child.send(Speak(1, say("un deux trois", "quatre")))
    parent.wait_for(Word)
    parent.child.send(Follow(1, say("non", "cinq")))
    parent.child.send(Follow(9, say("jamais", first=7)))
    parent.wait_for(Finished, 2)
    parent.let_time_pass()
    assert parent.of(Finished) == [Finished(1, 0), Finished(1, 1)]
    assert parent.of(Word)[-1] == Word(1, 1, 0, 4)


def test_what_follows_may_come_once_everything_is_said(parent):
    parent.child.send(Speak(1, say("un")))
    parent.wait_for(Finished)
    parent.let_time_pass()
    parent.child.send(Follow(1, say("deux", first=1)))
    parent.wait_for(Finished, 2)
    assert parent.of(Finished) == [Finished(1, 0), Finished(1, 1)]


def test_a_pause_stops_the_words_and_loses_none(parent):
    parent.child.send(Speak(1, say("un deux trois quatre")))
    parent.wait_for(Word, 2)
    parent.child.send(Pause(1))
    parent.let_time_pass()
    before = len(parent.of(Word))
    parent.let_time_pass()
    assert len(parent.of(Word)) == before < 4
    parent.child.send(Resume(9))
    parent.let_time_pass()
    assert len(parent.of(Word)) == before
    parent.child.send(Resume(1))
    parent.wait_for(Finished)
    assert [event.start for event in parent.of(Word)] == [0, 3, 8, 14]


def test_a_pause_asked_before_the_first_sample_holds_it(parent):
    parent.child.send(Speak(1, say("un")))
    parent.child.send(Pause(1))
    parent.let_time_pass()
    assert parent.of(Finished) == []
    parent.child.send(Resume(1))
    parent.wait_for(Finished)


def test_after_a_stop_nothing_is_told(parent):
    parent.child.send(Speak(1, say("un deux trois", "quatre")))
    parent.wait_for(Word)
    parent.child.send(Stop())
    parent.let_time_pass()
    assert len(parent.of(Started)) == 1
    assert parent.of(Finished) == []
    parent.child.send(Speak(2, say("cinq")))
    parent.wait_for(Finished)


def test_a_language_without_voice_fails_in_its_turn(parent):
    parent.child.send(Speak(1, (*say("un"), *say("odin", first=1, lang="ru"), *say("deux", first=2))))
    parent.wait_for(Failure)
    parent.let_time_pass()
    assert parent.of(Finished, Failure) == [Finished(1, 0), Failure(1, 1, Cause.NO_VOICE.value, "ru")]
    parent.child.send(Speak(2, say("un")))
    parent.wait_for(Finished, 2)


def test_the_voices_are_told_when_asked(parent):
    parent.child.send(AskVoices())
    parent.wait_for(VoiceList)
    (told,) = parent.of(VoiceList)
    assert [(voice.engine, voice.lang) for voice in told.voices] == [("tones", "fr"), ("tones", "en")]


@pytest.mark.parametrize(("lang", "rate_hz"), [("fr", 22050), ("en", 22050), ("fr", 16000)])
def test_sound_is_given_back_at_the_rate_asked_for(parent, lang, rate_hz):
    parent.child.send(Render(1, say("un deux", "trois", lang=lang), rate_hz))
    parent.wait_for(Rendered, 2)
    seconds = [len(event.samples) / 2 / rate_hz for event in parent.of(Rendered)]
    assert seconds == [pytest.approx(0.5, rel=0.02), pytest.approx(0.25, rel=0.02)]


def test_rendering_stops_at_a_language_without_voice(parent):
    parent.child.send(Render(1, (*say("un"), *say("odin", first=1, lang="ru")), 22050))
    parent.wait_for(Failure)
    assert len(parent.of(Rendered)) == 1


def test_a_volume_is_no_event(parent):
    parent.child.send(Volume(0.5))
    parent.child.send(Speak(1, say("un")))
    parent.wait_for(Finished)


def test_a_child_that_is_killed_tells_its_end_and_no_longer_answers(parent):
    parent.child.send(Speak(1, say("un deux trois quatre")))
    parent.wait_for(Word)
    parent.child.kill()
    until(lambda: parent.of(Gone) == [Gone()])
    parent.child.send(Speak(2, say("un")))
    parent.let_time_pass()
    assert parent.told[-1] == Gone()
