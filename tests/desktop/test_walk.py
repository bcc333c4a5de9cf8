"""A person with the screen off: first start, search, walk, stop halfway, come back, sheet. Keyboard only."""

from __future__ import annotations

import os
import subprocess

import pytest

from .session import until


def test_a_person_finds_walks_stops_and_comes_back_by_keyboard_alone(program):
    eyes = program.eyes
    program.start()
    assert eyes.wait_focus("Bienvenue")["role"] == "heading"
    program.tab_to("Passer les questions")
    program.keys("space")
    eyes.wait_focus("Dites-le avec vos mots")

    program.type("j'ai perdu ma carte vitale")
    eyes.wait("1. Refaire ou mettre à jour sa carte Vitale", "push button")
    program.keys("Down")
    eyes.wait_focus("1. Refaire ou mettre à jour sa carte Vitale")
    program.keys("space")

    eyes.wait_focus("Refaire ou mettre à jour sa carte Vitale")
    program.tab_to("Commencer")
    program.keys("space")

    eyes.wait_focus("Que se passe-t-il avec votre carte Vitale")
    program.tab_to("Elle est perdue ou volée")
    program.keys("space")
    program.tab_to("Suivant")
    program.keys("space")
    eyes.wait_focus("Avez-vous un compte ameli qui marche")
    program.tab_to("Oui")
    program.keys("space")
    program.tab_to("Suivant")
    program.keys("space")

    eyes.wait_focus("Déclarer la perte ou le vol")
    assert "Étape 1 sur 4" in eyes.focused()["description"]
    program.tab_to("Ouvrez votre compte ameli.")
    program.keys("space")
    until(lambda: "checked" in eyes.focused()["states"], "the box is not ticked")
    program.tab_to("Date de la déclaration")
    program.type("24/11/2026")
    program.tab_to("Étape faite")
    program.keys("space")
    eyes.wait_focus("Commander la nouvelle carte")

    program.kill()
    program.start()

    eyes.wait_focus("Dites-le avec vos mots")
    assert eyes.wait("Refaire ou mettre à jour sa carte Vitale", "push button")["name"].endswith(
        "Étape 2 sur 4"
    )
    program.tab_to("Refaire ou mettre à jour sa carte Vitale")
    program.keys("space")
    eyes.wait_focus("Commander la nouvelle carte")
    program.tab_to("Avant")
    program.keys("space")
    eyes.wait_focus("Déclarer la perte ou le vol")
    assert "checked" in eyes.wait("Ouvrez votre compte ameli.", "check box")["states"]
    assert eyes.wait("Date de la déclaration", "text")["text"] == "24/11/2026"

    program.tab_to("Voir tout ce que j’ai fait")
    program.keys("space")
    eyes.wait_focus("Ce que vous avez fait")
    program.tab_to("Imprimer ce qui a été fait")
    program.keys("space")
    eyes.wait_focus("Fiche")
    texts = " ".join(node.get("text", "") for node in eyes.tree())
    assert "24 novembre 2026" in texts
    assert "☑ Ouvrez votre compte ameli." in texts


def test_what_is_typed_survives_a_power_cut_a_moment_later(welcomed):
    eyes = welcomed.eyes
    welcomed.start()
    welcomed.type("carte vitale")
    welcomed.keys("Down")
    eyes.wait_focus("1.")
    welcomed.keys("space")
    eyes.press("Commencer")
    eyes.wait_focus("Que se passe-t-il")
    eyes.press("Suivant")
    eyes.wait_focus("Avez-vous un compte")
    eyes.press("Suivant")
    eyes.wait_focus("Retrouver son compte")
    eyes.press("Étape faite")
    eyes.wait_focus("Déclarer la perte")
    welcomed.tab_to("Date de la déclaration")
    welcomed.type("3 mars")
    until(
        lambda: b"3 mars" in b"".join(p.read_bytes() for p in welcomed.home.glob("journeys.db*")), "not kept"
    )
    welcomed.kill()
    welcomed.start()
    eyes.press("Refaire ou mettre à jour")
    assert eyes.wait("Date de la déclaration", "text")["text"] == "3 mars"


def test_the_official_page_opens_in_the_browser_and_the_step_stays(welcomed, tmp_path):
    opened = tmp_path / "opened"
    browser = tmp_path / "bin" / "xdg-open"
    browser.parent.mkdir()
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    browser.chmod(0o755)
    welcomed.env["PATH"] = f"{browser.parent}{os.pathsep}{welcomed.env['PATH']}"
    eyes = welcomed.eyes
    welcomed.start()
    welcomed.type("carte vitale")
    welcomed.keys("Down")
    eyes.wait_focus("1.")
    welcomed.keys("space")
    eyes.press("Commencer")
    eyes.press("Suivant")
    eyes.wait_focus("Avez-vous")
    eyes.press("Suivant")
    eyes.press("Ouvrir assure.ameli.fr")
    until(opened.exists, "the browser was not opened")
    assert opened.read_text().strip() == "https://assure.ameli.fr"
    assert eyes.find("Retrouver son compte ameli", "heading")


def test_a_second_start_raises_the_first_window_and_ends(welcomed):
    welcomed.start()
    second = subprocess.run(
        [os.sys.executable, "-m", "dematassist", "gui"],
        env=welcomed.env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (second.returncode, second.stderr) == (0, "")
    assert "déjà ouvert" in second.stdout
    assert len(welcomed.windows()) == 1


@pytest.mark.parametrize("key", ["ctrl+t", "ctrl+b"])
def test_help_and_another_way_are_one_key_away_and_escape_comes_back(welcomed, key):
    welcomed.start()
    welcomed.eyes.wait_focus("Dites-le")
    welcomed.keys(key)
    welcomed.eyes.wait_focus("Parler à quelqu’un" if key == "ctrl+t" else "Ça ne marche pas")
    welcomed.keys("Escape")
    welcomed.eyes.wait_focus("Dites-le")


def test_f6_goes_round_the_three_places(welcomed):
    welcomed.start()
    welcomed.eyes.wait_focus("Dites-le")
    welcomed.keys("F6")
    welcomed.eyes.wait_focus("Écouter")
    welcomed.keys("F6")
    welcomed.eyes.wait_focus("Réglages")
    welcomed.keys("F6")
    welcomed.eyes.wait_focus("Dites-le")


def test_the_language_changes_live_and_the_page_is_mirrored(welcomed):
    eyes = welcomed.eyes
    welcomed.start()
    welcomed.keys("ctrl+comma")
    eyes.wait_focus("Texte et couleurs")
    left = eyes.wait("Retour", "push button")["box"][0]
    eyes.press("English", "radio button")
    eyes.wait("Back", "push button")
    eyes.press("العربية", "radio button")
    until(lambda: not eyes.find("Back", "push button"), "still in English")
    buttons = [node for node in eyes.tree() if node["role"] == "push button" and node["box"][1] < 100]
    assert max(node["box"][0] for node in buttons) > left + 500
