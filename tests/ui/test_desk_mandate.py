"""A session that begins, and the copies of papers that a person leaves for the time of a mandate."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from dematassist.desk.mandate import Act, Duration
from dematassist.system.settings import Comfort, Computer
from dematassist.ui import routes
from dematassist.ui.widgets.buttons import CheckBox
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.fields import Field
from dematassist.vault.model import DocumentFacts
from dematassist.vault.states import Unlocked

from . import test_every_page
from .conftest import come_to_rest
from .test_documents import PASSWORD, WAIT_MS, heading, press, shown, troubles, wait_for


@pytest.fixture
def desk(build, clock, tmp_path):
    """A shared computer today, as the worker sees it; the open space of a person on their stick."""
    clock.time = datetime.combine(date.today(), datetime.min.time(), timezone.utc)  # noqa: DTZ011
    clock.time += timedelta(hours=12)
    window = build(comfort=Comfort(text_percent=200), computer=Computer.SHARED)
    (tmp_path / "stick").mkdir()
    window.app.use_stick(tmp_path / "stick")
    space = window.app.space
    sheet = space.prepare(PASSWORD)
    space.create(tuple(sheet.words[number - 1] for number in sheet.asked))
    for title in ("Carte", "Bail"):
        space.add_content(f"%PDF-1.7 {title}".encode(), f"{title}.pdf", DocumentFacts(title=title))
    window.app.hold(space.documents())
    return window


def print_mandate(window) -> str:
    app = window.app
    app.fill_in_mandate("Awa Exemple", "Refaire ma carte", ("Carte",), frozenset(Act), Duration.MONTH)
    app.mandates.keep_printed(app.desk_session.mandate, b"the pdf", app.clock.now())
    return app.desk_session.mandate.number


def look(window) -> None:
    come_to_rest(window)
    for name, check in test_every_page.CHECKS.items():
        assert check(window) == [], (name, heading(window))


def test_a_session_begins_as_a_guest_from_a_stick_or_with_a_mandate(build):
    window = build(computer=Computer.SHARED)
    for words, place in (
        ("Commencer sans rien garder", routes.Home),
        ("Commencer avec mes papiers", routes.Documents),
        ("Commencer avec un mandat", routes.Mandates),
    ):
        window.go(routes.DeskStart())
        press(window, words)
        assert isinstance(window._route, place)


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_nothing_is_cut_or_unnamed_on_the_pages_that_are_others_at_a_shared_computer(build, lang):
    window = build(lang, Comfort(text_percent=200), computer=Computer.SHARED)
    for route in (
        routes.DeskStart(),
        routes.ComfortSettings(),
        routes.HubSettings(),
        routes.MyReports(),
        routes.DeskEnd(),
    ):
        window.go(route)
        look(window)


def test_copies_are_left_opened_with_their_own_password_and_gone_when_the_person_ends_it(desk, qtbot):
    window, app = desk, desk.app
    window.go(routes.Mandates())
    assert "Laisser des copies" not in shown(window)
    number = print_mandate(window)
    window.go(routes.Mandates())
    press(window, "Laisser des copies de mes papiers")
    look(window)
    boxes = {box.words(): box for box in children(window.page, CheckBox)}
    assert not any(box.isChecked() for box in boxes.values())
    press(window, "Copier ces papiers")
    assert "Cochez au moins un papier" in troubles(window)
    next(box for words, box in boxes.items() if "Carte" in words).setChecked(True)
    (field,) = children(window.page, Field)
    code = field.text()
    press(window, "Copier ces papiers")
    wait_for(qtbot, window, "Mandats")
    look(window)
    press(window, "Ouvrir les copies")
    assert not app.is_space_open
    look(window)
    window.page._field.setText(PASSWORD)
    press(window, "Ouvrir le dossier")
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=WAIT_MS)
    window.page._field.setText(code)
    press(window, "Ouvrir le dossier")
    qtbot.waitUntil(lambda: "Carte" in shown(window), timeout=WAIT_MS)
    look(window)
    said = shown(window)
    assert "Refaire ma carte" in said
    for absent in ("Bail", "Tout emporter", "Protéger", "Ajouter", "corbeille"):
        assert absent not in said
    window.go(routes.Mandates())
    press(window, "Y mettre fin")
    assert app.mandates.known(number).ended_on is not None
    assert not app.is_space_open
    assert not list(app.paths.mandate_folders.rglob("*.age"))
    assert not app.has_place_for_space


def test_copies_whose_time_is_over_do_not_open_and_are_deleted(desk, qtbot):
    window, app = desk, desk.app
    number = print_mandate(window)
    app.leave_copies(PASSWORD, app.held, lambda _done, _total: None)
    folder = app.paths.mandate_folders / number
    app.use_mandate(number)
    app.clock.time += timedelta(days=40)
    assert app.sweep_mandates().kinds
    assert not folder.exists()


def test_copies_that_are_open_when_their_last_day_ends_are_closed_and_deleted(desk, qtbot):
    window, app = desk, desk.app
    number = print_mandate(window)
    app.leave_copies(PASSWORD, app.held, lambda _done, _total: None)
    app.use_mandate(number)
    app.open_copies(app.space, app.desk_session.opened_mandate, PASSWORD)
    window.publish(app.hold(app.space.documents()))
    app.clock.time = datetime.combine(app.desk_session.opened_mandate.terms.last_day, app.clock.time.timetz())
    window._folder_watch.idling._stay()
    window._folder_watch.idling.look()
    assert app.is_space_open
    app.clock.time += timedelta(days=1)
    window._folder_watch.idling._stay()
    window._folder_watch.idling.look()
    assert not app.is_space_open
    assert "Ce mandat est terminé" in window.notice_bar.accessibleName()
    qtbot.waitUntil(lambda: not (app.paths.mandate_folders / number).exists(), timeout=WAIT_MS)


def test_the_end_of_a_session_closes_the_copies_that_are_open(desk):
    window, app = desk, desk.app
    number = print_mandate(window)
    app.leave_copies(PASSWORD, app.held, lambda _done, _total: None)
    app.use_mandate(number)
    app.open_copies(app.space, app.desk_session.opened_mandate, PASSWORD)
    space = app.space
    assert isinstance(space.state, Unlocked)
    app.end_desk_session()
    assert not isinstance(space.state, Unlocked)
    assert app.mandate_folders.find(number) is not None
    assert not app.may_leave_copies
