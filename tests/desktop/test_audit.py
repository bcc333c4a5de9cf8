"""The tree of every page, from outside; and a program with faults, which the same audit must find."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .audit import audit
from .program import Program
from .session import until

TOYS = Path(__file__).with_name("toys")


def test_no_page_has_anything_wrong_from_outside(welcomed):
    eyes = welcomed.eyes
    welcomed.start()
    wrong = {}

    def look(page: str) -> None:
        found = audit(eyes.tree())
        if found:
            wrong[page] = found

    eyes.wait_focus("Dites-le")
    look("home")
    welcomed.type("carte vitale")
    eyes.wait("1.", "push button")
    look("results")
    eyes.press("1.")
    eyes.wait_focus("Refaire ou mettre")
    look("before")
    eyes.press("Voir les sources")
    eyes.wait_focus("Sources")
    look("sources")
    eyes.press("Retour")
    eyes.wait_focus("Refaire ou mettre")
    eyes.press("Commencer")
    eyes.wait_focus("Que se passe-t-il")
    look("question")
    eyes.press("Suivant")
    eyes.wait_focus("Avez-vous")
    eyes.press("Suivant")
    eyes.wait_focus("Retrouver")
    eyes.press("Étape faite")
    eyes.wait_focus("Déclarer")
    look("step")
    for name, heading in (
        ("Parler à quelqu’un", "Parler à quelqu’un"),
        ("Ça ne marche pas", "Ça ne marche pas"),
        ("Réglages", "Texte et couleurs"),
        ("Expliquer", "À quoi sert"),
    ):
        eyes.press(name)
        eyes.wait_focus(heading)
        look(name)
    eyes.press("Accueil")
    eyes.wait_focus("Dites-le")
    eyes.press("Refaire ou mettre à jour")
    eyes.wait_focus("Déclarer")
    eyes.press("Voir tout")
    eyes.wait_focus("Ce que vous avez fait")
    look("recap")
    eyes.press("Imprimer ce qui a été fait")
    eyes.wait_focus("Fiche")
    look("sheet")
    assert wrong == {}


SEEDED = [
    "2 times: push button 'Supprimer'",
    "2 times: the access key Alt+S",
    "a window that says it is a filler: 'DematAssist toy'",
    "an empty list item",
    "an image without words",
    "markup read aloud: push button '<b>Aide</b> en ligne'",
    "no label: combo box",
    "no label: text 'Ville'",
    "no name: combo box",
    "no name: push button",
    "off the screen: push button 'Loin'",
    "smaller than 44 px: push button 'Petit' 40×20",
    "takes the focus as a label: 'Guide'",
]
"""What the toy has wrong, and nothing else."""


def test_each_seeded_fault_is_found_and_no_other(program):
    program.start(command=[sys.executable, str(TOYS / "faults.py")])
    wrong = audit(program.eyes.tree())
    assert [said for said in SEEDED if not any(line.startswith(said) for line in wrong)] == []
    assert [line for line in wrong if not line.startswith(tuple(SEEDED))] == []


def test_a_clean_window_has_nothing_wrong(program):
    program.start(command=[sys.executable, str(TOYS / "clean.py")])
    assert audit(program.eyes.tree()) == []


def test_what_is_announced_is_heard(program):
    program.start(command=[sys.executable, str(TOYS / "clean.py")])
    program.eyes.listen()
    program.eyes.press("Enregistrer")
    heard = []
    until(lambda: heard.extend(program.eyes.heard()) or heard, "nothing was heard")
    assert {"event": "announcement", "said": "C’est enregistré."} in heard


def test_a_line_on_standard_error_fails_the_test(desktop_env, tmp_path):
    noisy = Program(desktop_env, tmp_path / "own")
    code = "import sys, runpy; print('oh', file=sys.stderr); runpy.run_path(sys.argv.pop(1))"
    noisy.start(command=[sys.executable, "-c", code, str(TOYS / "clean.py")])
    with pytest.raises(AssertionError, match="oh"):
        noisy.close()


def test_an_open_port_fails_the_test(desktop_env, tmp_path):
    listening = Program(desktop_env, tmp_path / "own")
    code = (
        "import socket, sys, runpy; s = socket.create_server(('127.0.0.1', 0)); "
        "runpy.run_path(sys.argv.pop(1))"
    )
    listening.start(command=[sys.executable, "-c", code, str(TOYS / "clean.py")])
    with pytest.raises(AssertionError, match="tcp"):
        listening.close()
