"""Walks in the encrypted folder, with the real worker: shown while it is open, hidden at once, moved in."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from dematassist.app import build as build_app
from dematassist.errors import UserError
from dematassist.journeys.model import AtStep
from dematassist.system.settings import Computer
from dematassist.ui import accessible, routes
from dematassist.ui.idling import idle_seconds
from dematassist.ui.widgets.buttons import CheckBox
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Heading
from tests.vault.spaces import PASSWORD, made_space

from . import test_every_page
from .conftest import begin, come_to_rest, prepare_appointment
from .test_documents import WAIT_MS, heading, press, shown, wait_for

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "CANARI-2026-0042"
TICK = ("declarer", "ouvrir")


@pytest.fixture
def opened(window, qtbot):
    """A window whose folder was made without it, and is open."""
    made_space(window.app.paths.spaces)
    window.go(routes.Documents())
    type_password(window, qtbot)
    return window


def type_password(window, qtbot) -> None:
    window.page._field.setText(PASSWORD)
    press(window, "Ouvrir le dossier")
    qtbot.waitUntil(lambda: window.app.is_space_open and "Mes papiers" in heads(window), timeout=WAIT_MS)


def boxes(window) -> str:
    return " ".join(box.words() for box in children(window.page, CheckBox))


def heads(window) -> str:
    return " ".join(one.text() for one in children(window.page, Heading))


def leave_alone(window, clock) -> None:
    """Let the time pass after which the folder closes."""
    clock.time += timedelta(seconds=idle_seconds(window.app.settings.computer) + 1)
    window._folder_watch.idling.look()
    QApplication.processEvents()


def at_step(window, journey_id: str) -> None:
    window.app.journeys.move(journey_id, AtStep("commander"))
    window.go(routes.Walk(journey_id))


def files_of(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_earlier_walks_are_offered_once_and_moved_in_only_when_asked(window, qtbot):
    walked = begin(window, motif="perdue")
    other = begin(window)
    window.app.journeys.write_note(walked, ("commander", "numero"), CANARY)
    data = window.app.paths.data
    assert any(CANARY.encode() in content for content in files_of(data))
    window.go(routes.NewSpace())
    window.page._field.setText(PASSWORD)
    press(window, "Suivant")
    wait_for(qtbot, window, "Gardez votre feuille de secours")
    sheet = window.app.making.sheet
    press(window, "J’ai ma feuille")
    for number, field in zip(sheet.asked, window.page._fields, strict=True):
        field.setText(sheet.words[number - 1])
    press(window, "Créer le dossier")
    wait_for(qtbot, window, "Mes documents")
    assert "peut y être rangé" in window.notice_bar.accessibleName()
    assert len(window.app.walks.outside()) == 2
    press(window, "Voir ce que j’ai commencé avant")
    assert heading(window) == "Ranger mes démarches et mes rendez-vous"
    titles = {one.id: number for number, one in enumerate(window.app.walks.outside(), 1)}
    press(window, f"Ranger dans mon dossier. {titles[walked]}. ")
    qtbot.waitUntil(lambda: len(window.app.walks.outside()) == 1, timeout=WAIT_MS)
    assert not any(CANARY.encode() in content for content in files_of(data))
    assert "1 démarche est dans votre dossier" in window.notice_bar.accessibleName()
    window.go(routes.Documents())
    assert "Mes démarches (1)" in heads(window)
    assert "1 démarche est hors de votre dossier" in shown(window)
    press(window, "Les ranger dans mes documents")
    press(window, "Ranger dans mon dossier. 1. ")
    wait_for(qtbot, window, "Mes documents")
    assert window.app.walks.outside() == ()
    assert "hors de votre dossier" not in shown(window)
    window.go(routes.Home())
    qtbot.waitUntil(lambda: shown(window).count("Dans mes documents.") == 2, timeout=WAIT_MS)
    assert window.app.journeys.walk(walked, "fr").journey.notes == {("commander", "numero"): CANARY}
    assert window.app.walks.is_sealed(other)


def test_a_folder_that_closes_hides_its_walks_and_the_page_of_one_leaves(opened, qtbot, clock, monkeypatch):
    window = opened
    walked = begin(window, motif="perdue")
    at_step(window, walked)
    window.go(routes.Papers("carte-vitale", walked))
    window.go(routes.Walk(walked))
    # What is typed and not left yet is kept.
    children(window.page, Field)[0].setText(CANARY)
    heard: list[str] = []
    monkeypatch.setattr(accessible, "announce", lambda _widget, text: heard.append(text))
    leave_alone(window, clock)
    assert heading(window) == "Mes documents"
    assert window.page.heading.hasFocus()
    assert heard == ["Personne n’était là\u00a0: votre dossier chiffré est fermé."]
    assert window.app.journeys.summaries() == ()
    window.back()
    assert isinstance(window._route, routes.Documents)
    window.go(routes.Home())
    QApplication.processEvents()
    assert "Carte Vitale" not in shown(window)
    assert not any(CANARY.encode() in content for content in files_of(window.app.paths.data))
    window.go(routes.Documents())
    type_password(window, qtbot)
    press(window, "1. ")
    assert children(window.page, Field)[0].text() == CANARY


def test_a_walk_deleted_just_before_the_folder_closes_does_not_come_back_outside_it(opened, clock):
    walked = begin(opened, motif="perdue")
    journey = opened.app.journeys.walk(walked, "fr").journey
    opened.go(routes.Recap(walked))
    press(opened, "Supprimer cette démarche")
    leave_alone(opened, clock)
    with pytest.raises(UserError):
        opened.app.journeys.restore(journey)
    assert opened.app.walks.outside() == ()


def test_a_page_that_only_tells_of_a_walk_tells_of_it_no_more(opened, clock):
    begin(opened)
    opened.go(routes.Before("carte-vitale"))
    assert "Reprendre" in shown(opened)
    leave_alone(opened, clock)
    assert "Reprendre" not in shown(opened)
    assert isinstance(opened._route, routes.Before)


def test_what_was_being_passed_on_to_a_professional_goes_with_the_folder(opened, clock):
    walked = begin(opened, motif="perdue")
    opened.app.journeys.write_note(walked, ("commander", "numero"), CANARY)
    opened.go(routes.HandOver())
    assert CANARY in shown(opened) + boxes(opened)
    opened.app.handing_over.draft = opened.page._draft()
    leave_alone(opened, clock)
    assert CANARY not in shown(opened) + boxes(opened)
    assert not opened.app.handing_over.is_begun


def test_a_tick_that_is_long_to_be_kept_is_said_so_and_the_window_goes_on(opened, qtbot):
    walked = begin(opened, motif="perdue")
    at_step(opened, walked)
    pid = opened.app.space._worker.pid
    os.kill(pid, signal.SIGSTOP)
    try:
        box = children(opened.page, CheckBox)[0]
        started = time.perf_counter()
        box.click()
        stall = time.perf_counter() - started
        qtbot.waitUntil(lambda: "Enregistrement" in opened.notice_bar.accessibleName(), timeout=WAIT_MS)
        assert opened.app.is_saving
    finally:
        os.kill(pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: opened.notice_bar.accessibleName() == "C’est enregistré.", timeout=WAIT_MS)
    assert not opened.app.is_saving
    # Two cores that others use: alone, it is 40 ms.
    assert stall < 0.5


def test_a_worker_that_dies_closes_the_folder_and_is_said(opened, qtbot):
    walked = begin(opened, motif="perdue")
    at_step(opened, walked)
    os.kill(opened.app.space._worker.pid, signal.SIGKILL)
    children(opened.page, CheckBox)[0].click()
    qtbot.waitUntil(lambda: heading(opened) == "Mes documents", timeout=WAIT_MS)
    assert "s’est arrêté" in opened.notice_bar.accessibleName()
    assert opened.app.journeys.summaries() == ()
    type_password(opened, qtbot)
    assert opened.app.walks.is_sealed(walked)


def test_the_dates_and_the_sheet_of_a_walk_of_the_folder_are_as_those_of_any(opened):
    ended = begin(opened, motif="perdue", compte="oui")
    opened.app.journeys.write_note(ended, ("commander", "date"), "2026-11-24")
    opened.app.journeys.complete_step(ended, "verifier")
    opened.go(routes.After(ended))
    assert "Enregistrer" in shown(opened)
    opened.go(routes.Sheet(routes.SheetKind.RESULT, "carte-vitale", ended))
    assert "24 novembre 2026" in shown(opened)


def test_a_program_started_again_shows_the_walks_outside_and_those_of_the_folder_once_open(opened, qtbot):
    walked = begin(opened, motif="perdue")
    opened.app.journeys.tick(walked, TICK, is_ticked=True)
    opened.app.lock_space()
    again = build_app(opened.app.paths, opened.app.clock)
    assert again.journeys.summaries() == ()
    again.space.open(PASSWORD)
    again.hold(again.read_space())
    assert again.journeys.walk(walked, "fr").journey.ticks == {TICK}
    again.close()


def test_at_a_shared_computer_walks_come_from_the_stick_and_go_to_it(build, qtbot, clock, tmp_path):
    window = build(computer=Computer.SHARED)
    stick = tmp_path / "stick"
    made_space(stick)
    before = begin(window)
    window.publish(window.app.use_stick(stick))
    window.go(routes.Documents())
    type_password(window, qtbot)
    walked = begin(window, motif="perdue")
    window.app.journeys.write_note(walked, ("commander", "numero"), CANARY)
    window.go(routes.MoveIn())
    assert "la mémoire de cet ordinateur" in shown(window)
    press(window, "Ranger dans mon dossier. 1. ")
    qtbot.waitUntil(lambda: window.app.walks.outside() == (), timeout=WAIT_MS)
    assert window.app.desk_session.wiped().walks == 0
    window.app.end_desk_session()
    # The next person, the next day.
    clock.time += timedelta(days=1)
    assert window.app.journeys.summaries() == ()
    assert not window.app.paths.journeys.exists()
    assert not any(CANARY.encode() in content for content in files_of(window.app.paths.data))
    clock.time += timedelta(hours=2)
    window.app.use_stick(stick)
    clock.time += timedelta(minutes=12)
    window.go(routes.Documents())
    type_password(window, qtbot)
    session = window.app.desk_session
    assert {one.id for one in window.app.journeys.summaries()} == {before, walked}
    assert session.walks("fr") == ()
    assert session.minutes() == 15
    window.app.journeys.tick(walked, TICK, is_ticked=True)
    assert [walk.journey.id for walk in session.walks("fr")] == [walked]


def test_a_computer_that_becomes_shared_shows_no_walk_of_the_folder_of_before(opened):
    walked = begin(opened)
    at_step(opened, walked)
    opened.change_settings(opened.app.settings._replace(computer=Computer.SHARED))
    assert not opened.app.is_space_open
    assert opened.app.journeys.summaries() == ()
    assert heading(opened) == "Mes documents"
    assert "clé" in shown(opened)


def test_a_practice_is_kept_nowhere_even_with_the_folder_open(opened):
    opened.begin_practice("carte-vitale")
    opened.app.journeys.tick(opened.app.practice.journey_id, TICK, is_ticked=True)
    opened.go(routes.MoveIn())
    assert "vos vrais documents restent fermés" in shown(opened)
    opened.app.end_practice()
    assert opened.app.journeys.summaries() == ()


def test_the_pages_that_show_what_is_in_the_folder_stand_every_check_of_pages_in_each_look(build):
    found = []
    for look, (lang, comfort) in test_every_page.LOOKS.items():
        window = build(lang, comfort)
        app = window.app
        begin(window, motif="perdue")
        begin(window)
        prepare_appointment(window)
        made_space(app.paths.spaces)
        app.space.open(PASSWORD)
        window.publish(app.hold(app.read_space()))
        begin(window, motif="perdue")
        prepare_appointment(window)
        for route in (routes.MoveIn(), routes.Documents(), routes.Appointments()):
            window.go(route)
            come_to_rest(window)
            for name, check in test_every_page.CHECKS.items():
                found += [(look, name, route, *finding) for finding in check(window)]
    assert found == []
