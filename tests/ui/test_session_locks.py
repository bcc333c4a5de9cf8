"""The folder closes when the computer is locked or sleeps, and it is said."""

from __future__ import annotations

import threading

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
