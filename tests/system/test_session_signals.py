"""What is said on a real bus when a session is locked or sleeps is heard, and the sleep waits for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def said(*steps: str, has_bus: bool = True) -> list[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    # The system's bus is the one of this session: no test speaks to the real one.
    start = 'export DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS"; exec "$@"'
    bus = ["dbus-run-session", "--", "sh", "-c", start, "sh"] if has_bus else []
    done = subprocess.run(
        [*bus, sys.executable, "-m", "tests.system.session_signals_script", *steps],
        env=env if has_bus else env | dict.fromkeys(
            ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"), "unix:path=/nowhere/bus"
        ),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="dbus is not installed")
def test_it_closes_at_each_lock_and_before_each_sleep_which_waits_for_it():
    held = "held sleep DematAssist delay"
    assert said(
        *("begin=1", "lock=1", "unlock=0", "saver=1", "shown=0", "gnome=1"),
        *("sleep=2", "wake=1", "sleep=2", "wake=1", "close=1"),
    ) == [
        *("- begin", held),
        *("- lock", "closed", "- unlock"),
        *("- saver", "closed", "- shown"),
        *("- gnome", "closed"),
        *("- sleep", "closed", "given back"),
        *("- wake", held),
        *("- sleep", "closed", "given back"),
        *("- wake", held),
        *("- close", "given back"),
    ]


def test_without_a_bus_nothing_happens():
    assert said("alone=0", "close=0", has_bus=False) == ["- alone", "- close"]
