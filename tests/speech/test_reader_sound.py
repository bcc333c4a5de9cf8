"""The reader, its child and real sound, heard by another process."""

from __future__ import annotations

import itertools

import pytest

from dematassist.speech.model import Idle, Kind, Preparing, Speaking
from tests.speech.reading_helpers import page

pytestmark = pytest.mark.usefixtures("sound_server")


def test_a_page_is_heard_word_by_word_to_its_end(reader_of, listener, recording):
    reader = reader_of("tones")
    passages = page("un deux trois. quatre cinq.", "six sept.")
    reader.read(passages)
    listener.wait_for(Idle)
    assert listener.words(passages) == ["un", "deux", "trois", "quatre", "cinq", "six", "sept"]
    kinds = [type(state) for state in listener.states]
    assert kinds[0] is Preparing
    assert kinds[-1] is Idle
    assert set(kinds[1:-1]) == {Speaking}
    heard = recording.heard()
    assert [round(stretch.seconds * 140 / 60) for stretch in heard] == [3, 2, 2]


def test_sound_lasts_what_it_should_at_the_level_it_was_made(reader_of, listener, recording):
    reader = reader_of("tones")
    reader.read(page("un deux trois quatre."))
    listener.wait_for(Idle)
    (stretch,) = recording.heard()
    assert stretch.seconds == pytest.approx(4 * 60 / 140, rel=0.02)
    assert recording.decibels(stretch) == pytest.approx(-20, abs=1)


@pytest.mark.parametrize(
    ("kind", "seconds"), [(Kind.TITLE, 0.6), (Kind.STEP, 0.4), (Kind.ITEM, 0.3), (Kind.SENTENCE, 0.25)]
)
def test_the_silence_after_a_sentence_is_that_of_its_kind(reader_of, listener, recording, kind, seconds):
    reader = reader_of("tones")
    reader.set_speed(1.8)
    reader.read(page("un. deux. trois.", kind=kind))
    listener.wait_for(Idle)
    silences = [later.start - sooner.end for sooner, later in itertools.pairwise(recording.heard())]
    assert silences == [pytest.approx(seconds, abs=0.04)] * 2
