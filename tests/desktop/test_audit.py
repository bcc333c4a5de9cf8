"""The tree of every page, from outside; and a program with faults, which the same audit must find."""

from __future__ import annotations

import sys
from pathlib import Path

from .audit import audit

TOY = Path(__file__).with_name("toy_with_faults.py")


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


def test_a_program_with_faults_is_found_out(program):
    program.start(command=[sys.executable, str(TOY)])
    said = "\n".join(audit(program.eyes.tree()))
    assert "no name: push button" in said
    assert "2 times: push button 'Supprimer'" in said
    assert "no label: text" in said
    assert "smaller than 44 px" in said
