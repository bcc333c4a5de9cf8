"""« Préparer un rendez-vous », from home to the sheet: written, ticked, kept, in one PDF, in the calendar."""

from __future__ import annotations

import io
from datetime import date, time

import msgspec
import pikepdf
import pytest
from icalendar import Calendar
from PySide6.QtWidgets import QFileDialog

from dematassist.appointments.model import Procedure
from dematassist.errors import Cause, UserError
from dematassist.system.settings import Computer
from dematassist.ui import routes
from dematassist.ui.listening.texts import heard_texts
from dematassist.ui.widgets.buttons import CheckBox
from dematassist.ui.widgets.children import children
from dematassist.vault.model import DocumentFacts
from tests.copies import samples
from tests.ui.test_documents import PASSWORD, press, shown, troubles

from .conftest import begin, prepare_appointment

WAIT_MS = 20_000


def box(window, words: str) -> CheckBox:
    return next(one for one in children(window.page, CheckBox) if one.words() == words)


def from_home(window, qtbot) -> None:
    qtbot.waitUntil(lambda: "Préparer un rendez-vous" in shown(window))
    press(window, "Préparer un rendez-vous")


def only(window):
    (found,) = window.app.appointments.all()
    return found


def test_from_home_an_appointment_is_written_and_kept(window, qtbot):
    walked = begin(window, motif="perdue", compte="oui")
    from_home(window, qtbot)
    press(window, "Préparer un nouveau rendez-vous")
    page = window.page
    page._day.setText("3/12/2026")
    page._hour.setText("14h30")
    page._service.setText("Mme Duval")
    page._place.setPlainText("Mairie\n1 place du Marché")
    page._questions.setPlainText("Et l’APL ?\n\nQuand ?")
    box(window, "Refaire ou mettre à jour sa carte Vitale. Questions avant de commencer").setChecked(True)
    page._procedures._field.setText("rsa")
    press(window, "Chercher")
    press(window, "Demander le RSA")
    press(window, "Voir ce qu’il faut apporter")
    kept = only(window)
    assert (kept.on, kept.at, kept.service) == (date(2026, 12, 3), time(14, 30), "Mme Duval")
    assert [one.key for one in kept.procedures] == [("carte-vitale", walked), ("rsa", "")]
    assert kept.questions == ("Et l’APL ?", "Quand ?")
    text = shown(window)
    for words in ("3 décembre 2026 à 14 h 30", "1 place du Marché", "Et l’APL ?", "Fiches de paie"):
        assert words in text, words
    window.back()
    assert "Mme Duval" in shown(window)


def test_a_day_that_cannot_be_read_is_said_beside_it_and_changes_nothing(window):
    made = prepare_appointment(window, "rsa")
    window.go(routes.AppointmentForm(made))
    window.page._day.setText("demain")
    press(window, "Voir ce qu’il faut apporter")
    assert "24/11/2026" in troubles(window)
    window.page._day.setText("")
    window.page._hour.setText("midi")
    press(window, "Voir ce qu’il faut apporter")
    assert "14:30" in troubles(window)
    window.back()
    assert (only(window).on, only(window).at) == (None, time(14, 30))


def test_nothing_written_is_not_listed_and_taken_up_again(window, qtbot):
    from_home(window, qtbot)
    press(window, "Préparer un nouveau rendez-vous")
    begun = window._route.appointment_id
    window.resize_text(25)
    assert window._route == routes.AppointmentForm(begun)
    window.back()
    assert window.app.appointments.all() == ()
    press(window, "Préparer un nouveau rendez-vous")
    assert window._route == routes.AppointmentForm(begun)


def test_going_back_to_an_appointment_that_is_gone_leads_to_the_list(window):
    made = prepare_appointment(window, "rsa")
    window.app.appointments.forget(made)
    for route in (routes.Appointment(made), routes.AppointmentForm(made)):
        window.go(route)
        assert window.page.heading.text() == "Préparer un rendez-vous"


def test_a_tick_is_kept_counted_and_takes_the_paper_off_what_to_ask_for(window):
    made = prepare_appointment(window, "rsa", in_hand=frozenset())
    window.go(routes.Appointment(made))
    before = window.page._to_ask_for.lines()
    ours = box(window, "Fiches de paie")
    ours.setFocus()
    ours.setChecked(True)
    assert only(window).in_hand == {"fiche-paie"}
    assert "Vous avez 1 papier sur" in shown(window)
    after = window.page._to_ask_for.lines()
    assert any("Fiches de paie" in line for line in before)
    assert not any("Fiches de paie" in line for line in after)
    assert window.focusWidget() is ours
    assert "Vous avez dit que vous l’avez." in ours.accessibleDescription()


def test_a_procedure_can_be_taken_out_and_a_form_is_no_procedure(window):
    made = prepare_appointment(window, "rsa", "carte-identite")
    window.go(routes.AppointmentForm(made))
    press(window, "Retirer. Demander le RSA")
    assert [one.guide_id for one in only(window).procedures] == ["carte-identite"]
    window.page._procedures._field.setText("xyzzy plugh")
    press(window, "Chercher")
    assert "Aucun guide trouvé" in shown(window)


def test_a_walk_that_is_forgotten_leaves_its_papers_and_a_guide_that_is_gone_is_said(window):
    walked = begin(window, motif="perdue")
    made = prepare_appointment(window, walk=walked)
    window.app.journeys.forget(walked)
    ours = window.app.appointments
    now = ours.appointment(made)
    gone = Procedure("f99999", "Une fiche disparue")
    ours.change(msgspec.structs.replace(now, procedures=(*now.procedures, gone)))
    window.go(routes.Appointment(made))
    assert "Numéro de sécurité sociale" in [one.words() for one in children(window.page, CheckBox)]
    assert "Une fiche disparue" in shown(window)


