"""Round each page by Tab alone; and round windows where it goes wrong, which the same walk must tell."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .keyboard import walk_round
from .program import until

TOYS = Path(__file__).with_name("toys")


def test_tab_goes_round_every_page_and_the_focus_is_always_seen(welcomed):
    eyes = welcomed.eyes
    welcomed.start()
    wrong = {}

    def round_of(page: str) -> None:
        walk = walk_round(welcomed)
        assert {"push button 'Parler à quelqu’un'", "push button 'Ça ne marche pas'"} <= set(walk.stops)
        if walk.wrong:
            wrong[page] = walk.wrong

    eyes.wait_focus("Dites-le")
    round_of("home")
    eyes.ask(do="focus", name="Dites-le", role="text")
    welcomed.type("carte vitale")
    eyes.wait("1.", "push button")
    eyes.press("1.")
    eyes.wait_focus("Refaire ou mettre")
    round_of("before")
    eyes.press("Commencer")
    eyes.wait_focus("Que se passe-t-il")
    round_of("question")
    eyes.press("Suivant")
    eyes.wait_focus("Avez-vous")
    eyes.press("Suivant")
    eyes.wait_focus("Retrouver")
    eyes.press("Étape faite")
    eyes.wait_focus("Déclarer")
    round_of("step")
    for name, heading in (
        ("Parler à quelqu’un", "Parler à quelqu’un"),
        ("Ça ne marche pas", "Ça ne marche pas"),
        ("Réglages", "Texte et couleurs"),
    ):
        eyes.press(name)
        eyes.wait_focus(heading)
        round_of(name)
    assert wrong == {}


@pytest.mark.parametrize("key", ["Return", "KP_Enter", "space"])
def test_a_button_and_a_choice_are_pressed_by_enter_as_by_the_space_bar(welcomed, key):
    welcomed.start()
    welcomed.eyes.wait_focus("Dites-le")
    welcomed.tab_to("Réglages")
    welcomed.keys(key)
    welcomed.eyes.wait_focus("Texte et couleurs")
    welcomed.tab_to("Règle de lecture")
    assert "checked" not in welcomed.eyes.focused()["states"]
    welcomed.keys(key)
    until(lambda: "checked" in welcomed.eyes.focused()["states"], "the box is not checked")


def test_the_walk_finds_nothing_wrong_in_a_clean_window(program):
    program.start(command=[sys.executable, str(TOYS / "clean.py")])
    walk = walk_round(program)
    assert walk.wrong == []
    assert walk.stops == [
        "text 'Nom'", "combo box 'Ville'", "check box 'Je suis d’accord'", "push button 'Enregistrer'"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("trap", "a trap: Tab does not leave text 'Note'"),
        ("unreached", "never reached: push button 'Trois'"),
        ("invisible", "the focus is hard to see: push button 'Deux', a line of 0.0 px"),
        ("weak", "the focus is hard to see: push button 'Deux', a line of 0.0 px"),
        ("order", "jumps back up: from push button 'Quatre' to push button 'Deux'"),
    ],
)
def test_the_walk_tells_what_goes_wrong(program, fault, said):
    program.start(command=[sys.executable, str(TOYS / "keyboard_faults.py"), fault])
    wrong = walk_round(program).wrong
    assert said in wrong
    kinds = {line.split(":")[0] for line in wrong}
    assert kinds <= {said.split(":")[0]} | ({"never reached"} if fault == "trap" else set())
