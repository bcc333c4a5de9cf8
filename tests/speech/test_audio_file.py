"""Saving what is read as a sound file: what is in it, and what is left when it cannot be written."""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import textwrap
import wave
from array import array
from pathlib import Path

import pytest

from dematassist.errors import Cause, UserError
from dematassist.speech import audio_file
from dematassist.speech.model import Kind
from dematassist.speech.transport import ChildProcess
from tests.speech.reading_helpers import WORDS, page

ROOT = Path(__file__).resolve().parents[2]
WORD = 60 / 140

pytestmark = pytest.mark.usefixtures("no_speaker")


class CancelledError(Exception):
    pass


def save(passages, target: Path, *engines: str, **options) -> float:
    command = (sys.executable, "-m", "tests.speech.tones", *(engines or ("tones",)))
    options.setdefault("start_child", lambda deliver: ChildProcess(command, deliver))
    return audio_file.save(passages, target, words=WORDS, **options)


def sound_of(target: Path) -> tuple[array, int]:
    with wave.open(str(target), "rb") as wav:
        assert (wav.getnchannels(), wav.getsampwidth()) == (1, 2)
        return array("h", wav.readframes(wav.getnframes())), wav.getframerate()


def stretches(samples: array, rate: int) -> list[tuple[bool, float]]:
    """Return whether there is sound and for how many seconds, in turn, by hundredths."""
    window = rate // 100
    found: list[tuple[bool, float]] = []
    for start in range(0, len(samples), window):
        is_loud = max(samples[start : start + window]) > 300
        if found and found[-1][0] == is_loud:
            found[-1] = (is_loud, found[-1][1] + 0.01)
        else:
            found.append((is_loud, 0.01))
    return found


def test_a_page_is_saved_with_its_silences_and_without_a_speaker(tmp_path):
    target = tmp_path / "page.wav"
    passages = [*page("Titre ici", kind=Kind.TITLE), *page("un deux. trois.")]
    seconds = save(passages, target)
    samples, rate = sound_of(target)
    assert len(samples) / rate == pytest.approx(seconds)
    assert seconds == pytest.approx(5 * WORD + 0.6 + 0.25, rel=0.02)
    heard = stretches(samples, rate)
    assert [is_loud for is_loud, _ in heard] == [True, False, True, False, True]
    assert [length for _, length in heard[1::2]] == [
        pytest.approx(0.6, abs=0.03),
        pytest.approx(0.25, abs=0.03),
    ]
    first = samples[: round(WORD * rate)]
    level = 10 * math.log10(sum(s * s for s in first) / len(first)) - 20 * math.log10(32768)
    assert level == pytest.approx(-20, abs=1)


def test_a_slower_file_lasts_longer(tmp_path):
    usual = save(page("un deux trois."), tmp_path / "usual.wav")
    slow = save(page("un deux trois."), tmp_path / "slow.wav", speed=0.6)
    assert slow / usual == pytest.approx(1 / 0.6, rel=0.02)


def test_two_languages_of_two_rates_make_one_file(tmp_path):
    seconds = save([*page("un deux."), *page("one two.", lang="en")], tmp_path / "both.wav")
    assert seconds == pytest.approx(4 * WORD + 0.25, rel=0.02)


def test_progress_goes_from_nothing_to_all_and_never_back(tmp_path):
    told = []
    save(page("un. deux. trois. quatre."), tmp_path / "page.wav", progress=told.append)
    assert told[0] == 0
    assert told[-1] == 1
    assert told == sorted(told)
    assert len(set(told)) >= 4


@pytest.mark.parametrize("when", [0.0, 0.5])
def test_what_is_cancelled_leaves_no_file_and_the_old_one_whole(tmp_path, when):
    target = tmp_path / "page.wav"
    target.write_bytes(b"old")

    def progress(done: float) -> None:
        if done >= when:
            raise CancelledError

    with pytest.raises(CancelledError):
        save(page("un. deux. trois. quatre."), target, progress=progress)
    assert target.read_bytes() == b"old"
    assert [path for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_cancelling_does_not_wait_for_an_engine_that_hangs(tmp_path):
    told = []

    def progress(done: float) -> None:
        told.append(done)
        if len(told) > 5:
            raise CancelledError

    with pytest.raises(CancelledError):
        save(page("hang."), tmp_path / "page.wav", progress=progress)
    assert [path.name for path in tmp_path.iterdir() if "page" in path.name] == []


def test_a_folder_that_is_not_there_is_said(tmp_path):
    target = tmp_path / "nowhere" / "page.wav"
    with pytest.raises(UserError) as caught:
        save(page("un."), target)
    assert caught.value.cause is Cause.AUDIO_FILE_UNWRITABLE
    assert caught.value.details == {"path": str(target)}


def test_a_place_that_cannot_be_written_is_said():
    with pytest.raises(UserError) as caught:
        save(page("un."), Path("/proc/page.wav"))
    assert caught.value.cause is Cause.AUDIO_FILE_UNWRITABLE


@pytest.mark.parametrize("words", [3, 400])
def test_a_full_disk_is_said_and_leaves_no_part_of_a_file(tmp_path, words):
    """The largest file allowed is small: the write fails early, or when the file is closed."""
    program = textwrap.dedent(
        f"""
        import resource, sys
        from pathlib import Path
        from dematassist.errors import UserError
        from tests.speech.test_audio_file import save, page

        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
        try:
            save(page("mot " * {words}), Path(sys.argv[1]))
        except UserError as error:
            print(error.cause.name)
        """
    )
    folder = tmp_path / "full"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(folder / "page.wav")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("DISK_FULL\n", "")
    assert list(folder.iterdir()) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20000


def test_no_voice_is_said_and_leaves_no_file(tmp_path):
    with pytest.raises(UserError) as caught:
        save([*page("un."), *page("odin", lang="ru")], tmp_path / "page.wav")
    assert (caught.value.cause, caught.value.details) == (Cause.NO_VOICE, {"lang": "ru"})
    assert not (tmp_path / "page.wav").exists()


def test_an_engine_that_dies_or_hangs_is_replaced_by_the_next(tmp_path):
    for word in ("die", "hang", "refuse"):
        seconds = save(
            page(f"un. {word} deux. trois."),
            tmp_path / "page.wav",
            "tones",
            "other-sound",
            patience_seconds=1.5,
        )
        assert seconds == pytest.approx(4 * WORD + 0.5, rel=0.02)


def test_a_voice_that_always_dies_ends_in_words(tmp_path):
    with pytest.raises(UserError) as caught:
        save(page("un. die."), tmp_path / "page.wav")
    assert caught.value.cause is Cause.VOICE_STOPPED


def test_a_child_that_cannot_be_started_is_said(tmp_path):
    with pytest.raises(UserError) as caught:
        save(page("un."), tmp_path / "p.wav", start_child=lambda d: ChildProcess(["/nowhere/child"], d))
    assert caught.value.cause is Cause.VOICE_STOPPED


def test_nothing_to_say_makes_an_empty_sound(tmp_path):
    assert save(page("  "), tmp_path / "page.wav") == 0
    assert sound_of(tmp_path / "page.wav")[0] == array("h")
