"""A report with the screen off and a real hub: one click, sent when the hub is back, shown back, reopened."""

from __future__ import annotations

import re
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.hub.running import Hub
from tests.hub.test_improvement import Coordinator

from .audit import audit
from .keyboard import walk_round
from .session import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .program import Program

pytestmark = pytest.mark.loopback


@contextmanager
def running(database: str, folder, port: int = 0) -> Iterator[Hub]:
    hub = Hub(database, folder, port)
    try:
        yield hub
    finally:
        hub.stop(signal.SIGKILL)


def texts(program: Program) -> str:
    try:
        return "\n".join(node.get("text", "") for node in program.eyes.tree())
    except RuntimeError:
        # Something went away while the tree was read: the page is changing.
        return ""


def shows(program: Program, words: str) -> None:
    until(lambda: words in texts(program), f"nothing says {words!r}", 15)


def join(program: Program, hub: Hub) -> None:
    eyes = program.eyes
    program.keys("ctrl+b")
    eyes.wait_focus("Ça ne marche pas")
    eyes.press("Voir mes signalements")
    eyes.wait_focus("Mes signalements")
    eyes.press("Rejoindre ou quitter un service")
    eyes.wait_focus("Où vont les signalements")
    program.tab_to("Adresse du service")
    program.type(f"http://127.0.0.1:{hub.port}")
    program.tab_to("Code, pour une seule fois")
    program.type(hub.code().lower())
    eyes.press("Rejoindre")
    eyes.wait("Cet ordinateur a rejoint le service de signalements")


def walk_to_the_order(program: Program) -> None:
    eyes = program.eyes
    eyes.press("Accueil")
    eyes.wait_focus("Dites-le")
    program.type("carte vitale")
    eyes.press("1. Refaire")
    eyes.press("Commencer")
    eyes.press("Elle est perdue ou volée", "radio button")
    eyes.press("Suivant")
    eyes.wait_focus("Avez-vous")
    eyes.press("Oui", "radio button")
    eyes.press("Suivant")
    eyes.wait_focus("Déclarer la perte")
    eyes.press("Étape faite")
    eyes.wait_focus("Commander la nouvelle carte")


def report_by_keyboard(program: Program) -> None:
    eyes = program.eyes
    program.keys("ctrl+b")
    eyes.wait_focus("Ça ne marche pas")
    program.tab_to("Un message d’erreur")
    program.keys("space")
    eyes.wait_focus("C’est noté")
    program.tab_to("Voir ce qui partirait, et l’envoyer")
    program.keys("space")
    eyes.wait_focus("Ce qui partirait")
    assert '"step_id":"commander"' in texts(program)
    program.tab_to("Envoyer plus tard")
    program.keys("space")
    eyes.wait_focus("Mes signalements")


def test_a_report_leaves_when_the_hub_is_back_comes_back_on_its_step_and_reopens(welcomed, tmp_path):
    eyes, database = welcomed.eyes, f"sqlite:///{tmp_path / 'hub.db'}"
    welcomed.start()
    eyes.wait_focus("Dites-le")
    with running(database, tmp_path) as hub:
        join(welcomed, hub)
    walk_to_the_order(welcomed)
    report_by_keyboard(welcomed)
    eyes.wait("Pas de connexion pour l’instant")
    shows(welcomed, "Attend de partir depuis aujourd’hui")

    with running(database, tmp_path, hub.port) as hub:
        eyes.press("Essayer d’envoyer maintenant")
        shows(welcomed, "Envoyé et reçu le")
        coordinator = Coordinator(hub)
        found = re.search(r"/fr/moderation(/incidents/[^\"]+)", coordinator.http.get("/fr/moderation").text)
        assert found
        assert coordinator.post(found[1], stage="confirmed") == 303
        way_round = "Appelez le 36 46."
        coordinator.post(found[1], do="publish", way_round=way_round, shown_until="2999-01-01")
        eyes.press("Essayer d’envoyer maintenant")
        shows(welcomed, "Confirmé")
        eyes.press("Accueil")
        eyes.press("Refaire ou mettre à jour")
        eyes.wait_focus("Commander la nouvelle carte")
        shows(welcomed, "Problème connu depuis le")
        shows(welcomed, f"En attendant\u00a0: {way_round}")

        for stage in ("sent", "answered", "fixed"):
            assert coordinator.post(found[1], stage=stage) == 303
        welcomed.keys("ctrl+b")
        eyes.wait_focus("Ça ne marche pas")
        eyes.press("Voir mes signalements")
        eyes.press("Essayer d’envoyer maintenant")
        eyes.press("Pas corrigé")
        shows(welcomed, "Pas corrigé. Le service a été prévenu de nouveau.")
        assert "transmettre de nouveau" in coordinator.http.get(f"/fr/moderation{found[1]}").text


def test_tab_goes_round_every_page_of_reports_and_nothing_is_wrong_from_outside(welcomed):
    eyes, wrong = welcomed.eyes, {}
    welcomed.start()
    eyes.wait_focus("Dites-le")

    def look(page: str) -> None:
        eyes.wait_focus(page)
        found = [*audit(eyes.tree()), *walk_round(welcomed).wrong]
        if found:
            wrong[page] = found

    welcomed.keys("ctrl+b")
    eyes.wait_focus("Ça ne marche pas")
    eyes.press("Autre chose")
    look("C’est noté")
    eyes.press("En dire plus, si je veux")
    look("En dire plus")
    eyes.press("Voir ce qui partirait, et l’envoyer")
    look("Ce qui partirait")
    eyes.press("Envoyer plus tard")
    look("Mes signalements")
    eyes.press("Rejoindre ou quitter")
    look("Où vont les signalements")
    assert wrong == {}
