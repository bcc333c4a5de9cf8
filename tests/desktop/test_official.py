"""An official sheet as a screen reader meets it, and followed to its end without a mouse."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.guides.official.samples import sheet, write_zip

from .audit import audit
from .keyboard import walk_round
from .program import ROOT
from .session import until


def chapter(title: str, inside: str, tag: str = "Chapitre") -> str:
    return f"<{tag}><Titre><Paragraphe>{title}</Paragraphe></Titre>{inside}</{tag}>"


def listed(*items: str) -> str:
    return f"<Liste>{''.join(f'<Item><Paragraphe>{item}</Paragraphe></Item>' for item in items)}</Liste>"


def row(kind: str, *cells: str) -> str:
    inside = "".join(f"<Cellule><Paragraphe>{cell}</Paragraphe></Cellule>" for cell in cells)
    return f"<Rangée type='{kind}'>{inside}</Rangée>"


PRICES = (
    "<Tableau><Titre>Prix selon l’âge</Titre><Colonne largeur='50' type='header'/><Colonne largeur='50'/>"
    + row("header", "Âge", "Prix")
    + row("normal", "Moins de 18 ans", "10 €")
    + row("normal", "18 ans et plus", "25 €")
    + "</Tableau>"
)
FISHING = sheet(
    "F77",
    "Carte de pêche en rivière",
    "<Texte>"
    + chapter(
        "Pièces à fournir",
        "<BlocCas affichage='radio'><Cas><Titre>Première carte</Titre>"
        + listed("Photo d’identité récente", "Attestation du club")
        + "</Cas><Cas><Titre>Carte perdue</Titre>"
        + listed("Déclaration de perte")
        + "</Cas></BlocCas>",
    )
    + chapter("Combien ça coûte", chapter("Tarifs de l’année", PRICES, "SousChapitre"))
    + "</Texte><OuSAdresser ID='R2' type='Local'><Titre>Mairie</Titre><PivotLocal>mairie</PivotLocal>"
    "</OuSAdresser>",
    summary="Pour pêcher dans une rivière.",
    modified="2026-11-02",
)


@pytest.fixture
def fishing(welcomed, tmp_path):
    """The program of someone who has one official sheet, at its page."""
    archive = write_zip(tmp_path / "vosdroits-latest.zip", {"F77.xml": FISHING})
    command = [sys.executable, "-m", "dematassist", "library", "import", str(archive)]
    subprocess.run(command, env=welcomed.env, cwd=ROOT, check=True, capture_output=True, timeout=60)
    welcomed.start()
    welcomed.eyes.wait_focus("Dites-le")
    welcomed.type("carte peche riviere")
    welcomed.eyes.wait("1. Carte de pêche", "push button")
    welcomed.keys("Down")
    welcomed.eyes.wait_focus("1. Carte de pêche")
    assert "Fiche officielle." in welcomed.eyes.focused()["name"]
    welcomed.keys("space")
    welcomed.eyes.wait_focus("Carte de pêche en rivière")
    return welcomed


def headings(program) -> list[str]:
    return [n["name"] for n in program.eyes.tree() if n["role"] == "heading" and "showing" in n["states"]]


def texts(program) -> str:
    return "\n".join(node.get("text", "") for node in program.eyes.tree() if "showing" in node["states"])


def shows(program, words: str) -> bool:
    """Return whether a text shows; not while its page is changing."""
    try:
        return words in texts(program)
    except RuntimeError:
        return False


def test_headings_tables_and_questions_of_a_sheet_are_read_from_outside(fishing):
    eyes = fishing.eyes
    wrong = {"beginning": audit(eyes.tree())}
    assert headings(fishing)[0] == "Carte de pêche en rivière"
    assert {"Dans cette fiche", "D’où vient ce texte"} <= set(headings(fishing))
    assert "Pour pêcher dans une rivière." in texts(fishing)

    fishing.keys("ctrl+shift+Down")
    eyes.wait_focus("Dans cette fiche")
    assert eyes.focused()["role"] == "heading"
    fishing.tab_to("1. Pièces à fournir")
    fishing.keys("space")
    eyes.wait_focus("Pièces à fournir")
    asked = eyes.wait("Quel est votre cas", "heading")["name"]
    choices = eyes.find("", "radio button")
    assert [choice["name"] for choice in choices] == ["Première carte", "Carte perdue"]
    assert {choice["description"] for choice in choices} == {asked}
    assert "Attestation du club" not in texts(fishing)
    fishing.tab_to("Première carte")
    fishing.keys("space")
    until(lambda: "Attestation du club" in texts(fishing), "the case is not shown")
    until(lambda: "checked" in eyes.focused()["states"], "the focus left the answer")
    assert eyes.focused()["name"] == "Première carte"
    wrong["question"] = audit(eyes.tree())

    fishing.tab_to("Chapitre suivant")
    fishing.keys("space")
    eyes.wait_focus("Combien ça coûte")
    assert "Tarifs de l’année" in headings(fishing)
    (table,) = [node for node in eyes.tree() if "Prix selon l’âge" in node.get("text", "")]
    assert table["role"] == "text"
    assert table["text"].split("\n") == [
        "Prix selon l’âge",
        "Âge : Moins de 18 ans",
        "Prix : 10 €",
        "Âge : 18 ans et plus",
        "Prix : 25 €",
    ]
    wrong["table"] = audit(eyes.tree())
    assert wrong == {"beginning": [], "question": [], "table": []}


def test_tab_goes_round_a_sheet_and_each_step_of_who_follows_it(fishing):
    eyes = fishing.eyes
    wrong = {"sheet": walk_round(fishing).wrong}
    eyes.press("Suivre cette fiche pas à pas")
    eyes.wait("En bref", "heading")
    wrong["before"] = walk_round(fishing).wrong
    eyes.press("Suivre cette fiche")
    eyes.wait_focus("Quel est votre cas")
    eyes.press("Suivant")
    eyes.wait_focus("Pièces à fournir")
    wrong["step"] = walk_round(fishing).wrong
    assert wrong == {"sheet": [], "before": [], "step": []}


def test_a_sheet_is_followed_by_keyboard_alone_through_a_power_cut(fishing):
    eyes = fishing.eyes
    fishing.tab_to("Suivre cette fiche pas à pas")
    fishing.keys("space")
    eyes.wait("En bref", "heading")
    fishing.tab_to("Suivre cette fiche")
    fishing.keys("space")
    eyes.wait_focus("Quel est votre cas")
    fishing.tab_to("Première carte")
    fishing.keys("space")
    fishing.tab_to("Suivant")
    fishing.keys("space")

    eyes.wait_focus("Pièces à fournir")
    assert "Étape 1 sur 2" in eyes.focused()["description"]
    assert eyes.find("Déclaration de perte", "check box") == []
    fishing.tab_to("Photo d’identité récente")
    fishing.keys("space")
    until(lambda: "checked" in eyes.focused()["states"], "the box is not ticked")
    fishing.tab_to("Ce que je veux retenir")
    fishing.type("Mairie ouverte mardi")
    until(
        lambda: b"ouverte mardi" in b"".join(p.read_bytes() for p in fishing.home.glob("journeys.db*")),
        "not kept",
    )
    fishing.kill()
    next(fishing.home.rglob("official.db")).unlink()
    fishing.start()

    eyes.wait_focus("Dites-le")
    fishing.tab_to("Carte de pêche en rivière")
    fishing.keys("space")
    eyes.wait_focus("Pièces à fournir")
    assert "Cette fiche n’est plus parmi les fiches officielles" in texts(fishing)
    assert "Attestation du club" in texts(fishing)
    assert "checked" in eyes.wait("Photo d’identité récente", "check box")["states"]
    assert eyes.wait("Ce que je veux retenir", "text")["text"] == "Mairie ouverte mardi"
    fishing.tab_to("Étape faite")
    fishing.keys("space")
    eyes.wait_focus("Combien ça coûte")
    fishing.tab_to("Étape faite")
    fishing.keys("space")
    eyes.wait_focus("Et après")
    fishing.tab_to("Imprimer ce qui a été fait")
    fishing.keys("space")
    eyes.wait_focus("Fiche")
    assert "☑ Photo d’identité récente." in texts(fishing)
    assert "Mairie ouverte mardi" in texts(fishing)


def test_an_archive_is_chosen_with_the_keyboard_or_dropped_on_the_page(welcomed, tmp_path):
    one = write_zip(tmp_path / "one.zip", {"F77.xml": FISHING})
    two = write_zip(tmp_path / "two.zip", {"F77.xml": FISHING, "F78.xml": sheet("F78", "Permis de chasse")})
    welcomed.start()
    eyes = welcomed.eyes
    eyes.press("Fiches officielles de l’État")
    welcomed.tab_to("Choisir l’archive")
    welcomed.keys("space")
    eyes.wait("Choisir l’archive", "dialog")
    welcomed.type(str(one))
    welcomed.keys("Return")
    until(lambda: shows(welcomed, "1 fiche officielle est ici."), "the archive chosen is not taken in", 20)

    command = [sys.executable, str(ROOT / "tests" / "desktop" / "toys" / "drag_source.py"), str(two)]
    with subprocess.Popen(command, env=welcomed.env, stdout=subprocess.PIPE, text=True) as source:
        try:
            assert source.stdout is not None
            assert source.stdout.readline() == "ready\n"
            hand = ["mousemove", "40", "40", "mousedown", "1"]
            for step in range(1, 11):
                hand += ["mousemove", str(40 + 47 * step), str(40 + 36 * step), "sleep", "0.05"]
            subprocess.run(["xdotool", *hand, "sleep", "0.3", "mouseup", "1"], env=welcomed.env, check=True)
            until(
                lambda: shows(welcomed, "2 fiches officielles sont ici."), "what is dropped is not taken in"
            )
        finally:
            source.kill()
