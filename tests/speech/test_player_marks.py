"""When a word is told, by the count of samples that the device asks for."""

from __future__ import annotations

import pytest

from dematassist.speech.child.messages import Word
from dematassist.speech.child.player import Mark, Part, Player, Track

RATE = 1000
ASKED = 20
"""Frames that the device asks for at a time."""


@pytest.mark.parametrize("at_ms", range(100, 121))
def test_a_word_is_told_at_the_nearest_asking_never_a_whole_one_late(at_ms: int) -> None:
    told = []
    player = Player(told.append, lambda: None)
    track = Track()
    track.rate_hz, track.is_complete = RATE, True
    track.samples = bytearray(2 * RATE)
    track.marks = [Mark(at_ms / 1000, 0, 4)]
    player.begin(1, [Part(1, "fr", track, 0)])
    player.speaker.rate_hz = RATE
    while not any(isinstance(event, Word) for event in told):
        player._fill(ASKED)
    heard_ms = player.handed_frames - player.speaker.queued_frames
    assert abs(heard_ms - at_ms) <= ASKED / 2
