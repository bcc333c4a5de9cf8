"""Who may import whom, and what must not be loaded before the first window. Each rule is also broken here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

HEAVY = {
    "PySide6.QtDBus", "PySide6.QtMultimedia", "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick",
    "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "asyncio", "babel", "cryptography", "httpx",
    "icalendar", "jeepney", "keyring", "mnemonic", "nacl", "opening_hours", "pikepdf", "PIL", "pydantic",
    "pypdfium2", "pyrage", "reportlab", "segno", "stdnum", "yaml", "zxingcpp",
}  # fmt: skip
"""What an old PC must not load to see the first page: each costs tens of milliseconds or megabytes."""


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of pyproject.toml on the ``dematassist`` of this folder."""
    return subprocess.run(
        [
            *(
                sys.executable,
                "-c",
                "from importlinter.cli import lint_imports_command; lint_imports_command()",
            ),
            *("--no-cache", "--config", str(folder / "pyproject.toml")),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_room_imports_only_what_it_may() -> None:
    done = contracts(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("guides/library.py", "import dematassist.journeys.model", "A room imports only the rooms below it"),
        ("places/model.py", "import dematassist.papers.model", "A room imports only the rooms below it"),
        ("unknown_room.py", "", "A room imports only the rooms below it"),
        ("wire/values.py", "import dematassist.errors", "A room imports only the rooms below it"),
        ("wire/values.py", "import time", "A model and a view do no input or output and read no clock"),
        ("journeys/record.py", "import PySide6.QtCore", "Only ui imports Qt"),
        (
            "ui/pages/home/view.py",
            "import dematassist.ui.window",
            "What a page says knows no Qt, not even through another module",
        ),
        ("journeys/model.py", "import sqlite3", "A model and a view do no input or output and read no clock"),
        (
            "ui/pages/walk/view.py",
            "from time import time",
            "A model and a view do no input or output and read no clock",
        ),
        ("app.py", "import dematassist.hub.life", "A room imports only the rooms below it"),
        ("hub/scan.py", "import dematassist.folding", "The hub shares only the messages with the program"),
        ("journeys/record.py", "import sqlalchemy", "Only the hub serves and knows a database server"),
        ("reports/outbox.py", "import httpx", "Nothing can reach the network but what delivers reports"),
        (
            "ui/tasks.py",
            "from urllib.request import urlopen",
            "Nothing can reach the network but what delivers reports",
        ),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    shutil.copytree(ROOT / "dematassist", tmp_path / "dematassist", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "dematassist" / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    done = contracts(tmp_path)
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout, done.stdout + done.stderr


def test_the_hub_names_no_room_but_the_messages() -> None:
    """The contract lists rooms; this also holds for a room that was built since. The barometer is a sheet."""
    named = {
        (path.name, *name)
        for path in (ROOT / "dematassist" / "hub").rglob("*.py")
        for name in re.findall(
            r"^\s*(?:from|import) dematassist(?:\.(\w+)| import (\w+))", path.read_text("utf-8"), re.MULTILINE
        )
    }
    rooms = {(file, one or other) for file, one, other in named}
    assert {room for file, room in rooms if file != "barometer.py"} == {"hub", "wire"}
    assert {room for file, room in rooms if file == "barometer.py"} == {"hub", "sheets"}


def test_nothing_heavy_is_loaded_before_the_first_window(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "benchmarks" / "first_paint.py"), "program"],
        env={**os.environ, "DEMATASSIST_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[-1])["modules"])
    assert "dematassist.ui.window" in loaded, "the program was not started"
    assert sorted(loaded & HEAVY) == []


@pytest.mark.parametrize("arguments", [["check", "."], ["format", "--check", "."]])
def test_ruff_is_clean(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_is_clean() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_committed_names_the_place_it_was_made_in() -> None:
    """The project builds anywhere: no path, no host of whoever wrote it."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, or no git: which files are committed is unknown")
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    texts = [ROOT / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    places = [b"/wor" + b"k/main", b"/opt/" + b"pypi", b"/opt/" + b"wheels", b"files.pytho" + b"nhosted"]
    found = [
        (str(path.relative_to(ROOT)), place.decode())
        for path in texts
        if path.is_file()
        for place in places
        if place in path.read_bytes()
    ]
    assert found == []
