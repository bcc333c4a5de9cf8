"""What every engine keeps to: the real ones of this computer, those of other systems over behaving doubles of
their objects, and the one of the other tests."""

from __future__ import annotations

import math
import queue
import sys
from array import array
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dematassist.speech.child.messages import AskVoices, VoiceList
from dematassist.speech.engines import avspeech, espeak, order, pico, sapi5
from dematassist.speech.engines.driver import DriverEngine
from dematassist.speech.engines.engine import Engine, EngineError, Sound, Voice, WordMark
from dematassist.speech.transport import ChildProcess, child_command
from tests.speech.engines import fake_com, fake_objc
from tests.speech.tones import Tones

TEXT = (
    "Vous pouvez demander une nouvelle carte sur internet. Ouvrez votre compte et choisissez commander "
    "une carte. Prenez une photo récente et votre pièce d’identité. Gardez bien le numéro de la "
    "demande. La réponse arrive en deux semaines environ. Si rien ne vient, appelez le service ou allez "
    "au guichet. Une personne vous aide gratuitement à France Services, près de chez vous. Apportez "
    "tous vos papiers. Demandez toujours le nom de la personne qui vous répond et notez la date. Vous "
    "avez le droit de demander un rendez-vous. Ne donnez jamais votre code secret à quelqu’un d’autre. "
    "Tout va bien se passer."
)


def _pico() -> Engine:
    pytest.importorskip("py_nanotts", reason="Pico (py-nanotts) has no wheel for this computer")
    return DriverEngine("pico", pico)


def _sapi5() -> Engine:
    with mock.patch.dict(sys.modules, fake_com.modules()):
        return DriverEngine("sapi5", sapi5)


def _avspeech() -> Engine:
    mock.patch.object(avspeech, "_pointer", fake_objc.pointer).start()
    with mock.patch.dict(sys.modules, fake_objc.modules()):
        return DriverEngine("avspeech", avspeech)


REAL = {"espeak": lambda: DriverEngine("espeak", espeak), "pico": _pico}
ELSEWHERE = {"sapi5": _sapi5, "avspeech": _avspeech}
MAKERS = {**REAL, **ELSEWHERE, "tones": Tones}
_made: dict[str, Engine] = {}


def made(name: str) -> Engine:
    # A library cannot be started twice in a process.
    if name not in _made:
        _made[name] = MAKERS[name]()
    return _made[name]


@pytest.fixture(params=MAKERS)
def engine(request) -> Engine:
    return made(request.param)


@pytest.fixture(params=[*REAL, *ELSEWHERE])
def levelled_engine(request) -> Engine:
    """The engines whose speed and loudness our drivers set."""
    return made(request.param)


def french(engine: Engine) -> Voice:
    return next(voice for voice in engine.voices() if voice.lang == "fr")


def heard(engine: Engine, text: str, rate: int = 140, voice: Voice | None = None):
    """Return the samples, their rate and the marks; check that each mark comes before its sound."""
    samples, hertz, marks = b"", 0, []
    for piece in engine.synthesise(text, voice or french(engine), rate):
        if isinstance(piece, Sound):
            assert hertz in (0, piece.rate_hz)
            assert len(piece.samples) % 2 == 0
            samples, hertz = samples + piece.samples, piece.rate_hz
        else:
            assert isinstance(piece, WordMark)
            assert piece.at_seconds >= len(samples) / 2 / max(hertz, 1) - 0.06 if hertz else True
            marks.append(piece)
    return array("h", samples), hertz, marks


def test_it_has_a_french_voice_of_its_own_name(engine):
    assert french(engine).engine == engine.name
    assert all(voice.lang in {"fr", "en", "ar"} for voice in engine.voices())


