"""The window closed while work is under way: what was due meanwhile is neither begun nor spoken of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtTest import QSignalSpy

from dematassist.ui.tasks import Lane, Tasks

ROOT = Path(__file__).resolve().parents[2]
CLOSE_AT_ONCE = """
import sys, threading, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from dematassist.cli.door import gui
from dematassist.ui.application import _SETTLED_MS
from dematassist.ui.tasks import Lane
from dematassist.ui.window import Window
from dematassist.system.paths import paths
application = QApplication(["test"])
begun = []
begin = threading.Thread.start
def start(thread):
    begun.append((thread.name, is_closed))
    begin(thread)
threading.Thread.start = start
is_closed = False
def close():
    global is_closed
    (window,) = (one for one in application.topLevelWidgets() if isinstance(one, Window))
    work = lambda _progress: time.sleep(1.5 * _SETTLED_MS / 1000)
    window.tasks.run(Lane.STORE, work, on_done=print, on_problem=print)
    window.close()
    is_closed = True
QTimer.singleShot(1, close)
status = gui(paths())
print(status, begun)
"""


def test_a_window_closed_at_once_ends_without_a_word(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.json").write_text('{"is_welcome_done": true}', encoding="utf-8")
    environment = {**os.environ, "DEMATASSIST_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", CLOSE_AT_ONCE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("0 []\n", "")


def test_work_given_after_the_lanes_are_closed_is_not_begun(qapp):
    done: list[str] = []
    tasks = Tasks()
    tasks.run(Lane.STORE, lambda _progress: done.append("before"), on_done=print, on_problem=print)
    tasks.close()
    late = tasks.run(Lane.STORE, lambda _progress: done.append("late"), on_done=print, on_problem=print)
    assert not QSignalSpy(late.bridge.ended).wait(100)
    assert done == ["before"]
