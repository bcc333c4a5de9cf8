"""What is done before the home page is painted, counted: a rise cannot come back unseen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRST_PAINT = ROOT / "packaging" / "benchmarks" / "first_paint.py"

OURS = {
    "app": {"desk", "folder", "ground", "guides", "practice", "preferences", "reports", "walks"},
    "catalogue": set(),
    "changes": set(),
    "cli": {"door"},
    "errors": set(),
    "i18n": set(),
    "system": {
        *("clock", "files", "folders", "kept_code", "locks", "log", "paths", "settings", "single_instance"),
    },
    "ui": {
        *("accessible", "application", "bars", "changes", "page", "pages", "problems", "quick_enumerations"),
        *("quick_imports", "routes", "shortcuts", "tasks", "theme", "widgets", "window"),
    },
    "ui.pages": {"home"},
    "ui.pages.home": {"page", "view"},
    "ui.theme": {"pictograms", "quick_fonts", "tokens"},
    "ui.widgets": {"buttons", "children", "fields", "flow", "labels", "paint", "search_field"},
}
"""Our modules that the home page needs to be painted. Another one is imported where it is first used."""

OTHERS = {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap"}
"""Of what is not ours nor Python's, that and nothing else."""

MEMBERS_SPARED = 2000
"""Members of Qt's enumerations that are not made yet, of more than two thousand three hundred."""

FILES_MORE = 25
"""Files opened beyond those of a bare window."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a person who has opened the program before."""
    home = tmp_path_factory.mktemp("start")
    (home / "settings.json").write_text('{"is_welcome_done": true}')
    start("program", home)
    return home


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "DEMATASSIST_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}


def start(which: str, home: Path, *before: str) -> dict[str, Any]:
    done = subprocess.run(
        [*before, sys.executable, str(FIRST_PAINT), which],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.fixture(scope="module")
def painted(home: Path) -> dict[str, Any]:
    return start("program", home)


def test_the_home_page_imports_what_it_needs_of_ours_and_nothing_else(painted):
    rooms = {("dematassist." + room, *names) for room, names in OURS.items()}
    expected = {"dematassist"} | {room for room, *_names in rooms}
    expected |= {f"{room}.{name}" for room, *names in rooms for name in names}
    loaded = {name for name in painted["modules"] if name.split(".")[0] == "dematassist"}
    assert "dematassist.ui.pages.home.page" in loaded, "home was not shown"
    assert sorted(loaded - expected) == []
    assert sorted(expected - loaded) == [], "not needed any more: take it out of the list"


def test_of_others_the_home_page_imports_qt_alone(painted):
    roots = {name.split(".")[0] for name in painted["modules"] if not name.startswith("_")}
    assert sorted(roots - set(sys.stdlib_module_names) - {"dematassist", *OTHERS}) == []
    qt = {name for name in painted["modules"] if name.startswith("PySide6.Qt")}
    assert qt == {"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"}


def test_catalogues_are_not_decoded_whole(painted):
    assert "gettext" not in painted["modules"]


def test_the_members_of_the_enumerations_of_qt_are_not_made_before_they_are_needed(painted):
    assert painted["waiting"] > MEMBERS_SPARED


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace counts the files")
def test_hardly_more_files_are_opened_than_for_a_bare_window(home, tmp_path):
    def opened(which: str) -> int:
        trace = tmp_path / which
        start(which, home, "strace", "-f", "-e", "trace=openat", "-o", str(trace))
        return sum("= -1" not in line for line in trace.read_text().splitlines() if "openat(" in line)

    start("bare", home)
    assert opened("program") <= opened("bare") + FILES_MORE
