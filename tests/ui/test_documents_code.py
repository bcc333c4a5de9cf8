"""The short code of « Mes documents », with a real keyring: chosen, used, killed; never at a desk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from dematassist.errors import Cause, UserError
from dematassist.system.keyring import _LIMIT_SECONDS
from dematassist.system.settings import Computer
from dematassist.ui import routes
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.secret import SecretField
from dematassist.vault.space import Space
from dematassist.vault.states import Locked

from . import test_every_page
from .conftest import come_to_rest
from .test_documents import PASSWORD, WAIT_MS, opened, press, shown, troubles

__all__ = ["opened"]

ROOT = Path(__file__).resolve().parents[2]
CODE = "204060"
PLAIN_TEXT = "tests.system.plain_text_keyring.PlainTextKeyring"

needs_keyring = pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-daemon") is None,
    reason="gnome-keyring or dbus is not installed",
)


@pytest.fixture
def bus(tmp_path, monkeypatch):
    """Give this test, and the worker it starts, a session bus of their own."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    )
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield daemon
    daemon.kill()
    daemon.communicate()


@pytest.fixture
def keyring(bus):
    """Start a real keyring on that bus, unlocked."""
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    daemon.stdin.write(b"the password of the session")
    daemon.stdin.close()
    subprocess.run(["gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.secrets"], check=True)
    yield daemon
    daemon.kill()
    daemon.wait()


def code_field(window) -> SecretField:
    return next(f for f in children(window.page, SecretField) if f.accessibleName() == "Code court")


def protect(window, qtbot) -> None:
    window.go(routes.SpaceCare())
    qtbot.waitUntil(lambda: "Utiliser ce code" in shown(window), timeout=WAIT_MS)


def set_code(window, qtbot) -> None:
    protect(window, qtbot)
    window.page._current.setText(PASSWORD)
    code_field(window).setText(CODE)
    press(window, "Utiliser ce code")
    qtbot.waitUntil(lambda: "Le code court est gardé" in told(window), timeout=WAIT_MS)


def told(window) -> str:
    return window.notice_bar.accessibleName()


def close(window) -> None:
    window.publish(window.app.lock_space())
    window.go(routes.Documents())


def try_code(window, qtbot, code: str) -> None:
    """Type a code, and wait until its page, or another one, says what came of it."""
    code_field(window).setText(code)
    press(window, "Ouvrir le dossier")
    page = window.page
    qtbot.waitUntil(
        lambda: page.is_gone or any(b.text() for b in children(page, Beside) if b.isVisibleTo(window)),
        timeout=WAIT_MS,
    )


@needs_keyring
def test_a_code_is_chosen_opens_and_is_taken_away(keyring, opened, qtbot):
    protect(opened, qtbot)
    page = opened.page
    page._current.setText("pas celui-ci du tout")
    code_field(opened).setText(CODE)
    press(opened, "Utiliser ce code")
    qtbot.waitUntil(lambda: bool(troubles(opened)), timeout=WAIT_MS)
    assert opened.focusWidget() is page._current
    page._current.setText(PASSWORD)
    code_field(opened).setText("111111")
    press(opened, "Utiliser ce code")
    qtbot.waitUntil(lambda: "Choisissez-en un autre" in troubles(opened), timeout=WAIT_MS)
    assert opened.focusWidget() is code_field(opened)
    set_code(opened, qtbot)
    for route in (routes.SpaceCare(), routes.Documents()):
        protect(opened, qtbot)
        if route == routes.Documents():
            close(opened)
        come_to_rest(opened)
        for check in test_every_page.CHECKS.values():
            assert list(check(opened)) == []
    assert "Tapez votre code court" in shown(opened)
    code_field(opened).setText(CODE)
    press(opened, "Ouvrir le dossier")
    qtbot.waitUntil(lambda: "Fermer le dossier" in shown(opened), timeout=WAIT_MS)
    protect(opened, qtbot)
    press(opened, "Retirer le code")
    qtbot.waitUntil(lambda: "n’ouvre plus rien" in told(opened), timeout=WAIT_MS)
    close(opened)
    assert opened.app.space.state == Locked(has_pin=False)
    assert "Tapez son mot de passe" in shown(opened)


