"""A short code opens only where it was chosen; five wrong ones kill it; the keyring alone opens nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dematassist.errors import Cause, UserError
from dematassist.system.keyring import NoKeyring
from dematassist.vault import header, pins, unlocking
from tests.system.keyring_contract import InMemory

ROOT = Path(__file__).resolve().parents[2]

needs_keyring = pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None,
    reason="gnome-keyring or dbus is not installed",
)


def told(tmp_path: Path, *steps: str) -> list[str]:
    """Run the steps in a session with a keyring of its own."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"), str(home))
    done = subprocess.run(
        [
            *("dbus-run-session", "--", sys.executable, "-m", "tests.vault.pin_script"),
            *(str(tmp_path / "place"), *steps),
        ],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **folders},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    return [line.split(" ", 1)[1] for line in done.stdout.splitlines()]


def check(tmp_path: Path, steps: list[tuple[str, str]]) -> None:
    said = told(tmp_path, *(step for step, _expected in steps))
    assert list(zip((step for step, _expected in steps), said, strict=True)) == steps


@needs_keyring
def test_the_code_opens_until_it_is_replaced_removed_or_the_key_changes(tmp_path):
    check(
        tmp_path,
        [
            ("pin:204060", "pin-gone"),
            ("set:111111", "pin-unfit 6"),
            ("set:204060", "True"),
            ("pin:204060", "True"),
            ("change", "True"),
            ("pin:204060", "True"),
            ("set:987654", "True"),
            ("pin:204060", "pin-wrong 4"),
            ("pin:987654", "True"),
            ("remove", "False"),
            ("pin:987654", "pin-gone"),
            ("set:204060", "True"),
            ("key", "False"),
            ("pin:204060", "pin-gone"),
        ],
    )


@needs_keyring
def test_a_code_goes_for_good_even_when_the_keyring_is_dead(tmp_path):
    check(
        tmp_path,
        [("set:204060", "True"), ("kill", "done"), ("remove", "False"), ("change", "False")],
    )


@needs_keyring
def test_five_wrong_codes_kill_it_and_a_right_one_gives_the_tries_back(tmp_path):
    check(
        tmp_path,
        [
            ("set:204060", "True"),
            *((f"pin:00000{left}", f"pin-wrong {left}") for left in (4, 3, 2, 1)),
            ("pin:204060", "True"),
            *((f"pin:00000{left}", f"pin-wrong {left}") for left in (4, 3, 2, 1)),
            ("pin:000009", "pin-gone"),
            ("pin:204060", "pin-gone"),
        ],
    )


@pytest.fixture
def opened(tmp_path):
    new = unlocking.new_space_key("ancien mot de passe")
    header.write(tmp_path, header.first_header(new.keys, new.slots))
    return unlocking.UnlockedSpace(tmp_path, header.candidates(tmp_path)[0], new.keys)


def why(call, *args) -> Cause:
    with pytest.raises(UserError) as caught:
        call(*args)
    return caught.value.cause


def test_without_a_keyring_there_is_no_code(opened):
    assert why(pins.with_pin, opened, NoKeyring(), "204060") is Cause.KEYRING_ABSENT
    assert header.candidates(opened.folder)[0].pin is None


def test_a_try_is_counted_before_it_is_made(opened):
    """Ending the program during a try gives none back."""
    keyring = InMemory()
    found = pins.with_pin(opened, keyring, "204060").header
    (name,) = keyring.kept
    assert name == found.pin.id

    class EndsAfterFirstWrite(InMemory):
        def keep(self, name: str, secret: str) -> None:
            super().keep(name, secret)
            raise KeyboardInterrupt

    ended = EndsAfterFirstWrite()
    ended.kept = keyring.kept
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(KeyboardInterrupt):
            pins.identity_by_pin(found, ended, "204060")
        assert keyring.kept[name].startswith(f"{left}:")
    assert why(pins.identity_by_pin, found, keyring, "204060") is Cause.PIN_GONE


@pytest.mark.parametrize(
    "kept", ["", "5", "5:", "5:zz", "9:" + "00" * 32, "-1:" + "00" * 32, "x:" + "00" * 32]
)
def test_what_a_keyring_keeps_is_not_trusted(opened, kept):
    keyring = InMemory()
    found = pins.with_pin(opened, keyring, "204060").header
    keyring.kept[found.pin.id] = kept
    assert why(pins.identity_by_pin, found, keyring, "204060") is Cause.PIN_GONE


def test_what_the_keyring_keeps_opens_nothing_without_the_code(opened):
    keyring = InMemory()
    found = pins.with_pin(opened, keyring, "204060").header
    before = dict(keyring.kept)
    assert why(pins.identity_by_pin, found, keyring, "204061") is Cause.PIN_WRONG
    assert opened.keys.identity not in str(before)
    assert pins.identity_by_pin(found, keyring, "204060") == opened.keys.identity
    assert keyring.kept == before
