"""A practice: an invented person, marked on every page, of which nothing is left."""

from __future__ import annotations

import hashlib
import tempfile
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from stdnum.fr import nir

from dematassist.journeys.practice import PERSON
from dematassist.sheets.specimen import specimen
from dematassist.system.settings import Comfort
from dematassist.ui import routes
from dematassist.ui.listening.texts import heard_texts
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton, Weight
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Line

from . import test_every_page
from .conftest import ROOT, begin, come_to_rest

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = "carte-vitale"
BANNER = "Exercice\u00a0: Camille EXEMPLE n’existe pas. Rien n’est gardé, rien n’est envoyé."


def press(window, words: str) -> None:
    (found,) = [b for b in children(window, Button) if b.isVisibleTo(window) and b.words() == words]
    found.click()
    QApplication.processEvents()


def practise(window, guide_id: str = GUIDE) -> str:
    window.go(routes.Before(guide_id))
    press(window, "S’exercer avec une personne inventée")
    return window.app.practice.journey_id


def files(*folders: Path) -> dict[str, str]:
    """Every file and what it holds; but SQLite notes who reads in the memory it shares (-shm)."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith("-shm")
    }


def is_marked(window) -> bool:
    words = [line.text() for line in children(window, Line) if line.isVisibleTo(window)]
    return (
        BANNER in words
        and window.windowTitle().startswith("Exercice\u00a0: ")
        and BANNER in window.focusWidget().accessibleDescription()
    )


def walk_through(window) -> int:
    """Answer, tick, write and press « done » until the end; return how many pages were seen."""
    seen = 0
    while window.page.heading.text() != "Et maintenant ?" and seen < 40:
        assert is_marked(window), window.page.heading.text()
        seen += 1
        for radio in children(window.page, RadioButton)[:1]:
            radio.setChecked(True)
        for box in children(window.page, CheckBox):
            box.setChecked(True)
        for field in children(window.page, Field):
            field.setText("NUMERO-SECRET")
            field.textEdited.emit("NUMERO-SECRET")
        following = [b for b in children(window.page, Button) if b.words() in ("Suivant", "Étape faite")]
        if not following:
            break
        following[0].click()
        QApplication.processEvents()
    return seen


def test_a_whole_walk_leaves_nothing_in_any_file_and_every_page_is_marked(window, tmp_path, monkeypatch):
    elsewhere = tmp_path / "tmp"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    mine = begin(window, "rsa")
    # Steps show what is known to be broken: these files are there before.
    assert window.app.outbox.entries() == ()
    before = files(tmp_path)
    assert before, "the walks of this person are in a file"
    practise(window)
    assert walk_through(window) > 5
    press(window, "Finir l’exercice")
    assert files(tmp_path) == before
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"NUMERO-SECRET" not in left
    assert [summary.id for summary in window.app.journeys.summaries()] == [mine]


def test_it_ends_in_one_click_and_what_is_real_is_back(window):
    mine = begin(window, "rsa")
    practise(window)
    assert mine not in [summary.id for summary in window.app.journeys.summaries()]
    press(window, "Finir l’exercice")
    assert window.app.practice is None
    assert window.page.heading.text().startswith("Refaire ou mettre à jour")
    assert BANNER not in [line.text() for line in children(window, Line) if line.isVisibleTo(window)]
    assert not window.windowTitle().startswith("Exercice")
    window.back()
    window.go(routes.Walk(mine))
    assert window.page.place.startswith("Demander le RSA")


def test_nothing_is_saved_printed_or_opened(window, monkeypatch):
    def never(*_arguments: object) -> None:
        pytest.fail("something was asked or opened")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", never)
    monkeypatch.setattr(QDesktopServices, "openUrl", never)
    journey_id = practise(window)
    window.go(routes.Sheet(routes.SheetKind.PREPARATION, GUIDE, journey_id))
    for words in ("Enregistrer en PDF", "Imprimer"):
        press(window, words)
        assert "C’est un exercice" in window.notice_bar.accessibleName()
        window.notice_bar.clear()
    window.open_link("https://assure.ameli.fr")
    assert "C’est un exercice" in window.notice_bar.accessibleName()


def test_a_report_of_a_practice_goes_nowhere_and_ends_with_it(window):
    practise(window)
    window.blocked()
    QApplication.processEvents()
    next(b for b in children(window.page, Button) if b._weight is Weight.CARD).click()
    assert len(window.app.reports.entries()) == 1
    press(window, "Finir l’exercice")
    assert window.app.reports.entries() == ()
    assert window.app.outbox.entries() == ()


def test_larger_text_and_explanations_leave_the_practice_where_it_is(window):
    practise(window)
    window.resize_text(50)
    assert is_marked(window)
    window.explain()
    assert is_marked(window)
    window.back()
    assert window.app.practice


def test_the_voice_says_first_that_it_is_a_practice(window):
    practise(window)
    heard = heard_texts((*window.heard_places, window.page.widget()), "fr")
    assert heard[0].passage.text == BANNER


def test_the_invented_papers_can_be_sent_in_the_practice_and_go_with_it(window, qtbot):
    practise(window)
    press(window, "La personne et ses papiers")
    pictures = [
        p for p in children(window.page, QLabel) if p.accessibleName().startswith("Image d’un papier")
    ]
    assert pictures
    qtbot.waitUntil(lambda: all(not p.pixmap().isNull() for p in pictures), timeout=20_000)
    press(window, "Préparer un fichier à envoyer avec ces papiers")
    qtbot.waitUntil(lambda: window.page.heading.text() == "Préparer le fichier à envoyer", timeout=20_000)
    assert len(window.app.outgoing.draft.papers) == len(pictures)
    assert is_marked(window)
    press(window, "Finir l’exercice")
    assert window.app.outgoing.draft.papers == ()


def test_every_paper_says_specimen_on_each_page_and_no_number_can_be_anyones(library):
    assert not nir.is_valid(PERSON.social_security)
    for kind in library.papers("fr"):
        with pypdfium2.PdfDocument(specimen(kind, ROOT / "resources", "Inventé.")) as paper:
            for page in paper:
                text = page.get_textpage().get_text_range()
                assert "SPÉCIMEN" in text
                assert "Camille EXEMPLE" in text


@pytest.mark.parametrize("comfort", [Comfort(), Comfort(text_percent=200)])
def test_the_pages_of_a_practice_stand_every_check_of_pages(build, comfort):
    window = build("fr", comfort)
    journey_id = practise(window)
    window.app.journeys.answer(journey_id, "motif", "perdue")
    found = []
    for route in (routes.Walk(journey_id), routes.Practice(), routes.SendFile(GUIDE), routes.Home()):
        window.go(route)
        come_to_rest(window)
        for name, check in test_every_page.CHECKS.items():
            found += [(name, route, *finding) for finding in check(window)]
    assert found == []