@needs_keyring
def test_five_wrong_codes_kill_it_which_is_said_and_it_is_offered_no_more(keyring, opened, qtbot):
    set_code(opened, qtbot)
    close(opened)
    for left in (4, 3, 2, 1):
        try_code(opened, qtbot, "000001")
        assert f"{left}." in troubles(opened)
        assert opened.focusWidget() is code_field(opened)
        qtbot.waitUntil(opened.page._opening.isEnabled, timeout=WAIT_MS)
    try_code(opened, qtbot, "000001")
    assert "Le code court ne peut plus servir" in told(opened)
    assert "Tapez son mot de passe" in shown(opened)
    assert "Utiliser mon code court" not in shown(opened)
    opened.page._field.setText(PASSWORD)
    press(opened, "Ouvrir le dossier")
    qtbot.waitUntil(lambda: "Fermer le dossier" in shown(opened), timeout=WAIT_MS)
    # Nor is it when the program is opened again.
    assert Space(opened.app.paths.spaces).state == Locked(has_pin=False)


@needs_keyring
def test_a_keyring_that_blocks_holds_neither_the_window_nor_the_password(keyring, opened, qtbot):
    set_code(opened, qtbot)
    close(opened)
    keyring.send_signal(signal.SIGSTOP)
    gaps, last = [], [time.monotonic()]

    def tick() -> None:
        now = time.monotonic()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer(opened)
    timer.timeout.connect(tick)
    timer.start(10)
    try_code(opened, qtbot, CODE)
    timer.stop()
    # The keyring was waited for that long: the window was not.
    assert max(gaps) < _LIMIT_SECONDS / 2
    assert "ne répond pas" in told(opened)
    press(opened, "Utiliser mon code court")
    code_field(opened).setText(CODE)
    press(opened, "Ouvrir le dossier")
    qtbot.wait(300)
    before = time.monotonic()
    press(opened, "Ouvrir avec le mot de passe")
    opened.page._field.setText(PASSWORD)
    press(opened, "Ouvrir le dossier")
    qtbot.waitUntil(lambda: "Fermer le dossier" in shown(opened), timeout=WAIT_MS)
    assert time.monotonic() - before < _LIMIT_SECONDS


@needs_keyring
def test_a_locked_keyring_is_said_and_the_password_asked(keyring, opened, qtbot):
    set_code(opened, qtbot)
    close(opened)
    code = "from tests.system.keyring_script import lock; lock()"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=dict(os.environ))
    try_code(opened, qtbot, CODE)
    assert "est verrouillé" in told(opened)
    assert "Tapez son mot de passe" in shown(opened)


@pytest.mark.parametrize("backend", ["", PLAIN_TEXT])
def test_without_a_keyring_that_seals_the_page_says_why_and_what_serves(opened, qtbot, monkeypatch, backend):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    if backend:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
        monkeypatch.setenv("PYTHONPATH", str(ROOT))
    close(opened)
    opened.app.space.open(PASSWORD)
    opened.publish(opened.app.hold(opened.app.space.documents()))
    opened.go(routes.SpaceCare())
    qtbot.waitUntil(lambda: "n’a pas d’endroit sûr" in shown(opened), timeout=WAIT_MS)
    assert "Ouvrez avec votre mot de passe" in shown(opened)
    assert "Utiliser ce code" not in shown(opened)
    with pytest.raises(UserError) as caught:
        opened.app.space.set_pin(PASSWORD, CODE)
    assert caught.value.cause is Cause.KEYRING_ABSENT


@needs_keyring
def test_a_code_is_never_offered_at_a_shared_computer(keyring, opened, qtbot):
    set_code(opened, qtbot)
    opened.change_settings(opened.app.settings._replace(computer=Computer.UNKNOWN))
    assert "Nous ne savons pas à qui" in shown(opened)
    press(opened, "Il est à moi")
    qtbot.waitUntil(lambda: "Utiliser ce code" in shown(opened), timeout=WAIT_MS)
    assert opened.app.settings.computer is Computer.MINE
    opened.change_settings(opened.app.settings._replace(computer=Computer.SHARED))
    opened.app.use_stick(opened.app.paths.spaces)
    opened.go(routes.Documents())
    assert opened.app.space.state == Locked(has_pin=True)
    assert "Tapez son mot de passe" in shown(opened)
    assert "code court" not in shown(opened)
    opened.page._field.setText(PASSWORD)
    press(opened, "Ouvrir le dossier")
    qtbot.waitUntil(lambda: "Fermer le dossier" in shown(opened), timeout=WAIT_MS)
    opened.go(routes.SpaceCare())
    assert "un code court n’y serait pas sûr" in shown(opened)
    assert "Utiliser ce code" not in shown(opened)
