"""What crosses the pipe comes out as it went in; anything else is refused."""

from __future__ import annotations

import io

import hypothesis.strategies as st
import pytest
from hypothesis import given

from dematassist.speech.child import messages
from dematassist.speech.child.messages import (
    AskVoices,
    Beat,
    Failure,
    Finished,
    Follow,
    Pause,
    Prepare,
    Quit,
    Ready,
    Render,
    Rendered,
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
from dematassist.speech.engines.engine import Voice

WHOLE = st.integers(0, 2**31)
TEXT = st.text(max_size=30)
UTTERANCES = st.lists(
    st.builds(Utterance, WHOLE, TEXT, TEXT, WHOLE, WHOLE, TEXT, TEXT, st.lists(TEXT, max_size=2).map(tuple)),
    max_size=3,
).map(tuple)
COMMANDS = st.one_of(
    st.builds(Speak, WHOLE, UTTERANCES),
    st.builds(Follow, WHOLE, UTTERANCES),
    st.builds(Render, WHOLE, UTTERANCES, WHOLE),
    *(st.builds(kind, WHOLE) for kind in (Pause, Resume)),
    st.builds(Volume, st.floats(0, 1)),
    st.builds(Prepare, TEXT),
    *(st.just(kind()) for kind in (Stop, AskVoices, Quit)),
)
EVENTS = st.one_of(
    st.just(Ready()),
    st.builds(VoiceList, st.lists(st.builds(Voice, TEXT, TEXT, TEXT, TEXT), max_size=3).map(tuple)),
    st.builds(Working, WHOLE, WHOLE, TEXT),
    st.builds(Started, WHOLE, WHOLE),
    st.builds(Word, WHOLE, WHOLE, WHOLE, WHOLE),
    st.builds(Finished, WHOLE, WHOLE),
    st.builds(Rendered, WHOLE, WHOLE, st.binary(max_size=40)),
    st.builds(Beat, st.floats(0, 100)),
    st.builds(Failure, WHOLE, WHOLE, TEXT, TEXT),
    st.builds(Trouble, TEXT),
)


@given(COMMANDS)
def test_a_command_comes_out_as_it_went_in(command):
    line = messages.encoded(command)
    assert line.count(b"\n") == 1
    assert messages.command(line) == command


@given(st.lists(EVENTS, max_size=5))
def test_events_come_out_as_they_went_in(events):
    stream = io.BytesIO(b"".join(messages.encoded(event) for event in events))
    assert [messages.event(line, stream.read) for line in stream] == events


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b"{}", b"[]", b"[1]", b'["Nobody"]', b'["Pause"]', b'["Stop",1]', b"\xff", b'["Ready"'],
)
def test_a_line_that_is_not_ours_is_refused(line):
    with pytest.raises(ValueError):  # noqa: PT011 -- json's own is one too
        messages.command(line)
    if b"Ready" not in line:
        with pytest.raises(ValueError):  # noqa: PT011
            messages.event(line, io.BytesIO().read)


def test_a_sound_cut_by_the_death_of_the_child_is_refused():
    line, _end, sound = messages.encoded(Rendered(1, 2, b"abcdef")).partition(b"\n")
    with pytest.raises(ValueError, match="cut"):
        messages.event(line, io.BytesIO(sound[:3]).read)
