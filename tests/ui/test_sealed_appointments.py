"""Appointments in the encrypted folder, with the real worker: shown while it is open, hidden, moved in."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from dematassist.app import build as build_app
from dematassist.errors import UserError
from dematassist.system.settings import Computer
from dematassist.ui import routes
from tests.vault.spaces import made_space

from .conftest import begin
from .test_documents import WAIT_MS, heading, press, shown, wait_for
from .test_sealed_walks import CANARY, files_of, heads, leave_alone, opened, type_password

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["opened"]


def prepare(window, text: str = CANARY) -> str:
    """Write an appointment with its page; return its id."""
    window.go(routes.Appointments())
    press(window, "Préparer un nouveau rendez-vous")
    window.page._day.setText("3/12/2026")
    window.page._service.setText("Mme Duval")
    window.page._access.setPlainText(text)
    press(window, "Voir ce qu’il faut apporter")
    return window._route.appointment_id


def has_canary(window) -> bool:
    return any(CANARY.encode() in content for content in files_of(window.app.paths.data))


def test_earlier_appointments_and_walks_are_moved_in_with_one_click_and_no_file_outside_has_a_byte(
    window, qtbot
):
    walked, prepared = begin(window, motif="perdue"), prepare(window)
    window.app.journeys.write_note(walked, ("commander", "numero"), CANARY)
    before = window.app.appointments.appointment(prepared)
    assert has_canary(window)
    made_space(window.app.paths.spaces)
    window.go(routes.Documents())
    type_password(window, qtbot)
    said = "1 démarche est hors de votre dossier. 1 rendez-vous est hors de votre dossier."
    assert said in shown(window)
    window.go(routes.Appointments())
    assert "certains, préparés avant, sont encore en dehors" in shown(window)
    press(window, "Les ranger dans mes documents")
    press(window, "Tout ranger dans mon dossier")
    wait_for(qtbot, window, "Mes documents")
    said = "1 démarche est dans votre dossier. 1 rendez-vous est dans votre dossier."
    assert said in window.notice_bar.accessibleName()
    assert not has_canary(window)
    assert not window.app.kept.is_outside
    assert "Mes rendez-vous (1)" in heads(window)
    press(window, "1. Mme Duval")
    assert CANARY in shown(window)
    assert window.app.appointments.appointment(prepared) == before
    window.go(routes.Appointments())
    assert "gardés dans votre dossier chiffré" in shown(window)
    assert "Dans mes documents." in shown(window)


def test_a_folder_that_closes_hides_its_appointments_and_what_is_being_typed_of_one_is_kept(
    opened, qtbot, clock
):
    window = opened
    prepared = prepare(window, "rien")
    press(window, "Modifier ce rendez-vous")
    window.page._access.setPlainText(CANARY)
    leave_alone(window, clock)
    assert heading(window) == "Mes documents"
    assert "votre dossier chiffré est fermé" in window.notice_bar.accessibleName()
    assert window.app.appointments.all() == ()
    window.go(routes.Appointments())
    assert "Votre dossier chiffré est fermé" in shown(window)
    assert "Mme Duval" not in shown(window)
    assert not has_canary(window)
    press(window, "Ouvrir mon dossier")
    type_password(window, qtbot)
    assert window.app.appointments.appointment(prepared).access == CANARY


@pytest.mark.parametrize("where", ["list", "page", "sheet"])
def test_no_page_goes_on_showing_an_appointment_of_a_folder_that_closed(opened, clock, where):
    prepared = prepare(opened)
    sheet = routes.Sheet(routes.SheetKind.APPOINTMENT, "", appointment_id=prepared)
    opened.go({"list": routes.Appointments(), "page": routes.Appointment(prepared), "sheet": sheet}[where])
    assert "Mme Duval" in shown(opened)
    leave_alone(opened, clock)
    for _step_back in range(4):
        assert "Mme Duval" not in shown(opened)
        opened.back()
        QApplication.processEvents()


def test_an_appointment_deleted_just_before_the_folder_closes_does_not_come_back_outside_it(opened, clock):
    prepared = prepare(opened)
    forgotten = opened.app.appointments.appointment(prepared)
    press(opened, "Supprimer ce rendez-vous")
    leave_alone(opened, clock)
    with pytest.raises(UserError):
        opened.app.appointments.restore(forgotten)
    assert not has_canary(opened)


def test_an_appointment_deleted_by_mistake_comes_back_into_the_folder(opened):
    prepared = prepare(opened)
    press(opened, "Supprimer ce rendez-vous")
    press(opened, "Annuler")
    assert opened.app.kept.appointments.is_sealed(prepared)


def test_a_worker_that_dies_closes_the_folder_and_loses_no_appointment(opened, qtbot):
    prepared = prepare(opened)
    press(opened, "Modifier ce rendez-vous")
    os.kill(opened.app.space._worker.pid, signal.SIGKILL)
    opened.page._service.setText("M. Personne")
    press(opened, "Voir ce qu’il faut apporter")
    qtbot.waitUntil(lambda: heading(opened) == "Mes documents", timeout=WAIT_MS)
    assert "s’est arrêté" in opened.notice_bar.accessibleName()
    assert opened.app.appointments.all() == ()
    type_password(opened, qtbot)
    assert opened.app.appointments.appointment(prepared).access == CANARY


def test_an_appointment_begun_and_left_before_the_folder_was_open_goes_on_in_it(window, qtbot):
    window.go(routes.Appointments())
    press(window, "Préparer un nouveau rendez-vous")
    made_space(window.app.paths.spaces)
    window.go(routes.Documents())
    type_password(window, qtbot)
    assert "hors de votre dossier" not in shown(window)
    prepared = prepare(window)
    assert window.app.kept.appointments.is_sealed(prepared)
    assert not has_canary(window)


def test_a_program_started_again_shows_the_appointments_of_the_folder_once_it_is_open(opened):
    prepared = prepare(opened)
    opened.app.lock_space()
    again = build_app(opened.app.paths, opened.app.clock)
    assert again.appointments.all() == ()
    again.space.open("ancien mot de passe")
    again.hold(again.read_space())
    assert again.appointments.appointment(prepared).access == CANARY
    again.close()


def test_at_a_shared_computer_an_appointment_goes_to_the_stick_and_nothing_to_the_disk(
    build, qtbot, clock, tmp_path: Path
):
    window = build(computer=Computer.SHARED)
    stick = tmp_path / "stick"
    made_space(stick)
    before = prepare(window)
    assert window.app.desk_session.wiped().appointments == 1
    window.publish(window.app.use_stick(stick))
    window.go(routes.Documents())
    type_password(window, qtbot)
    prepared = prepare(window)
    window.go(routes.MoveIn())
    assert "la mémoire de cet ordinateur" in shown(window)
    press(window, "Ranger dans mon dossier. 1. ")
    qtbot.waitUntil(lambda: not window.app.kept.is_outside, timeout=WAIT_MS)
    assert window.app.desk_session.wiped().appointments == 0
    assert {one.id for one in window.app.desk_session.own_appointments()} == {before, prepared}
    window.app.end_desk_session()
    # The next person, the next day.
    clock.time += timedelta(days=1)
    assert window.app.appointments.all() == ()
    assert not window.app.paths.appointments.exists()
    assert not has_canary(window)
    assert not any(CANARY.encode() in content for content in files_of(stick))
    # What was not touched is not of that session.
    window.app.use_stick(stick)
    window.go(routes.Documents())
    type_password(window, qtbot)
    assert {one.id for one in window.app.appointments.all()} == {before, prepared}
    assert window.app.desk_session.own_appointments() == ()


def test_what_is_carried_away_comes_back_with_its_appointments(opened, qtbot, tmp_path):
    app, prepared = opened.app, prepare(opened)
    kept = app.appointments.appointment(prepared)
    app.space.carry_out(tmp_path / "tout.zip")
    app.appointments.forget(prepared)
    assert app._opened.sealing.finish() is None
    assert app.space.bring_in(tmp_path / "tout.zip").records == 1
    app.hold(app.read_space())
    assert app.appointments.appointment(prepared) == kept


def test_a_practice_shows_no_appointment_of_the_folder_and_keeps_none_there(opened):
    prepare(opened)
    opened.begin_practice("carte-vitale")
    opened.go(routes.Appointments())
    assert "Mme Duval" not in shown(opened)
    assert "Dans mes documents" not in shown(opened)
    prepare(opened, "exercice")
    opened.app.end_practice()
    (kept,) = opened.app.appointments.all()
    assert kept.access == CANARY
