"""Passing on to another professional: chosen one by one, agreed to, carried, gone on with elsewhere."""

from __future__ import annotations

import msgspec
from PySide6.QtWidgets import QFileDialog

from dematassist.journeys.model import AtStep
from dematassist.sheets.model import lines
from dematassist.system.settings import Computer
from dematassist.ui import routes
from dematassist.ui.widgets.buttons import CheckBox
from dematassist.ui.widgets.children import children
from tests.ui.test_documents import press, shown, troubles

from .conftest import begin, hand_over, prepare_appointment

WAIT_MS = 120_000
"""Sealing by words is slow on purpose, and slower on a busy computer."""


def boxes(window) -> dict[str, CheckBox]:
    return {one.words(): one for one in children(window.page, CheckBox)}


def started(window) -> str:
    walked = begin(window, motif="perdue", compte="oui")
    window.app.journeys.write_note(walked, ("commander", "date"), "2026-11-24")
    window.app.journeys.move(walked, AtStep("commander"))
    return walked


def box(window, begins: str) -> CheckBox:
    return next(one for words, one in boxes(window).items() if words.startswith(begins))


def test_nothing_is_ticked_and_nothing_is_made_without_a_choice_and_an_agreement(window):
    started(window)
    prepare_appointment(window, "rsa")
    window.go(routes.HandOver())
    assert not any(one.isChecked() for one in boxes(window).values())
    press(window, "Faire la fiche de relais")
    assert "Dites pour qui" in troubles(window)
    window.page._whom.setText("Mme Duval")
    press(window, "Faire la fiche de relais")
    assert "Rien n’est choisi" in troubles(window)
    box(window, "Les papiers que j’ai").setChecked(True)
    press(window, "Faire la fiche de relais")
    assert "Cochez cette case" in troubles(window)
    assert window.app.handing_over.made is None
    box(window, "J’accepte").setChecked(True)
    press(window, "Faire la fiche de relais")
    note = window.app.handing_over.made.note
    assert (note.papers_in_hand, note.procedures, note.name) == (
        ("RIB (relevé d’identité bancaire)",),
        (),
        "",
    )


def test_the_notes_of_a_procedure_are_chosen_with_it_only(window):
    started(window)
    window.go(routes.HandOver())
    procedure, answers = box(window, "Cette démarche"), box(window, "Mes réponses")
    assert not answers.isEnabled()
    procedure.setChecked(True)
    answers.setChecked(True)
    procedure.setChecked(False)
    assert not answers.isEnabled()
    assert not answers.isChecked()


def test_larger_text_loses_no_choice_but_the_agreement_is_given_again(window):
    started(window)
    window.go(routes.HandOver())
    window.page._whom.setText("Mme Duval")
    box(window, "Cette démarche").setChecked(True)
    box(window, "Mes réponses").setChecked(True)
    box(window, "J’accepte").setChecked(True)
    window.resize_text(25)
    assert window.page._whom.text() == "Mme Duval"
    ticked = [words for words, one in boxes(window).items() if one.isChecked()]
    assert len(ticked) == 2
    assert not box(window, "J’accepte").isChecked()


def test_in_arabic_the_same_sheet_follows_in_french_on_paper_and_the_page_says_so(build):
    window = build("ar")
    app = window.app
    started(window)
    prepare_appointment(window, "rsa")
    hand_over(window)
    note = app.handing_over.made.note
    kinds = {(lang, kind.id): kind.name for lang in ("ar", "fr") for kind in app.library.papers(lang)}
    hotel, in_french = kinds["ar", "attestation-hotel"], kinds["fr", "attestation-hotel"]
    changed = msgspec.structs.replace(note, papers_in_hand=(hotel,), papers_missing=("Clé",))
    app.handing_over.made = app.handing_over.made._replace(note=changed)
    window.go(routes.Sheet(routes.SheetKind.HAND_OVER, ""))
    said = shown(window)
    assert "النص نفسه بالفرنسية" in said
    french = "\n".join(line for _title, group in lines(window.page._sheet.in_french) for line in group)
    assert hotel in said.replace(chr(0x2066), "").replace(chr(0x2069), "").replace(chr(0x200F), "")
    assert hotel not in french
    for words in (in_french, "24 novembre 2026", "j’ai accepté"):
        assert words in french
        assert words not in said
    assert "Clé" in french


def test_what_is_carried_goes_on_at_a_shared_computer_and_is_in_none_of_its_files(
    build, qtbot, tmp_path, monkeypatch
):
    mine, desk = build(), build(computer=Computer.SHARED)
    walked = started(mine)
    hand_over(mine)
    words = mine.app.handing_over.made.words
    mine.go(routes.HandOverReady())
    for word in words.split():
        assert word in shown(mine)
    target = tmp_path / "relais.age"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(mine, "Enregistrer le fichier chiffré")
    qtbot.waitUntil(lambda: "Enregistré" in shown(mine), timeout=WAIT_MS)
    press(mine, "Voir, imprimer ou enregistrer la fiche")
    assert "Assistante sociale" in shown(mine)
    mine.back()
    press(mine, "Terminer, et oublier cette fiche")
    assert mine.app.handing_over.made is None
    desk.go(routes.TakeOver())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    press(desk, "Choisir le fichier et l’ouvrir")
    assert "six mots" in troubles(desk)
    desk.page._words.setText(words)
    press(desk, "Choisir le fichier et l’ouvrir")
    qtbot.waitUntil(lambda: "1 démarche continue ici." in shown(desk), timeout=WAIT_MS)
    assert "Je ne lis pas bien." in shown(desk)
    before = mine.app.journeys.walk(walked, "fr").journey
    (summary,) = desk.app.journeys.summaries()
    after = desk.app.journeys.walk(summary.id, "fr").journey
    assert (after.answers, after.notes, after.position) == (before.answers, before.notes, before.position)
    assert after.id != before.id
    for path in desk.app.paths.data.rglob("*"):
        assert not path.is_file() or b"Assistante" not in path.read_bytes(), path
    press(desk, "Refaire ou mettre à jour sa carte Vitale")
    assert desk._route == routes.Walk(summary.id)


def test_a_file_that_is_none_is_told_and_the_note_of_one_person_is_not_there_for_the_next(
    build, qtbot, tmp_path
):
    desk = build(computer=Computer.SHARED)
    started(desk)
    hand_over(desk)
    other = tmp_path / "x.age"
    other.write_bytes(b"rien")
    desk.go(routes.TakeOver())
    desk.page._words.setText("un deux")
    desk.page.open_file(other)
    qtbot.waitUntil(lambda: "fichier de relais" in desk.notice_bar.accessibleName(), timeout=WAIT_MS)
    desk.app.end_desk_session()
    assert desk.app.handing_over.made is None
    desk.go(routes.HandOverReady())
    assert desk.page.heading.text() == "Passer le relais à un autre professionnel"


def test_a_procedure_without_a_guide_here_is_counted_and_the_others_go_on(window):
    from dematassist.appointments.handing_over import HandOverNote, SharedProcedure
    from dematassist.journeys.model import AtEnd

    shared = tuple(SharedProcedure(guide_id=one, place=AtEnd()) for one in ("inconnu", "rsa", "f99999"))
    note = HandOverNote(made_on=window.app.clock.today(), for_whom="x", procedures=shared)
    taken = window.app.take_over(note)
    assert (len(taken.journey_ids), taken.unknown) == (1, 2)
