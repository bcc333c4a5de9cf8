"""The window of a shared computer: a session ends in one click, and hides itself when nobody is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from dematassist.desk.activity import Autonomy, activities
from dematassist.system.settings import Computer
from dematassist.ui import routes
from dematassist.ui.idle import IdleWatch
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton
from dematassist.ui.widgets.children import children
from tests.ui.conftest import begin


def button(window, words: str) -> Button:
    return next(one for one in children(window, Button) if one.words() == words and one.isVisibleTo(window))


def test_the_end_of_the_session_is_one_click_away_on_a_shared_computer_only(build) -> None:
    shared, mine = build(computer=Computer.SHARED), build()
    shared.go(routes.Before("carte-vitale"))
    assert button(shared, "Terminer la séance")
    assert not [one for one in children(mine, Button) if one.words() == "Terminer la séance"]


def test_a_session_ends_with_a_receipt_a_checklist_a_record_and_nothing_left(build) -> None:
    window = build(computer=Computer.SHARED)
    walked = begin(window, motif="perdue")
    window.app.journeys.tick(walked, ("declarer", "ouvrir"), is_ticked=True)
    window.app.desk_session.visited("https://www.ameli.fr/")
    button(window, "Terminer la séance").click()
    page = window.page
    assert any("ameli.fr" in box.words() for box in children(page, CheckBox))
    button(page, "Garder cette trace").click()
    assert activities(window.app.paths.activities) == ()
    radios = {one.words(): one for one in children(page, RadioButton)}
    radios["Nous l’avons faite ensemble"].setChecked(True)
    radios["Au guichet"].setChecked(True)
    button(page, "Garder cette trace").click()
    (kept,) = activities(window.app.paths.activities)
    assert (kept.autonomy, len(kept.guides)) == (Autonomy.PARTLY, 1)
    button(page, "Imprimer ou enregistrer cette page").click()
    assert "Ce qui a été fait pour moi" in window.page.place
    window.back()
    button(window.page, "Terminer et tout effacer").click()
    assert window.app.journeys.summaries() == ()
    assert "1 démarche" in window.notice_bar.accessibleName()
    window.back()
    assert isinstance(window._route, routes.Home)


def test_an_idle_shared_computer_hides_what_it_shows_and_shows_it_again(build) -> None:
    window = build(computer=Computer.SHARED)
    window.pause_session()
    assert not [one for one in children(window.page, Button) if one.words().startswith("Je suis")]
    walked = begin(window, motif="perdue")
    window.go(routes.Walk(walked))
    shown = window.page.place
    window.pause_session()
    assert window.page.place != shown
    button(window.page, "Je suis la même personne\u00a0: continuer").click()
    assert window.page.place == shown
    window.pause_session()
    button(window.page, "Je suis une autre personne\u00a0: tout effacer").click()
    assert window.app.journeys.summaries() == ()


def test_touching_the_computer_puts_the_pause_off(qtbot) -> None:
    paused: list[bool] = []
    watched = QObject()
    watch = IdleWatch(watched, lambda: paused.append(True), 60_000)
    watch._timer.setInterval(1)
    assert not watch.eventFilter(watched, QEvent(QEvent.Type.Paint))
    watch._timer.setInterval(60_000)
    assert not watch.eventFilter(watched, QEvent(QEvent.Type.KeyPress))
    assert watch._timer.remainingTime() > 50_000
    watch._timer.setInterval(1)
    qtbot.waitUntil(lambda: paused == [True])
    QApplication.processEvents()


def test_a_space_at_a_shared_computer_is_on_the_stick_of_the_person_and_leaves_with_them(
    build, tmp_path, monkeypatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(stick))
    window = build(computer=Computer.SHARED)
    window.go(routes.Documents())
    assert not [one for one in children(window.page, Button) if "dossier chiffré" in one.words()]
    button(window.page, "Choisir ma clé USB").click()
    assert button(window.page, "Créer mon dossier chiffré")
    sheet = window.app.space.prepare("six mots tires au hasard")
    words = sheet.words.split() if isinstance(sheet.words, str) else sheet.words
    window.app.space.create(tuple(words[place - 1] for place in sheet.asked))
    assert [path.suffix for path in stick.iterdir()] == [".dossier"]
    assert not window.app.paths.spaces.exists()
    window.go(routes.DeskEnd())
    button(window.page, "Terminer et tout effacer").click()
    assert not window.app.is_space_open
    window.go(routes.Documents())
    assert button(window.page, "Choisir ma clé USB")
