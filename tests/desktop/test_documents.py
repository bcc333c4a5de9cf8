"""A person with the screen off: make the folder, add a paper, see it in a guide, send it, close, recover."""

from __future__ import annotations

import subprocess
import unicodedata

import pypdfium2
import pytest

from tests.copies import samples

from .audit import audit
from .session import until

SECONDS = 30


def bare(text: str) -> str:
    """Return a text as a keyboard without accents types it."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def choose(program, name: str) -> None:
    """Go to a button with Tab, and press it."""
    program.tab_to(name, limit=120)
    program.keys("space")


def cover_screen(program) -> None:
    """Say on the bus of the session what a screen saver says when it locks the screen."""
    subprocess.run(
        [
            *("gdbus", "emit", "--session", "--object-path", "/org/freedesktop/ScreenSaver"),
            *("--signal", "org.freedesktop.ScreenSaver.ActiveChanged", "true"),
        ],
        env=program.env,
        check=True,
    )


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "carte.pdf"
    path.write_bytes(samples.letter(2))
    return path


def test_a_folder_is_made_filled_used_closed_and_recovered_by_keyboard_alone(welcomed, paper, tmp_path):
    eyes = welcomed.eyes
    wrong = {}

    def look(page: str) -> None:
        found = audit(eyes.tree())
        if found:
            wrong[page] = found

    welcomed.start()
    eyes.wait_focus("Dites-le")
    choose(welcomed, "Mes documents")
    eyes.wait_focus("Mes documents")
    look("no folder")
    choose(welcomed, "Créer mon dossier chiffré")
    eyes.wait_focus("Créer mon dossier chiffré")
    look("password")
    password = bare(eyes.wait("Mot de passe du dossier", "text")["text"])
    assert len(password.split()) == 6
    choose(welcomed, "Suivant")
    eyes.wait_focus("Gardez votre feuille", SECONDS)
    look("sheet")
    listed = eyes.wait("Les douze mots", "text")["text"].splitlines()
    words = {line.split(". ")[0]: bare(line.split(". ")[1]) for line in listed}
    assert len(words) == 12
    choose(welcomed, "J’ai ma feuille")
    eyes.wait_focus("Deux mots de votre feuille")
    look("two words")
    fields = [n["name"] for n in eyes.tree() if n["role"] == "text" and n["name"].startswith("Mot numéro")]
    for name in sorted(fields, key=lambda name: int(name.split()[2])):
        welcomed.tab_to(name)
        welcomed.type(words[name.split()[2]])
    choose(welcomed, "Créer le dossier")
    eyes.wait_focus("Mes documents", SECONDS)

    choose(welcomed, "Ajouter des papiers")
    until(lambda: len(welcomed.windows()) > 1 or eyes.focused()["role"] == "text", "no dialog of files")
    welcomed.type(str(paper))
    welcomed.keys("Return")
    eyes.wait_focus("carte.pdf", SECONDS)
    look("one paper")
    welcomed.tab_to("Sorte de papier")
    welcomed.type("piece")
    choose(welcomed, "Pièce d’identité")
    choose(welcomed, "Garder ces informations")
    eyes.wait_focus("Mes documents", SECONDS)
    look("papers")
    welcomed.tab_to("Rechercher un papier")
    welcomed.type("piece identitte")
    eyes.wait("1 papier trouv", seconds=SECONDS)
    welcomed.type("zzz")
    eyes.wait("Aucun papier trouv", seconds=SECONDS)
    look("nothing found")
    welcomed.keys("Escape")
    eyes.wait("1. carte.pdf", "push button", SECONDS)
    assert eyes.focused()["name"].startswith("Rechercher un papier")

    cover_screen(welcomed)
    eyes.wait("Ouvrir le dossier", "push button", SECONDS)
    eyes.wait("L’ordinateur s’est verrouill")
    assert not eyes.find("1. carte.pdf")
    welcomed.tab_to("Mot de passe du dossier")
    welcomed.type(password)
    welcomed.keys("Return")
    eyes.wait("1. carte.pdf", "push button", SECONDS)

    welcomed.keys("ctrl+k")
    eyes.wait_focus("Dites-le")
    welcomed.type("carte vitale")
    eyes.wait("1. ", "push button")
    welcomed.keys("Down")
    eyes.wait_focus("1. ")
    welcomed.keys("space")
    eyes.wait("Vous avez 1 papier sur 3.")

    welcomed.keys("alt+Home")
    eyes.wait_focus("Dites-le")
    choose(welcomed, "Mes documents")
    eyes.wait_focus("Mes documents")
    choose(welcomed, "1. carte.pdf")
    eyes.wait_focus("carte.pdf")
    choose(welcomed, "Préparer un fichier à envoyer")
    eyes.wait_focus("Préparer le fichier à envoyer", SECONDS)
    look("to send")
    choose(welcomed, "Faire la copie")
    eyes.wait_focus("Regardez votre copie", SECONDS)
    eyes.wait("Image de la page 1", "image")
    look("the copy")
    choose(welcomed, "Enregistrer la copie")
    target = tmp_path / "envoi.pdf"
    until(lambda: len(welcomed.windows()) > 1 or eyes.focused()["role"] == "text", "no dialog of files")
    welcomed.keys("ctrl+a")
    welcomed.type(str(target))
    welcomed.keys("Return")
    until(target.exists, "the copy was not saved")
    eyes.wait_focus("Que faire maintenant", SECONDS)
    with pypdfium2.PdfDocument(target.read_bytes()) as saved:
        assert len(saved) == 2

    welcomed.keys("alt+Home")
    eyes.wait_focus("Dites-le")
    choose(welcomed, "Mes documents")
    eyes.wait_focus("Mes documents")
    choose(welcomed, "Fermer le dossier")
    eyes.wait("Ouvrir le dossier", "push button")
    look("closed")
    choose(welcomed, "J’ai oublié le mot de passe")
    eyes.wait_focus("J’ai oublié le mot de passe")
    look("recovery")
    welcomed.tab_to("Les douze mots")
    welcomed.type(" ".join(words[str(number)] for number in range(1, 13)))
    welcomed.tab_to("Un autre mot de passe")
    welcomed.type("un tout autre mot de passe")
    choose(welcomed, "Ouvrir avec ces mots")
    eyes.wait("1. carte.pdf", "push button", SECONDS)
    assert wrong == {}
