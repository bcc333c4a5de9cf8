"""The folder closes when the computer is locked or sleeps, and it is said."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from dematassist.journeys.model import AtStep
from dematassist.ui import routes
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.fields import Field

from .conftest import begin
from .test_documents import WAIT_MS, shown
from .test_sealed_walks import CANARY, files_of, opened, type_password

__all__ = ["opened"]

NO_TIME = "pas eu le temps de garder ce que vous écriviez"


def test_the_window_closes_the_folder_and_says_why(opened, qtbot):
    assert opened._folder_watch is not None
    heard = threading.Thread(target=opened._folder_watch.locks.lock)
    heard.start()
    heard.join()
    # The keys are gone before the window, which is busy here, knows.
    assert not opened.app.is_space_open
    qtbot.waitUntil(lambda: not opened.app.held and "Votre" in shown(opened), timeout=WAIT_MS)
    assert "Votre dossier est fermé." in shown(opened)
    assert "L’ordinateur s’est verrouillé" in opened.notice_bar.accessibleName()
    opened.tell("")
    opened._folder_watch.locks.lock()
    assert opened.notice_bar.accessibleName() == ""


@pytest.mark.parametrize("what", ["walk", "appointment"])
def test_what_is_being_typed_when_the_computer_is_locked_is_kept_in_the_folder(opened, qtbot, what):
    app = opened.app
    if what == "walk":
        about = begin(opened, motif="perdue")
        app.journeys.move(about, AtStep("commander"))
        opened.go(routes.Walk(about))
        children(opened.page, Field)[0].setText(CANARY)
    else:
        about, _changes = app.appointments.prepare()
        opened.go(routes.AppointmentForm(about))
        opened.page._service.setText(CANARY)
    heard = threading.Thread(target=opened._folder_watch.locks.lock)
    heard.start()
    qtbot.waitUntil(lambda: not app.is_space_open and not app.has_opened, timeout=WAIT_MS)
    heard.join()
    assert "L’ordinateur s’est verrouillé" in opened.notice_bar.accessibleName()
    assert not any(CANARY.encode() in content for content in files_of(app.paths.data))
    opened.go(routes.Documents())
    type_password(opened, qtbot)
    if what == "walk":
        assert CANARY in app.journeys.walk(about, "fr").journey.notes.values()
    else:
        assert app.appointments.appointment(about).service == CANARY


@pytest.mark.parametrize("is_typed", [True, False])
def test_what_a_busy_window_had_no_time_to_keep_is_said(opened, qtbot, is_typed):
    about, _changes = opened.app.appointments.prepare()
    opened.go(routes.AppointmentForm(about))
    if is_typed:
        opened.page._service.setText(CANARY)
    heard = threading.Thread(target=opened._folder_watch.locks.lock)
    heard.start()
    heard.join()
    qtbot.waitUntil(lambda: "verrouillé" in opened.notice_bar.accessibleName(), timeout=WAIT_MS)
    assert ("pas eu le temps" in opened.notice_bar.accessibleName()) is is_typed
    assert "Votre dossier est fermé." in shown(opened)
    assert not any(CANARY.encode() in content for content in files_of(opened.app.paths.data))


def type_while_the_worker_is_long(opened) -> None:
    about = begin(opened, motif="perdue")
    opened.app.journeys.move(about, AtStep("commander"))
    opened.app.wait_until_saved(5)
    opened.go(routes.Walk(about))
    children(opened.page, Field)[0].setText(CANARY)
    os.kill(opened.app.space._worker.pid, signal.SIGSTOP)


def test_keys_do_not_wait_for_a_worker_that_is_long_and_what_it_did_not_keep_is_said(opened, qtbot):
    type_while_the_worker_is_long(opened)
    heard = threading.Thread(target=opened._folder_watch.locks.lock)
    heard.start()
    qtbot.waitUntil(lambda: NO_TIME in opened.notice_bar.accessibleName(), timeout=WAIT_MS)
    heard.join()
    assert not opened.app.has_opened


def test_what_fails_as_the_keys_go_is_said_even_if_the_window_said_it_a_moment_before(opened, qtbot):
    type_while_the_worker_is_long(opened)
    going = threading.Timer(0.3, opened.app.space.lock)
    going.start()
    opened._folder_watch.locks._keep(threading.Event(), time.monotonic() + WAIT_MS / 1000)
    going.join()
    # The window looks whether what was late is kept.
    qtbot.wait(400)
    opened._folder_watch.locks._tell()
    assert NO_TIME in opened.notice_bar.accessibleName()


@pytest.mark.parametrize("route", [routes.SpaceCare(), routes.Carry(), routes.SeveralPages()])
def test_every_page_of_the_folder_goes_when_it_closes(opened, qtbot, route):
    opened.go(route)
    opened._folder_watch.locks.lock()
    qtbot.waitUntil(lambda: "Votre dossier est fermé." in shown(opened), timeout=WAIT_MS)
