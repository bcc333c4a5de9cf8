"""The child makes the engine that is to speak, and no other until one is asked for.

To make the engine ``deadly`` ends the child; ``absent`` is not on this computer.
"""

from __future__ import annotations

import queue
import sys
from typing import TYPE_CHECKING

import pytest

from dematassist.speech.child.messages import (
    AskVoices,
    Event,
    Prepare,
    Render,
    Rendered,
    Utterance,
    VoiceList,
)
from dematassist.speech.engines.engine import Voice
from dematassist.speech.model import Failed, Idle
from dematassist.speech.transport import ChildProcess, Gone

from .reading_helpers import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Asked:
    """A child with these engines of tones."""

    def __init__(self, *engines: str) -> None:
        self._told: queue.SimpleQueue[Event | Gone] = queue.SimpleQueue()
        self.child = ChildProcess((sys.executable, "-m", "tests.speech.tones", *engines), self._told.put)

    def say(self, engine: str = "") -> None:
        wanted = Utterance(0, "un", "fr", 240, 0, engine, f"{engine}-fr")
        self.child.send(Render(1, (wanted,), 22050))

    def next(self, *kinds: type) -> Event | Gone:
        while not isinstance(event := self._told.get(timeout=20), (*kinds, Gone)):
            pass
        return event


@pytest.fixture
def child_of(no_speaker) -> Iterator[Callable[..., Asked]]:
    made: list[Asked] = []

    def make(*engines: str) -> Asked:
        made.append(Asked(*engines))
        return made[-1]

    yield make
    for each in made:
        each.child.close()


def test_the_chosen_engine_alone_is_made(child_of):
    asked = child_of("deadly", "tones")
    asked.child.send(Prepare("tones"))
    asked.say("tones")
    assert isinstance(asked.next(Rendered), Rendered)


def test_a_reader_tells_the_engine_of_its_voice(reader_of, listener, recording):
    reader = reader_of("deadly", "tones")
    reader.set_voice(Voice("tones", "tones-fr", "Tones fr", "fr"))
    reader.warm_up()
    reader.read(page("un."))
    listener.wait_for(Idle)
    assert not [state for state in listener.states if isinstance(state, Failed)]
    assert reader._child_number == 1


def test_without_a_choice_the_first_that_can_be_made_speaks(child_of):
    asked = child_of("absent", "tones", "deadly")
    asked.child.send(Prepare(""))
    asked.say()
    assert isinstance(asked.next(Rendered), Rendered)


def test_an_engine_is_made_before_a_sentence_is_there(child_of):
    asked = child_of("tones", "deadly")
    asked.child.send(Prepare("deadly"))
    assert asked.next() == Gone()


def test_the_voices_are_told_in_order_whichever_was_made_first(child_of):
    asked = child_of("first", "second")
    asked.say("second")
    asked.child.send(AskVoices())
    told = asked.next(VoiceList)
    assert isinstance(told, VoiceList)
    assert [voice.engine for voice in told.voices if voice.lang == "fr"] == ["first", "second"]
