"""What a page says, saved as a sound file with the voice of this computer."""

from __future__ import annotations

import re
import wave

import pytest

from dematassist.speech.commands import voices
from dematassist.ui import routes
from dematassist.ui.listening.texts import heard_texts
from dematassist.ui.widgets.buttons import Button

from .conftest import begin, stock
from .test_listening import settle


@pytest.fixture(autouse=True, scope="module")
def _voice():
    if not voices("fr"):
        pytest.skip("no French voice on this computer: neither libespeak-ng1 nor py-nanotts")


@pytest.fixture(params=["step", "guide", "every step of a guide", "official sheet"])
def to_take_away(request, window, readers):
    """A window at what a person would take away as a sound."""
    journey = begin(window, motif="perdue", compte="oui")
    if request.param == "official sheet":
        stock(window)
    window.go(
        {
            "step": routes.Walk(journey),
            "guide": routes.Before("carte-vitale"),
            "every step of a guide": routes.Sheet(routes.SheetKind.PREPARATION, "carte-vitale"),
            "official sheet": routes.OfficialSheet("F1"),
        }[request.param]
    )
    settle()
    return window


def test_a_step_a_guide_and_a_sheet_are_saved_as_sound_with_progress(
    to_take_away, tmp_path, monkeypatch, qtbot
):
    window, target = to_take_away, tmp_path / "son.wav"
    monkeypatch.setattr("dematassist.ui.listening.saving.choose_where_to_save", lambda *_given: str(target))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    told = []
    say_instead = window.notice_bar.say_instead
    monkeypatch.setattr(
        window.notice_bar, "say_instead", lambda words: (told.append(words), say_instead(words))
    )
    window.listener().save()
    qtbot.waitUntil(lambda: "enregistré" in window.notice_bar.accessibleName(), timeout=120_000)
    percents = [int(re.search(r"(\d+)", words)[1]) for words in told]
    assert percents == sorted(percents)
    assert len(set(percents)) > 3
    letters = sum(
        len(text.passage.text) for text in heard_texts((window.page.widget(),), "fr") if text.passage
    )
    with wave.open(str(target)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
    # A voice at its usual speed says ten to twenty letters a second; numbers and sigles take longer.
    assert letters / 22 < seconds < letters / 6
    assert [path.name for path in tmp_path.iterdir() if "son" in path.name] == ["son.wav"]


def test_saving_can_be_stopped_in_the_middle_and_leaves_nothing(to_take_away, tmp_path, monkeypatch, qtbot):
    window = to_take_away
    monkeypatch.setattr(
        "dematassist.ui.listening.saving.choose_where_to_save", lambda *_given: str(tmp_path / "son.wav")
    )
    window.listener().save()
    qtbot.waitUntil(lambda: any("son.wav" in path.name for path in tmp_path.iterdir()), timeout=60_000)
    (stop,) = [control for control in window.notice_bar.controls() if isinstance(control, Button)]
    stop.click()
    window.tasks.close()
    settle()
    assert [path.name for path in tmp_path.iterdir() if "son" in path.name] == []
    assert "Aucun fichier" in window.notice_bar.accessibleName()


def test_changing_one_s_mind_writes_nothing(to_take_away, tmp_path, monkeypatch):
    monkeypatch.setattr("dematassist.ui.listening.saving.choose_where_to_save", lambda *_given: "")
    to_take_away.listener().save()
    assert list(tmp_path.glob("*.wav")) == []
