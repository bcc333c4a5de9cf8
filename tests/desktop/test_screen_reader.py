"""A person who hears the screen: what Orca says from home to a step, and our voice beside it."""

from __future__ import annotations

import pytest

from tests.speech.sound import MISSING as NO_SOUND
from tests.speech.sound import Recording, Server

from .screen_reader import MISSING, ScreenReader
from .session import until

_LACKING = [*MISSING, *NO_SOUND]
pytestmark = pytest.mark.skipif(bool(_LACKING), reason=f"needs {', '.join(_LACKING)}")


@pytest.fixture
def recording(tmp_path):
    """What our voice plays: Orca's has another way out."""
    server = Server(tmp_path / "pulse")
    server.start()
    made = Recording(server.address)
    yield made
    made.close()
    server.kill()


@pytest.fixture
def orca(welcomed, recording, tmp_path):
    welcomed.env["PULSE_SERVER"] = f"unix:{tmp_path / 'pulse' / 'native'}"
    made = ScreenReader(welcomed.env, tmp_path / "orca")
    made.start()
    yield made
    made.close()


def tab(program, orca) -> None:
    """Press Tab and hear the name of where it leads."""
    before = program.eyes.focused().get("path")
    program.keys("Tab")
    until(lambda: program.eyes.focused().get("path", before) != before, "Tab goes nowhere")
    orca.hears(" ".join(program.eyes.focused()["name"].split()))


def move_to(program, orca, name: str) -> None:
    """Press Tab until Orca names ``name``, one stop at a time, as a person who listens does."""
    for _stop in range(40):
        if program.eyes.focused()["name"].startswith(name):
            return
        tab(program, orca)
    raise AssertionError(f"Tab never reaches {name!r}")


def test_a_step_is_found_and_heard_with_orca_and_two_voices_never_talk_at_once(welcomed, orca, recording):
    eyes = welcomed.eyes
    welcomed.start()
    orca.hears("Accueil — DematAssist frame")
    orca.hears("Dites-le avec vos mots text")
    welcomed.type("carte vitale perdue")
    orca.hears("réponses")
    welcomed.keys("Down")
    orca.hears("1. Refaire ou mettre à jour sa carte Vitale. Vous déclarez la perte")
    welcomed.keys("space")
    orca.hears("Refaire ou mettre à jour sa carte Vitale heading")
    move_to(welcomed, orca, "Commencer")
    welcomed.keys("space")
    orca.hears("Que se passe-t-il avec votre carte Vitale ? heading")
    move_to(welcomed, orca, "Elle est perdue ou volée")
    welcomed.keys("space")
    orca.hears("selected")
    move_to(welcomed, orca, "Suivant")
    welcomed.keys("space")
    orca.hears("Avez-vous un compte ameli qui marche ? heading")
    move_to(welcomed, orca, "Oui")
    welcomed.keys("space")
    move_to(welcomed, orca, "Suivant")
    welcomed.keys("space")
    orca.hears("Déclarer la perte ou le vol heading")
    orca.hears("Étape 1 sur 4. Sur internet.")
    move_to(welcomed, orca, "Ouvrez votre compte ameli.")
    welcomed.keys("space")
    orca.hears("checked")
    move_to(welcomed, orca, "Attention")
    orca.hears("Dès la déclaration, l’ancienne carte ne marche plus.")

    # Our voice was silent until now: the person has not chosen it.
    assert recording.heard() == []
    welcomed.keys("ctrl+l")
    orca.hears("Écouter quand même avec cette voix push button")
    orca.hears("Un lecteur d’écran est déjà en marche.")
    until(orca.is_quiet, "Orca does not end")
    assert recording.heard() == []

    # The person chooses: one voice, then the other, and no mark is told.
    before = welcomed.picture()
    welcomed.keys("space")
    orca.hears("Pause push button")
    until(recording.heard, "our voice says nothing", 20)
    assert orca.is_quiet()
    eyes.listen("object:text-caret-moved", "object:text-changed", "object:text-selection-changed")
    eyes.listen("object:text-attributes-changed", "object:visible-data-changed", "object:state-changed")
    eyes.listen("object:bounds-changed", "object:children-changed", "object:property-change")
    eyes.heard()
    until(lambda: len(recording.heard(0.15)) > 3, "our voice does not go on", 30)
    assert welcomed.picture().tobytes() != before.tobytes()
    assert eyes.heard() == []
    welcomed.keys("Escape")
    back = orca.hears("Écouter")
    ours = recording.heard()
    assert ours[-1].start < back.begun
    at_once = [
        (said, heard)
        for said in orca.said()[:-1]
        for heard in ours
        if said.ended is not None and said.begun < heard.end and heard.start < said.ended
    ]
    assert at_once == []
