"""The scanner's folder in « Mes documents »: told, taken in with one click, erased only when asked."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from dematassist.system import settings as settings_file
from dematassist.system.settings import Computer
from dematassist.ui import routes
from tests.copies import samples

from . import test_every_page
from .conftest import come_to_rest
from .test_documents import PASSWORD, WAIT_MS, heading, opened, press, shown, troubles

__all__ = ["opened"]

NEW = "2 nouveaux documents de votre scanner."


@pytest.fixture
def scans(tmp_path, monkeypatch):
    """A folder of a scanner, which a person chooses."""
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "ancien.pdf").write_bytes(samples.letter(3))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    return folder


def name_it(window, qtbot) -> None:
    window.go(routes.Documents())
    press(window, "Dire où mon scanner")
    qtbot.waitUntil(lambda: "Rien de nouveau de votre scanner" in shown(window), timeout=WAIT_MS)


def scan(window, qtbot, folder) -> None:
    for number in (1, 2):
        (folder / f"scan {number}.pdf").write_bytes(samples.letter(number))
    qtbot.waitUntil(lambda: NEW in shown(window), timeout=WAIT_MS)


def findings(window) -> list[object]:
    come_to_rest(window)
    return [finding for check in test_every_page.CHECKS.values() for finding in check(window)]


def test_new_scans_are_told_taken_in_with_one_click_and_erased_when_asked(opened, qtbot, scans):
    name_it(opened, qtbot)
    scan(opened, qtbot, scans)
    assert "scan 1.pdf, scan 2.pdf" in shown(opened)
    assert findings(opened) == []
    press(opened, "Ajouter ces papiers")
    qtbot.waitUntil(lambda: len(opened.app.held) == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "2 papiers sont dans votre dossier chiffré" in shown(opened), timeout=WAIT_MS)
    assert NEW not in shown(opened)
    assert findings(opened) == []
    assert len(list(scans.iterdir())) == 3
    press(opened, "Effacer les fichiers du scanner")
    qtbot.waitUntil(
        lambda: "2 fichiers du scanner sont effacés." in opened.notice_bar.accessibleName(), timeout=WAIT_MS
    )
    assert [path.name for path in scans.iterdir()] == ["ancien.pdf"]
    # The next start remembers the folder, and what was seen in it.
    kept = settings_file.read(opened.app.paths.settings, opened.app.clock.now())[0].scanner
    assert kept.folder == str(scans)
    assert kept == opened.app.settings.scanner
    assert kept.seen_ns > max(path.stat().st_ctime_ns for path in scans.iterdir())


def test_scans_set_aside_are_told_no_more_and_kept_ones_stay(opened, qtbot, scans):
    name_it(opened, qtbot)
    scan(opened, qtbot, scans)
    press(opened, "Laisser ceux-là de côté")
    assert "Rien de nouveau de votre scanner" in shown(opened)
    (scans / "scan 3.pdf").write_bytes(samples.letter(1))
    qtbot.waitUntil(lambda: "1 nouveau document de votre scanner." in shown(opened), timeout=WAIT_MS)
    press(opened, "Ajouter ces papiers")
    # Its kind and its days are asked at once; the scanner's file is asked about afterwards.
    qtbot.waitUntil(lambda: heading(opened) == "scan 3.pdf", timeout=WAIT_MS)
    opened.go(routes.Documents())
    press(opened, "Garder les fichiers du scanner")
    assert "Effacer les fichiers du scanner" not in shown(opened)
    assert len(list(scans.iterdir())) == 4
    press(opened, "Ne plus regarder mon scanner")
    assert "Dire où mon scanner range ses fichiers" in shown(opened)
    assert opened.app.settings.scanner.folder == ""


def test_a_scan_that_is_refused_is_said_and_told_no_more(opened, qtbot, scans):
    name_it(opened, qtbot)
    (scans / "faux.pdf").write_bytes(b"MZ" + bytes(3000))
    qtbot.waitUntil(lambda: "1 nouveau document" in shown(opened), timeout=WAIT_MS)
    press(opened, "Ajouter ces papiers")
    qtbot.waitUntil(lambda: "faux.pdf" in troubles(opened), timeout=WAIT_MS)
    assert "Rien de nouveau de votre scanner" in shown(opened)
    assert (scans / "faux.pdf").exists()


def test_a_folder_that_went_is_said(opened, qtbot, scans):
    name_it(opened, qtbot)
    (scans / "ancien.pdf").unlink()
    scans.rmdir()
    qtbot.waitUntil(lambda: "n’est pas là" in shown(opened), timeout=WAIT_MS)
    scans.mkdir()
    qtbot.waitUntil(lambda: "Rien de nouveau" in shown(opened), timeout=WAIT_MS)


def test_at_a_shared_computer_the_folder_is_known_for_this_session_only(build, qtbot, scans, tmp_path):
    window = build(computer=Computer.SHARED)
    app = window.app
    stick = tmp_path / "cle"
    stick.mkdir()
    app.use_stick(stick)
    sheet = app.space.prepare(PASSWORD)
    app.space.create(tuple(sheet.words[number - 1] for number in sheet.asked))
    window.publish(app.hold(()))
    name_it(window, qtbot)
    assert app.scanner is not None
    assert app.settings.scanner.folder == ""
    assert not app.paths.settings.exists()
    app.end_desk_session()
    assert app.scanner is None
