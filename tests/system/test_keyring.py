"""The keyring, real and in all its states: each is found out, and none is waited for without end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system import keyring_contract

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

pytestmark = pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None,
    reason="gnome-keyring or dbus is not installed",
)


def said(tmp_path: Path, *steps: str, has_bus: bool = True, **env: str) -> list[str]:
    """Run the script in a session of its own."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    bus = ["dbus-run-session", "--"] if has_bus else []
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"), str(home))
    paths = os.pathsep.join([str(ROOT), str(HERE)])
    done = subprocess.run(
        [*bus, sys.executable, str(HERE / "keyring_script.py"), *steps],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": paths, **folders, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.splitlines()


def test_the_real_one_and_the_one_of_the_tests_keep_the_same_contract(tmp_path):
    assert said(tmp_path, "start", "contract") == ["found", "kept"]
    keyring_contract.check(keyring_contract.InMemory())


def test_a_secret_is_kept_read_replaced_and_forgotten(tmp_path):
    kept = ("keep:a=b", "read:a", "keep:a=c", "read:a", "keep:z=y")
    forgotten = ("forget:a", "read:a", "forget:a", "read:z")
    assert said(tmp_path, "start", *kept, *forgotten) == ["found", "<b>", "<c>", "<>", "<y>"]


def test_a_secret_lasts_longer_than_the_session_and_is_not_in_a_file_as_it_is(tmp_path):
    said(tmp_path, "start", "keep:a=canary-of-the-keyring")
    assert said(tmp_path, "start", "read:a") == ["found", "<canary-of-the-keyring>"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any("keyrings" in path.parts for path in files)
    assert not [path for path in files if b"canary-of-the-keyring" in path.read_bytes()]


def test_a_locked_keyring_whose_question_nobody_can_answer_is_told(tmp_path):
    assert said(tmp_path, "start", "keep:a=b", "lock", "read:a") == ["found", "keyring-locked"]


def test_a_keyring_that_answers_nothing_is_not_waited_for(tmp_path):
    assert said(tmp_path, "start", "keep:a=b", "SIGSTOP", "read:a") == ["found", "keyring-silent"]
    assert said(tmp_path, "start", "SIGSTOP", "keep:a=b") == ["found", "keyring-silent"]


def test_a_keyring_that_died_is_told(tmp_path):
    """The bus may start another one, which is locked."""
    first, told = said(tmp_path, "start", "keep:a=b", "SIGKILL", "read:a")
    assert first == "found"
    assert told in {"keyring-absent", "keyring-locked"}


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "nonsense"])
def test_without_a_bus_there_is_no_keyring(tmp_path, address):
    told = said(tmp_path, "keep:a=b", has_bus=False, DBUS_SESSION_BUS_ADDRESS=address)
    assert told == ["none", "keyring-absent"]


@pytest.mark.parametrize(
    "backend",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "plain_text_keyring.PlainTextKeyring",
        "plain_text_keyring.DressedUp",
        "no_such_module.Keyring",
    ],
)
@pytest.mark.parametrize("step", ["keep:a=canary", "read:a", "forget:a"])
def test_any_other_keyring_counts_as_none_and_keeps_nothing(tmp_path, backend, step):
    told = said(tmp_path, step, has_bus=False, PYTHON_KEYRING_BACKEND=backend)
    assert told == ["none", "keyring-absent"]
    assert not list(tmp_path.rglob("*.json"))
