"""Speech without a window, and what it finds of this computer."""

from __future__ import annotations

import sys
import wave

import pytest

from dematassist.errors import Cause, UserError
from dematassist.speech import commands, self_test
from dematassist.speech.engines.engine import Voice
from dematassist.speech.transport import ChildProcess
from tests.speech.reading_helpers import WORDS


def child_of(*engines: str):
    command = (sys.executable, "-m", "tests.speech.tones", *engines)
    return lambda deliver: ChildProcess(command, deliver)


def test_saying_returns_once_all_is_heard(recording):
    commands.say(["un deux", "", "trois"], "fr", words=WORDS, start_child=child_of("tones"))
    assert [round(stretch.seconds * 140 / 60) for stretch in recording.heard()] == [2, 1]


def test_saying_with_a_speed_and_a_voice(recording):
    voice = Voice("others", "others-fr", "Tones fr", "fr")
    commands.say(
        ["un deux"], "fr", speed=1.4, voice=voice, words=WORDS, start_child=child_of("tones", "others")
    )
    (stretch,) = recording.heard()
    assert stretch.seconds == pytest.approx(2 * 60 / 140 / 1.4, rel=0.03)


def test_saying_without_a_voice_raises_what_is_missing(sound_server):
    with pytest.raises(UserError) as caught:
        commands.say(["odin"], "ru", words=WORDS, start_child=child_of("tones"))
    assert (caught.value.cause, caught.value.details) == (Cause.NO_VOICE, {"lang": "ru"})


def test_lines_are_saved_as_a_sound_file(tmp_path, no_speaker):
    target = tmp_path / "lines.wav"
    seconds = commands.save(["un deux"], "fr", target, words=WORDS, start_child=child_of("tones"))
    with wave.open(str(target)) as wav:
        assert wav.getnframes() / wav.getframerate() == pytest.approx(seconds)
    assert seconds == pytest.approx(2 * 60 / 140, rel=0.02)


def test_voices_are_listed_for_all_languages_or_one():
    assert {voice.lang for voice in commands.voices(start_child=child_of("tones"))} == {"fr", "en"}
    assert [voice.lang for voice in commands.voices("fr", start_child=child_of("tones", "o"))] == ["fr", "fr"]
    assert commands.voices(start_child=child_of()) == ()


def test_a_computer_that_reads_aloud_has_no_error(sound_server):
    findings = self_test.run("fr", child_of("tones"))
    assert [finding.error for finding in findings] == [None, None, None]
    assert "tones" in findings[0].said
    assert findings[1].said.startswith("tones: ")


def test_a_computer_without_speaker_says_only_that(no_speaker):
    findings = self_test.run("fr", child_of("tones"))
    assert [finding.error and finding.error.cause for finding in findings] == [None, None, Cause.NO_SPEAKER]


def test_a_computer_without_voice_says_so_at_each_check(sound_server):
    causes = {finding.error.cause for finding in self_test.run("ru", child_of("tones"))}
    assert causes == {Cause.NO_VOICE}
    causes = {finding.error.cause for finding in self_test.run("fr", child_of())}
    assert causes == {Cause.NO_VOICE}


def test_a_child_that_cannot_run_is_said():
    findings = self_test.run("fr", lambda deliver: ChildProcess(["/nowhere/child"], deliver))
    assert {finding.error.cause for finding in findings} == {Cause.VOICE_STOPPED}
    findings = self_test.run("fr", lambda deliver: ChildProcess([sys.executable, "-c", ""], deliver))
    assert {finding.error.cause for finding in findings} == {Cause.VOICE_STOPPED}
