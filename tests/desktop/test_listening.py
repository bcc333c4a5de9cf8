"""The program heard: from « Écouter » to real sound on a speaker that nobody hears, and silence at Escape."""

from __future__ import annotations

import time

import pytest

from tests.speech.sound import MISSING, Recording, Server

from .session import until

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"real sound needs {', '.join(MISSING)}")


@pytest.fixture
def server(tmp_path):
    made = Server(tmp_path / "pulse")
    made.start()
    yield made
    made.kill()


def test_a_page_is_heard_beside_a_screen_reader_and_silenced_at_escape(welcomed, server):
    eyes = welcomed.eyes
    welcomed.env["PULSE_SERVER"] = server.address
    welcomed.start()
    eyes.wait_focus("Dites-le")
    eyes.listen()
    recording = Recording(server.address)
    try:
        welcomed.keys("ctrl+l")
        # This desktop says that a screen reader runs: the person chooses who reads.
        eyes.press("Écouter quand même")
        until(recording.heard, "no sound", 20)
        eyes.wait("Pause", "push button")
        eyes.wait("Phrase d’après", "push button")
        time.sleep(1.5)
        # No mark is told to a screen reader.
        assert [event for event in eyes.heard() if event["event"].startswith("object:text")] == []
        welcomed.keys("Escape")
        stopped = time.monotonic()
        eyes.wait("Écouter", "push button")
        time.sleep(1)
        assert recording.heard()[-1].end < stopped + 0.5
    finally:
        recording.close()


def test_without_a_speaker_the_person_is_told_and_the_rest_works(welcomed, tmp_path):
    eyes = welcomed.eyes
    welcomed.env |= {"PULSE_SERVER": f"unix:{tmp_path / 'nobody'}", "ALSA_CONFIG_PATH": "/dev/null"}
    welcomed.start()
    eyes.wait_focus("Dites-le")
    eyes.press("Écouter")
    eyes.press("Écouter quand même")
    eyes.wait("Aucun haut-parleur", seconds=30)
    eyes.ask(do="focus", name="Dites-le", role="text")
    eyes.wait_focus("Dites-le")
    welcomed.type("carte vitale")
    eyes.wait("1.", "push button")