def test_words_come_in_order_inside_the_text_and_the_sound(engine):
    text = "L’adresse de l’accueil : 12 rue de la Paix, 75002 Paris."
    samples, hertz, marks = heard(engine, text)
    assert len(samples) > hertz
    places = [(mark.span.start, mark.at_seconds) for mark in marks]
    assert places == sorted(places)
    assert len({start for start, _at in places}) == len(places)
    for mark in marks:
        assert 0 <= mark.span.start < mark.span.end <= len(text)
        assert 0 <= mark.at_seconds <= len(samples) / hertz
        word = text[mark.span.start : mark.span.end]
        assert " " not in word
    assert text[marks[0].span.start : marks[0].span.end] == "L’adresse"


def test_it_speaks_as_fast_as_it_is_asked_to(levelled_engine):
    words = len(TEXT.split())
    for rate, tolerance in ((140, 0.1), (200, 0.12)):
        samples, hertz, _marks = heard(levelled_engine, TEXT, rate)
        assert words / (len(samples) / hertz / 60) == pytest.approx(rate, rel=tolerance)


def test_every_voice_is_as_loud_as_the_others(levelled_engine):
    samples, _hertz, _marks = heard(levelled_engine, TEXT)
    level = 20 * math.log10(math.sqrt(sum(s * s for s in samples) / len(samples)) / 32768)
    assert level == pytest.approx(-20, abs=1)


@pytest.mark.parametrize("text", ["", " ", "…", "— • →", "\x00", "😀", "\u200b", "\n\n"])
def test_nothing_to_say_is_no_error(engine, text):
    _samples, _hertz, marks = heard(engine, text)
    assert len(marks) <= len(text.split())


@pytest.mark.parametrize(
    "text", ["a\x00b c", "é" * 200, "x" * 300, "Nain\u0302 \U0001f600 fin", "36 46 " * 40]
)
def test_odd_texts_are_spoken(engine, text):
    samples, _hertz, marks = heard(engine, text)
    assert len(samples) > 0
    assert all(mark.span.end <= len(text) for mark in marks)


def test_abandoning_is_at_once_and_harms_nothing(engine):
    for _number in range(3):
        pieces = engine.synthesise(TEXT, french(engine), 140)
        next(piece for piece in pieces if isinstance(piece, Sound))
        pieces.close()
    samples, _hertz, marks = heard(engine, "Bonjour à tous.")
    assert len(samples) > 0
    assert len(marks) >= 2


def test_a_voice_of_another_engine_is_refused(levelled_engine):
    with pytest.raises(EngineError):
        heard(levelled_engine, "Bonjour.", voice=Voice("other", "en-XX", "Nobody", "fr"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40))
def test_whatever_is_asked_the_library_survives(text):
    engine = made("espeak")
    _samples, _hertz, marks = heard(engine, text)
    assert all(0 <= mark.span.start < mark.span.end <= len(text) for mark in marks)


def test_the_engines_of_this_computer_are_there_the_better_first():
    told: queue.SimpleQueue = queue.SimpleQueue()
    child = ChildProcess(child_command(), told.put)
    child.send(AskVoices())
    while not isinstance(event := told.get(timeout=20), VoiceList):
        pass
    child.close()
    names = list(dict.fromkeys(voice.engine for voice in event.voices))
    assert names == [name for name in order.order() if name in names]
    assert "espeak" in names


def test_an_engine_that_is_not_there_cannot_be_made(monkeypatch):
    def absent(_proxy):
        raise EngineError("no library")

    monkeypatch.setattr(espeak, "buildDriver", absent)
    with pytest.raises(EngineError):
        order.makers()["espeak"]()


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("win32", ("sapi5", "pico", "espeak")),
        ("darwin", ("avspeech", "espeak")),
        ("linux", ("pico", "espeak")),
        ("freebsd14", ("pico", "espeak")),
    ],
)
def test_the_voice_a_system_brings_comes_before_the_others(platform, names):
    assert order.order(platform) == names


@pytest.mark.parametrize("name", ["sapi5", "avspeech"])
def test_the_voices_of_other_systems_cannot_be_made_here(name, monkeypatch):
    monkeypatch.setattr(order, "order", lambda: ("sapi5", "avspeech"))
    with pytest.raises(EngineError):
        order.makers()[name]()