def test_the_sheet_is_read_aloud_and_the_event_is_saved(window, monkeypatch, tmp_path):
    made = prepare_appointment(window, "rsa")
    window.go(routes.Appointment(made))
    target = tmp_path / "rdv.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(window, "L’enregistrer pour mon agenda")
    (event,) = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert event.decoded("dtstart").hour == 14
    press(window, "Imprimer ou enregistrer la fiche")
    heard = " ".join(text.passage.text for text in heard_texts([window.page], "fr"))
    assert "Mme Duval" in heard
    assert "Bonjour. Je voudrais demander le RSA." in heard


def test_an_appointment_is_deleted_and_taken_back(window):
    made = prepare_appointment(window, "rsa")
    window.go(routes.Appointment(made))
    press(window, "Supprimer ce rendez-vous")
    assert window.app.appointments.all() == ()
    press(window, "Annuler")
    assert only(window).id == made


def test_the_papers_of_the_folder_become_one_pdf_with_a_page_that_lists_them(window, qtbot):
    space = window.app.space
    sheet = space.prepare(PASSWORD)
    space.create(tuple(sheet.words[number - 1] for number in sheet.asked))
    space.add_content(samples.letter(2), "rib.pdf", DocumentFacts(kind="rib", title="RIB du Livret A"))
    space.add_content(
        samples.picture("PNG"), "paie.png", DocumentFacts(kind="fiche-paie", title="Paie d’octobre")
    )
    space.add_content(b"un texte", "note.txt", DocumentFacts(kind="avis-imposition", title="Une note"))
    space.add_content(samples.letter(1), "autre.pdf", DocumentFacts(kind="bail", title="Bail"))
    window.app.hold(space.documents())
    made = prepare_appointment(window, "rsa", in_hand=frozenset())
    window.go(routes.Appointment(made))
    assert not box(window, "RIB (relevé d’identité bancaire)").isEnabled()
    press(window, "Mettre mes papiers dans un seul PDF")
    qtbot.waitUntil(lambda: "papiers, 3 pages" in shown(window), timeout=WAIT_MS)
    assert "Une note" in window.notice_bar.accessibleName()
    assert window.page._has_contents.isChecked()
    press(window, "Faire la copie")
    qtbot.waitUntil(lambda: window.app.outgoing.prepared is not None, timeout=WAIT_MS)
    (pdf,) = window.app.outgoing.prepared.files
    assert "4 pages" in shown(window)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert len(opened.pages) == 4
    assert titles[-2:] == ["RIB du Livret A", "Paie d’octobre"]


def test_at_a_shared_computer_an_appointment_is_in_no_file_and_goes_with_the_session(build):
    window = build(computer=Computer.SHARED)
    made = prepare_appointment(window, "rsa", service="canari jaune 4417")
    window.go(routes.Appointment(made))
    for path in window.app.paths.data.rglob("*"):
        assert not path.is_file() or b"canari" not in path.read_bytes(), path
    wiped = window.app.end_desk_session()
    assert wiped.appointments == 1
    assert window.app.appointments.all() == ()


def test_in_a_practice_appointments_are_of_nobody(window):
    prepare_appointment(window, "rsa")
    window.app.begin_practice("carte-vitale")
    assert window.app.appointments.all() == ()
    prepare_appointment(window, "rsa", service="Personne")
    window.app.end_practice()
    assert [one.service for one in window.app.appointments.all()] == ["Mme Duval, assistante sociale"]


def test_a_damaged_file_is_told_once(build):
    window = build()
    window.app.paths.appointments.parent.mkdir(parents=True, exist_ok=True)
    window.app.paths.appointments.write_bytes(b"{")
    window.go(routes.Appointments())
    assert "abîmé" in window.notice_bar.accessibleName()
    window.go(routes.Home())
    window.go(routes.Appointments())
    assert "abîmé" not in window.notice_bar.accessibleName()


def test_an_unknown_appointment_is_told(window):
    with pytest.raises(UserError) as caught:
        window.app.prepared("0" * 32)
    assert caught.value.cause is Cause.APPOINTMENT_UNKNOWN


def test_the_papers_of_a_guide_lead_to_an_appointment_about_it(window):
    walked = begin(window, motif="perdue")
    window.go(routes.Papers("carte-vitale", walked))
    press(window, "Préparer un rendez-vous")
    assert [one.key for one in only(window).procedures] == [("carte-vitale", walked)]
    press(window, "Voir ce qu’il faut apporter")
    assert "Numéro de sécurité sociale" in [one.words() for one in children(window.page, CheckBox)]


def test_where_appointments_are_kept_is_said_as_it_is(build):
    mine, desk = build(), build(computer=Computer.SHARED)
    mine.go(routes.Appointments())
    assert "gardés sur cet ordinateur." in shown(mine)
    mine.app.paths.spaces.mkdir(parents=True)
    mine.go(routes.Home())
    mine.go(routes.Appointments())
    assert "Votre dossier chiffré est fermé" in shown(mine)
    press(mine, "Ouvrir mon dossier")
    assert isinstance(mine._route, routes.Documents)
    desk.go(routes.Appointments())
    assert "Rien n’en est écrit sur cet ordinateur" in shown(desk)
