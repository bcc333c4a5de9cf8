"""The window of a shared computer: a session ends in one click, and hides itself when nobody is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from dematassist.desk.activity import Autonomy, activities
from dematassist.desk.mandate import Act, Duration
from dematassist.desk.mandate_book import Match
from dematassist.sheets.model import Bullets
from dematassist.system.settings import Computer, Settings
from dematassist.ui import routes
from dematassist.ui.pages.desk_end.ending import end_session
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.prose import Prose
from dematassist.ui.widgets.text_area import TextArea
from tests.ui.conftest import begin, report, send


def button(window, words: str) -> Button:
    return next(one for one in children(window, Button) if one.words() == words and one.isVisibleTo(window))


def test_the_end_of_the_session_is_one_click_away_on_a_shared_computer_only(build) -> None:
    shared, mine = build(computer=Computer.SHARED), build()
    shared.go(routes.Before("carte-vitale"))
    assert button(shared, "Terminer la séance")
    assert not [one for one in children(mine, Button) if one.words() == "Terminer la séance"]


def test_a_session_ends_with_a_receipt_files_a_checklist_a_record_and_nothing_left(
    build, qtbot, tmp_path
) -> None:
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
    window.page.take_to(tmp_path)
    qtbot.waitUntil(lambda: "fichiers sont dans" in getattr(window.focusWidget(), "toPlainText", str)())
    assert {path.name for path in tmp_path.glob("DematAssist*/*")} >= {"recu.pdf", "1-carte-vitale.pdf"}
    QApplication.clipboard().setText("ce que la personne a copié")
    button(window.page, "Terminer et tout effacer").click()
    assert QApplication.clipboard().text() == ""
    assert window.app.journeys.summaries() == ()
    assert "1 démarche" in window.notice_bar.accessibleName()
    window.back()
    assert isinstance(window._route, routes.Home)


def test_an_idle_shared_computer_hides_what_it_shows_and_shows_it_again(build) -> None:
    window = build(computer=Computer.SHARED)
    window.go(routes.Home("une recherche"))
    window._idle.pause()
    assert isinstance(window._route, routes.DeskStart)
    window.go(routes.NewMandate())
    children(window.page, QLineEdit)[0].setText("Awa Exemple")
    window._idle.pause()
    assert "Awa" not in window.page.place
    button(window.page, "Je suis la même personne\u00a0: continuer").click()
    assert children(window.page, QLineEdit)[0].text() == "Awa Exemple"
    walked = begin(window, motif="perdue")
    window.go(routes.Walk(walked))
    shown = window.page.place
    window._idle.pause()
    assert window.page.place != shown
    button(window.page, "Je suis la même personne\u00a0: continuer").click()
    assert window.page.place == shown
    window._idle.pause()
    button(window.page, "Je suis une autre personne\u00a0: tout effacer").click()
    assert window.app.journeys.summaries() == ()


def test_settings_of_a_session_end_with_it_unless_they_are_kept_for_everyone(build) -> None:
    window = build(computer=Computer.SHARED)
    app, path = window.app, window.app.paths.settings
    shared = app.settings
    window.resize_text(25)
    window.change_settings(with_voicing(app.settings, corrections=(("Nguyen", "nouyène"),)))
    assert app.settings.comfort.text_percent == 125
    assert not path.exists()
    window.go(routes.DeskStart())
    window._idle.pause()
    assert app.settings == shared
    window.resize_text(25)
    window.change_settings(with_voicing(app.settings, corrections=(("Nguyen", "nouyène"),), speed_percent=80))
    window.go(routes.ComfortSettings())
    button(window.page, "Garder ces réglages pour toutes les personnes qui viennent ici").click()
    kept = path.read_text()
    assert '"text_percent": 125' in kept
    assert "Nguyen" not in kept
    end_session(window)
    assert (app.settings.comfort.text_percent, app.settings.voicing.speed_percent) == (125, 80)
    assert app.settings.voicing.corrections == ()
    window.change_settings(app.settings._replace(computer=Computer.MINE))
    assert '"mine"' in path.read_text()


def with_voicing(settings: Settings, **changes: object) -> Settings:
    return settings._replace(voicing=settings.voicing._replace(**changes))


def test_touching_the_computer_puts_the_pause_off(build, qtbot) -> None:
    window = build(computer=Computer.SHARED)
    window.go(routes.Home("une recherche"))
    watch = window._idle
    watch._timer.setInterval(60_000)
    assert not watch.eventFilter(window, QEvent(QEvent.Type.Paint))
    watch._timer.stop()
    assert not watch.eventFilter(window, QEvent(QEvent.Type.KeyPress))
    assert watch._timer.remainingTime() > 50_000
    assert isinstance(window.route, routes.Home)
    watch._timer.setInterval(1)
    qtbot.waitUntil(lambda: isinstance(window.route, routes.DeskStart))
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


def test_a_mandate_is_filled_in_printed_known_again_and_ended(build, tmp_path, monkeypatch) -> None:
    window = build(computer=Computer.SHARED)
    begin(window, motif="perdue")
    window.go(routes.Mandates())
    button(window.page, "Remplir un mandat").click()
    make = button(window.page, "Faire la feuille à signer")
    fields = {field.accessibleName(): field for field in children(window.page, QLineEdit)}
    make.click()
    assert "nom de la personne" in make.accessibleDescription()
    fields["Nom de la personne, comme elle veut l’écrire"].setText("Awa Exemple")
    fields["À quoi sert-il\u00a0?"].setText("Refaire ma carte")
    (area,) = children(window.page, TextArea)
    assert area.toPlainText() == window.app.desk_session.walks("fr")[0].guide.title
    make.click()
    children(window.page, CheckBox)[0].setChecked(True)
    make.click()
    assert "combien de temps" in make.accessibleDescription()
    next(r for r in children(window.page, RadioButton) if r.words().startswith("Un mois")).setChecked(True)
    make.click()
    saved = tmp_path / "mandat.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(saved), ""))
    assert window.app.mandates.mandates() == ()
    button(window.page, "Enregistrer en PDF").click()
    (known,) = window.app.mandates.mandates()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(saved), ""))
    window.go(routes.Mandates())
    button(window.page, "Vérifier un fichier PDF").click()
    said = window.focusWidget()
    assert isinstance(said, Prose)
    assert f"exactement la feuille du mandat {known.number}" in said.toPlainText()
    button(window.page, "Y mettre fin").click()
    assert window.app.mandates.known(known.number).ended_on == window.app.clock.today()
    assert not [one for one in children(window.page, Button) if one.words() == "Y mettre fin"]
    window.app.end_desk_session()
    window.go(routes.Sheet(routes.SheetKind.MANDATE, ""))
    assert "Awa" not in window.page.place
    written = [path.read_bytes() for path in window.app.paths.data.rglob("*") if path.is_file()]
    assert not any(b"Awa" in content for content in written)


def test_a_mandate_in_arabic_is_one_file_in_both_languages_known_again_whole(
    build, tmp_path, monkeypatch
) -> None:
    window = build("ar", computer=Computer.SHARED)
    app = window.app
    title = app.library.guide("carte-vitale", "ar").title
    app.fill_in_mandate("آوا", "بطاقتي", (title,), frozenset({Act.READ}), Duration.DAY)
    window.go(routes.Sheet(routes.SheetKind.MANDATE, ""))
    saved = tmp_path / "mandat.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(saved), ""))
    window.page._save()
    checked = app.mandates.check(saved.read_bytes())
    assert (checked.match, checked.known.number) == (Match.EXACT, app.desk_session.mandate.number)
    arabic, french = window.page._sheet.parts
    assert Bullets((title,)) in arabic.blocks
    assert Bullets((app.library.guide("carte-vitale", "fr").title,)) in french.blocks


def test_the_next_person_sees_that_reports_wait_and_nothing_of_them(build, tmp_path, monkeypatch) -> None:
    window = build(computer=Computer.SHARED)
    mine = send(window, report(window, text="La page canari reste blanche."))
    window.go(routes.MyReports())
    assert "1 signalement attend" in "\n".join(one.toPlainText() for one in children(window.page, Prose))
    assert not [one for one in children(window.page, Button) if "CSV" in one.words()]
    window.app.end_desk_session()
    window.go(routes.MyReports())
    said = "\n".join(one.toPlainText() for one in children(window.page, Prose))
    assert "1 signalement d’une autre personne attend" in said
    assert "canari" not in said
    assert not [one for one in children(window.page, Button) if "Voir ce qu’il contient" in one.words()]
    window.go(routes.ReportPreview(mine))
    assert isinstance(window._route, routes.MyReports)
    target = tmp_path / "signalements.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    window.go(routes.HubSettings())
    button(window.page, "Enregistrer un tableau (CSV)").click()
    assert mine in target.read_text("utf-8-sig")
    assert "canari" not in target.read_text("utf-8-sig")
