"""The folder closes when the computer is locked or sleeps, and it is said."""

from __future__ import annotations

import threading

import pytest

from dematassist.ui import routes

from .test_documents import WAIT_MS, opened, shown

__all__ = ["opened"]


def test_the_window_closes_the_folder_and_says_why(opened, qtbot):
    assert opened._locks is not None
    heard = threading.Thread(target=opened._locks.lock)
    heard.start()
    heard.join()
    # The keys are gone before the window knows.
    assert not opened.app.is_space_open
    qtbot.waitUntil(lambda: not opened.app.held and "Votre" in shown(opened), timeout=WAIT_MS)
    assert "Votre dossier est fermé." in shown(opened)
    assert "L’ordinateur s’est verrouillé" in opened.notice_bar.accessibleName()
    opened.tell("")
    opened._locks.lock()
    assert opened.notice_bar.accessibleName() == ""


@pytest.mark.parametrize("route", [routes.SpaceCare(), routes.Carry(), routes.SeveralPages()])
def test_every_page_of_the_folder_goes_when_it_closes(opened, qtbot, route):
    opened.go(route)
    opened._locks.lock()
    qtbot.waitUntil(lambda: "Votre dossier est fermé." in shown(opened), timeout=WAIT_MS)
