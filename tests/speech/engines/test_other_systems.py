"""What is particular to the drivers of Windows and macOS, over behaving doubles of their objects."""

from __future__ import annotations

import signal
import sys
import threading
import time
from types import ModuleType, SimpleNamespace
from unittest import mock

import pytest

from dematassist.speech.child import service
from dematassist.speech.engines import avspeech, sapi5
from dematassist.speech.engines.driver import DriverEngine
from dematassist.speech.engines.engine import EngineError, Sound
from dematassist.speech.engines.levelling import Measure, louder, measured
from tests.speech.engines import fake_com, fake_objc
from tests.speech.engines.test_contract import TEXT, french, heard, made


@pytest.fixture
def windows():
    return made("sapi5")


@pytest.fixture
def mac():
    return made("avspeech")


def test_french_is_chosen_by_its_number_not_by_the_first_voice(windows):
    names = [(voice.lang, voice.name) for voice in windows.voices()]
    assert names == [
        ("fr", "Microsoft Hortense Desktop"),
        ("fr", "Microsoft Paul-OneCore Desktop"),
        ("en", "Microsoft Zira Desktop"),
        ("fr", "Microsoft Julie-CA Desktop"),
        ("en", "Microsoft Hortense Desktop"),
        ("ar", "Microsoft Naayf Desktop"),
    ]


def test_the_best_recorded_voice_comes_first_and_the_cheap_ones_last(mac):
    names = [voice.name for voice in mac.voices()]
    assert names == ["Daniel", "Thomas", "Samantha", "Amélie", "Majed", "Eddy"]


def test_without_a_french_voice_none_is_given(monkeypatch):
    monkeypatch.setattr(fake_com.SpObjectTokenCategory, "ADDED", ())
    monkeypatch.setattr(fake_com.SpVoice, "INSTALLED", (("Zira", "409"), ("Odd", "")))
    with mock.patch.dict(sys.modules, fake_com.modules()):
        engine = DriverEngine("sapi5", sapi5)
    engine._proxy._driver.destroy()
    assert [voice.lang for voice in engine.voices()] == ["en"]


def test_places_are_counted_in_characters_not_in_the_units_of_the_system(windows):
    text = "😀😀 Bonjour 😀 à vous"
    _samples, _hertz, marks = heard(windows, text)
    assert [text[mark.span.start : mark.span.end] for mark in marks] == ["Bonjour", "à", "vous"]
    assert all(mark.is_exact for mark in marks)


def test_words_are_told_where_their_sound_begins(windows):
    samples, hertz, marks = heard(windows, "un deux trois quatre")
    whole = len(samples) / hertz
    assert [mark.at_seconds for mark in marks] == pytest.approx(
        [0, whole / 4, whole / 2, 3 * whole / 4], abs=0.01
    )


def test_half_a_character_is_spoken_all_the_same(windows, mac):
    for engine in (windows, mac):
        samples, _hertz, marks = heard(engine, "un \ud83d deux")
        assert len(samples) > 0
        assert marks


def test_what_was_abandoned_is_not_heard_in_what_follows(windows, mac):
    for engine, endless in ((windows, fake_com.HANGING), (mac, fake_objc.SILENT)):
        pieces = engine.synthesise(f"un {endless} deux", french(engine), 140)
        threading.Timer(0.2, engine._proxy.stop).start()
        assert list(pieces) == []
        samples, hertz, marks = heard(engine, "trois quatre")
        assert len(marks) == 2
        assert len(samples) / hertz == pytest.approx(2 * 60 / 140, rel=0.1)


def test_a_text_that_the_system_refuses_goes_to_the_next_engine(windows):
    with pytest.raises(EngineError):
        heard(windows, f"un {fake_com.REFUSED} deux")
    assert heard(windows, "trois")[2]


def test_a_synthesiser_that_never_answers_is_given_up(mac, monkeypatch):
    monkeypatch.setattr(avspeech, "_SILENT_SECONDS", 0.2)
    with pytest.raises(EngineError):
        heard(mac, f"un {fake_objc.SILENT} deux")


def test_both_kinds_of_buffers_are_read(mac):
    canadian = next(voice for voice in mac.voices() if voice.name == "Amélie")
    one, _hertz, _marks = heard(mac, "Bonjour à tous.")
    other, _hertz, _marks = heard(mac, "Bonjour à tous.", voice=canadian)
    assert len(one) == len(other)
    assert max(one) == pytest.approx(max(other), rel=0.02)


def test_an_old_macos_has_no_such_voice():
    modules = fake_objc.modules()
    modules["AVFoundation"].AVSpeechSynthesizer = SimpleNamespace(
        alloc=lambda: SimpleNamespace(init=SimpleNamespace)
    )
    with mock.patch.dict(sys.modules, modules), pytest.raises(EngineError):
        DriverEngine("avspeech", avspeech)


def test_the_thread_of_the_voice_ends_with_the_driver():
    with mock.patch.dict(sys.modules, fake_com.modules()):
        driver = sapi5.buildDriver(mock.Mock())
    (thread,) = driver._apartment._threads
    driver.destroy()
    thread.join(5)
    assert not thread.is_alive()


def test_the_sound_of_macos_comes_on_the_loop_of_the_first_thread(monkeypatch):
    """The service itself then runs in another one."""
    ran: list[str] = []
    served = threading.Event()

    class _Loop:
        def addPort_forMode_(self, _port, mode):
            ran.append(mode)

        def run(self):
            ran.append(threading.current_thread().name)
            assert served.wait(5)
            raise SystemExit

    foundation = ModuleType("Foundation")
    foundation.NSRunLoop = SimpleNamespace(mainRunLoop=_Loop)
    foundation.NSPort = SimpleNamespace(port=object)
    foundation.NSDefaultRunLoopMode = "default"

    def serve(_engines, _limits):
        ran.append(threading.current_thread().name)
        served.set()

    monkeypatch.setattr(service, "_serve", serve)
    monkeypatch.setattr(signal, "signal", lambda *_given: None)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "Foundation", foundation)
    with pytest.raises(SystemExit):
        service.serve({})
    assert sorted(ran) == ["MainThread", "default", "speech-service"]


def test_a_voice_that_says_nothing_is_left_as_it_is():
    assert measured("un deux", bytes(1000), 22050) == Measure(0.0, 1.0)
    assert sapi5._steps(140, Measure(0.0, 1.0)) == 0
    assert avspeech._rate(140, [(0.0, 0.35), (0.0, 0.5), (0.0, 0.6)]) == 0.5


def test_nothing_becomes_louder_than_the_loudest():
    assert louder(b"\xff\x7f\x01\x80", 4.0) == b"\xff\x7f\x01\x80"


def test_stopping_is_at_once(windows, mac):
    for engine in (windows, mac):
        pieces = engine.synthesise(TEXT, french(engine), 140)
        next(piece for piece in pieces if isinstance(piece, Sound))
        begun = time.monotonic()
        pieces.close()
        assert time.monotonic() - begun < 2
