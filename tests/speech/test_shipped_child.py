"""The child as it is shipped, with the voices of this computer and the words of the program."""

from __future__ import annotations

import pytest

from dematassist.speech import audio_file
from dematassist.speech.commands import voices
from dematassist.speech.model import Failed, Idle, Kind, Passage
from dematassist.speech.reader import Reader

PAGE = [
    Passage("title", "Carte Vitale", "fr", Kind.TITLE),
    Passage("step", "Appelez la CPAM au 36 46. Apportez l’attestation de 12,50 €.", "fr", Kind.STEP),
    Passage("mute", "•", "fr", Kind.ITEM),
]


@pytest.fixture(scope="module")
def french() -> list:
    found = list(voices("fr"))
    if not found:
        pytest.skip("no French voice on this computer: neither libespeak-ng1 nor py-nanotts")
    return found


def test_every_french_voice_reads_a_page_to_its_end(french, listener, recording):
    for number, voice in enumerate({voice.engine: voice for voice in reversed(french)}.values(), start=1):
        reader = Reader(listener, patience_seconds=15)
        reader.set_speed(1.8)
        reader.set_voice(voice)
        reader.read(PAGE)
        listener.wait_for(Idle, number, seconds=40)
        reader.close()
        assert not [state for state in listener.states if isinstance(state, Failed)]
        shown = listener.words(PAGE)
        for word in ("Carte", "Vitale", "Appelez", "CPAM", "l’attestation"):
            assert shown.count(word) == number, (voice, shown)
        assert not [word for word in shown if word != word.strip()]


def test_a_page_is_saved_with_the_voice_of_this_computer(french, no_speaker, tmp_path):
    seconds = audio_file.save(PAGE, tmp_path / "page.wav")
    slow = audio_file.save(PAGE, tmp_path / "slow.wav", speed=0.6)
    assert 3 < seconds < slow
