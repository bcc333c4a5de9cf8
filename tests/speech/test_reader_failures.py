"""Every way the voice can fail, provoked for real; what is told, and that reading works again afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from dematassist.errors import Cause
from dematassist.speech.model import Failed, Idle, Preparing, Speaking
from dematassist.speech.reader import Reader
from dematassist.speech.transport import ChildProcess
from tests.speech.reading_helpers import WORDS, page
from tests.speech.sound import Server, until
from tests.speech.traced import IS_MISSING, kept, traced

ROOT = Path(__file__).resolve().parents[2]


def failure(listener, count: int = 1) -> tuple[Cause, dict[str, str]]:
    error = listener.wait_for(Failed, count).error
    return error.cause, error.details


def child_of(reader: Reader) -> int:
    child = reader._child
    assert isinstance(child, ChildProcess)
    return child.pid


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_without_an_engine_the_voice_is_said_to_be_missing(reader_of, listener, sound_server):
    reader_of().read(page("un."))
    assert failure(listener) == (Cause.NO_VOICE, {"lang": "fr"})


def test_without_the_library_of_sound_it_is_said(reader_of, listener, sound_server, tmp_path, monkeypatch):
    (tmp_path / "_miniaudio.py").write_text("raise ImportError('libasound.so.2 is not there')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    reader_of("tones").read(page("un."))
    assert failure(listener) == (Cause.NO_SOUND_LIBRARY, {"lang": "fr"})


def test_without_a_voice_for_the_language_it_is_named(reader_of, listener, recording):
    reader = reader_of("tones")
    reader.read([*page("un."), *page("واحد", lang="ar")])
    assert failure(listener) == (Cause.NO_VOICE, {"lang": "ar"})
    assert Speaking in [type(state) for state in listener.states]
    reader.read(page("un."))
    listener.wait_for(Idle)


def test_without_a_speaker_it_is_said_and_reading_works_once_there_is_one(
    reader_of, listener, no_speaker, request, monkeypatch
):
    reader = reader_of("tones")
    reader.read(page("un."))
    assert failure(listener)[0] is Cause.NO_SPEAKER
    reader.close()
    monkeypatch.setenv("PULSE_SERVER", request.getfixturevalue("_sound_server").address)
    again = reader_of("tones")
    again.read(page("un."))
    listener.wait_for(Idle)


def test_a_speaker_that_goes_away_is_said_and_reading_goes_on_when_it_is_back(
    reader_of, listener, tmp_path, monkeypatch, sound_server
):
    server = Server(tmp_path / "other")
    server.start()
    monkeypatch.setenv("PULSE_SERVER", server.address)
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "no-card.conf"))
    (tmp_path / "no-card.conf").write_text("")
    listening = subprocess.Popen(
        ["parec", "-d", "null.monitor", "--latency-msec=5"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        reader = reader_of("tones")
        reader.read(page("un deux trois quatre cinq six sept huit neuf dix."))
        listener.wait_for(Speaking, 2)
        server.kill()
        assert failure(listener)[0] is Cause.SOUND_CUT
        server.start()
        reader.resume()
        listener.wait_for(Idle)
    finally:
        server.kill()
        listening.kill()
        listening.wait()


def test_a_child_that_is_killed_is_replaced_and_goes_on_with_the_sentence(reader_of, listener, recording):
    reader = reader_of("tones")
    passages = page("un deux trois. quatre cinq six.")
    reader.read(passages)
    until(lambda: "quatre" in listener.words(passages))
    os.kill(child_of(reader), signal.SIGKILL)
    listener.wait_for(Idle)
    assert listener.words(passages)[-3:] == ["quatre", "cinq", "six"]
    assert listener.words(passages).count("un") == 1
    assert listener.words(passages).count("quatre") == 2


def test_a_child_that_dies_again_and_again_is_not_replaced_for_ever(reader_of, listener, recording):
    reader = reader_of("tones", "other")
    reader.read(page("un. deux. die."))
    assert failure(listener)[0] is Cause.VOICE_STOPPED
    assert sum(isinstance(state, Preparing) for state in listener.states) == 3
    reader.read(page("un."))
    listener.wait_for(Idle)


def test_a_sentence_that_kills_one_engine_is_read_by_the_next(reader_of, listener, recording):
    reader = reader_of("tones", "other-sound")
    passages = page("un. die. trois.")
    reader.read(passages)
    listener.wait_for(Idle)
    assert listener.words(passages)[-1] == "trois"


def test_a_child_that_is_killed_while_paused_goes_on_when_asked(reader_of, listener, recording):
    reader = reader_of("tones")
    passages = page("un deux trois quatre.")
    reader.read(passages)
    listener.wait_for(Speaking)
    reader.pause()
    os.kill(child_of(reader), signal.SIGKILL)
    until(lambda: reader._child is None)
    reader.resume()
    listener.wait_for(Idle)
    assert listener.words(passages)[-1] == "quatre"


def test_an_engine_that_hangs_holding_the_interpreter_is_given_up_for_the_next(
    reader_of, listener, recording
):
    reader = reader_of("tones", "other-sound", patience_seconds=1.5)
    passages = page("un deux. hang trois.")
    reader.read(passages)
    listener.wait_for(Idle, seconds=30)
    assert listener.words(passages)[-1] == "trois"


def test_an_engine_that_always_hangs_ends_in_words(reader_of, listener, sound_server):
    reader = reader_of("tones", patience_seconds=0.8)
    reader.read(page("hang."))
    listener_error = listener.wait_for(Failed, seconds=40).error
    assert listener_error.cause is Cause.VOICE_STOPPED


def test_a_sentence_that_an_engine_refuses_is_read_by_the_next(reader_of, listener, recording):
    reader = reader_of("tones", "other-sound")
    passages = page("un refuse deux.")
    reader.read(passages)
    listener.wait_for(Idle)
    assert listener.words(passages)[-3:] == ["un", "refuse", "deux"]


def test_a_sentence_that_every_engine_refuses_is_said(reader_of, listener, sound_server):
    reader_of("tones", "other").read(page("refuse."))
    assert failure(listener)[0] is Cause.VOICE_STOPPED


def test_a_bug_of_the_child_is_told_without_a_word_of_the_text(reader_of, listener, sound_server):
    traces = []
    reader_of("tones", on_trouble=traces.append).read(page("bug secret."))
    assert failure(listener)[0] is Cause.VOICE_STOPPED
    assert len(traces) == 3
    assert "LookupError" in traces[0]
    assert "tones.py" in traces[0]
    assert not [trace for trace in traces if "secret" in trace or "bug" in trace.split("\n")[-1]]


def test_a_child_that_cannot_be_started_is_said(listener):
    reader = Reader(listener, WORDS, lambda deliver: ChildProcess(["/nowhere/dematassist"], deliver))
    reader.read(page("un."))
    assert failure(listener)[0] is Cause.VOICE_STOPPED
    told = []
    reader.ask_voices(told.append)
    until(lambda: bool(told))
    assert told == [()]
    reader.close()


def test_a_child_with_nothing_to_do_ends_and_the_next_reading_starts_another(
    reader_of, listener, recording, monkeypatch
):
    monkeypatch.setenv("TONES_IDLE_SECONDS", "0.5")
    reader = reader_of("tones")
    reader.read(page("un."))
    listener.wait_for(Idle)
    first = child_of(reader)
    until(lambda: reader._child is None)
    until(lambda: not is_alive(first))
    reader.read(page("deux."))
    listener.wait_for(Idle, 2)
    assert reader._restarts == 0


@pytest.mark.parametrize("word", ["un", "hang"])
def test_the_child_never_outlives_a_parent_that_is_killed(tmp_path, recording, word):
    """Even while an engine holds the interpreter: then a watch of the C library ends it."""
    program = textwrap.dedent(
        f"""
        import sys, time
        from dematassist.speech.reader import Reader
        from dematassist.speech.transport import ChildProcess
        from tests.speech.reading_helpers import WORDS, page

        command = (sys.executable, "-m", "tests.speech.tones", "tones")
        reader = Reader(lambda s: None, WORDS, lambda d: ChildProcess(command, d), patience_seconds=60)
        reader.read(page("un deux. {word} " + "trois " * 200))
        while reader._child is None:
            time.sleep(0.01)
        print(reader._child.pid, flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "TONES_STUCK_SECONDS": "2"},
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(1)
        assert is_alive(child)
        parent.kill()
    until(lambda: not is_alive(child), 20)


def test_nothing_spoken_is_written_to_disk_nor_in_arguments(
    reader_of, listener, recording, tmp_path, monkeypatch
):
    """Every file opened for writing by the child, and its arguments, are looked at while it speaks."""
    if IS_MISSING:
        pytest.skip("strace is missing: what the child writes cannot be seen")
    trace = tmp_path / "trace"
    command = traced((sys.executable, "-m", "tests.speech.tones", "tones"), trace)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    reader = Reader(listener, WORDS, lambda deliver: ChildProcess(command, deliver), patience_seconds=20)
    try:
        reader.read(page("motsecret deux."))
        listener.wait_for(Idle, seconds=40)
    finally:
        reader.close()
    lines = trace.read_text().splitlines()
    assert any("miniaudio" in line for line in lines), "nothing was traced"
    assert any("Finished" in line for line in lines), "what is written was not traced"
    assert kept(trace, "motsecret") == []


def test_reading_works_with_a_home_that_cannot_be_written(reader_of, listener, recording, monkeypatch):
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "TMPDIR"):
        # Not even root makes a folder there.
        monkeypatch.setenv(name, "/proc/nowhere")
    reader_of("tones").read(page("un."))
    listener.wait_for(Idle)
