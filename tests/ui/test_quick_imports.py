"""Qt loaded in less time answers as Qt loaded by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

ASK = """
import builtins, inspect, sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
application = QApplication(["test", "-platform", "offscreen"])
for wrong in (lambda: QWidget().setWindowTitle(3), lambda: QLabel(1, 2, 3, 4), lambda: Qt.Key("x")):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
print(QWidget.setWindowTitle.__doc__, QLabel.__doc__)
print(getattr(QWidget.resize, "__signature__", None), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
"""
QUICK = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from dematassist.ui import quick_imports
quick_imports.load_qt(Path({file!r}))
"""
CHECK = """
assert builtins.__import__.__name__ != "__feature_import__"
assert builtins.compile.__name__ == "compile"
"""


def said(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def stock() -> str:
    return said(ASK)


def quick(file: Path) -> str:
    return said(QUICK.format(root=str(ROOT), file=str(file)) + ASK + CHECK)


def test_errors_help_and_signatures_are_those_of_qt(stock, tmp_path):
    file = tmp_path / "qt.code"
    assert quick(file) == stock
    assert file.exists()
    assert quick(file) == stock


@pytest.mark.parametrize("content", [b"", b"rubbish", b"dematassist \x00\x01"])
def test_a_damaged_file_of_compiled_code_changes_nothing(stock, tmp_path, content):
    file = tmp_path / "qt.code"
    file.write_bytes(content)
    assert quick(file) == stock


def test_what_only_words_errors_waits_until_it_is_asked_for(tmp_path):
    code = QUICK.format(root=str(ROOT), file=str(tmp_path / "qt.code"))
    waiting = "print(len(quick_imports._waiting))"
    ask = "from PySide6.QtCore import QObject\ntry:\n    QObject(1)\nexcept TypeError:\n    pass\n"
    before, after = said(f"{code}{waiting}\n{ask}{waiting}").split()
    assert int(before) > int(after)
