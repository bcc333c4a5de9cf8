"""Qt loaded in less time answers as Qt loaded by itself."""

from __future__ import annotations

import enum
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dematassist.ui.quick_enumerations import members_later

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
EVERY_ENUMERATION = """
import enum, operator, pickle, re, warnings
import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets
warnings.simplefilter("ignore")
def answer(ask, *values):
    try:
        return re.sub("0x[0-9a-f]+", "", repr(ask(*values)))
    except (TypeError, ValueError) as error:
        return str(error)
for module in (PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets):
    for name in sorted(dir(module)):
        scope = getattr(module, name)
        names = [one for one in sorted(vars(scope)) if one[0].isupper()] if isinstance(scope, type) else []
        inside = [getattr(scope, one) for one in names]
        for one in (scope, *inside):
            if isinstance(one, enum.EnumMeta):
                members = list(one.__members__.items())
                assert all(pickle.loads(pickle.dumps(member)) is member for _name, member in members)
                assert all(one(member.value) is member for _name, member in members if member.value)
                print(type(one), one.__mro__, one.__module__, one.__qualname__, one.__doc__)
                print(sorted(vars(one)))
                print([(name, repr(member), member.value, hash(member)) for name, member in members])
                print([repr(member) for member in one], answer(one, 2), answer(one, -12345))
                for operation in (operator.or_, operator.and_, operator.xor, operator.add, operator.lt):
                    print([answer(operation, member, members[-1][1]) for _name, member in members[:3]])
"""
QUICK = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from dematassist.ui import quick_imports
quick_imports.load_qt(Path({file!r}))
"""
CHECK = """
import enum
assert type(enum.Enum) is type(enum.Flag) is type(enum.IntEnum) is type(enum.IntFlag) is enum.EnumMeta
assert builtins.__import__.__name__ != "__feature_import__"
assert builtins.compile.__name__ == "compile"
"""


def said(code: str, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
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


def test_every_enumeration_is_that_of_qt_once_it_is_named(tmp_path):
    env = {"PYTHONHASHSEED": "0"}  # the hash of a member is that of its name
    code = QUICK.format(root=str(ROOT), file=str(tmp_path / "qt.code")) + EVERY_ENUMERATION
    assert said(code, **env).splitlines() == said(EVERY_ENUMERATION, **env).splitlines()


def test_keys_and_their_modifiers_are_put_together(tmp_path):
    code = QUICK.format(root=str(ROOT), file=str(tmp_path / "qt.code"))
    ask = """
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
print(both.value == 0x06000000, QKeySequence(both | Qt.Key.Key_L).toString())
"""
    assert said(code + ask).split() == ["True", "Ctrl+Shift+L"]


def test_an_enumeration_written_as_a_class_meanwhile_is_a_true_one():
    stock = enum.Flag
    with members_later():

        class Own(enum.Flag):
            ONE = 1
            TWO = 2

    assert Own.__mro__[1] is enum.Flag is stock
    assert type(Own) is enum.EnumMeta
    assert Own.ONE | Own.TWO is Own(3)


LATER = """
from PySide6.QtCore import QEvent, QLocale, Qt
from dematassist.ui import quick_enumerations
def waits(): return len(quick_enumerations._waiting)
"""


def test_an_enumeration_is_made_when_it_is_named_and_no_other(tmp_path):
    code = QUICK.format(root=str(ROOT), file=str(tmp_path / "qt.code")) + LATER
    ask = "print(waits()); Qt.Key; print(waits()); Qt.Key; print(waits())"
    before, after, again = map(int, said(code + ask).split())
    assert before > 100
    assert before - after == 1
    assert after == again


def test_a_member_that_qt_returns_is_the_one_that_is_named_later(tmp_path):
    code = QUICK.format(root=str(ROOT), file=str(tmp_path / "qt.code")) + LATER
    ask = "found = QLocale('fr').language(); print(found is QLocale.Language.French, found)"
    assert said(code + ask).split() == ["True", "Language.French"]


def test_an_enumeration_of_a_module_never_waits(tmp_path):
    code = QUICK.format(root=str(ROOT), file=str(tmp_path / "qt.code"))
    ask = "import PySide6.QtCore; print(type(vars(PySide6.QtCore)['QtMsgType']).__name__)"
    assert said(code + ask).strip() in ("EnumType", "EnumMeta")


def test_threads_that_name_an_enumeration_together_all_see_its_members(tmp_path):
    code = QUICK.format(root=str(ROOT), file=str(tmp_path / "qt.code")) + LATER
    ask = """
import sys, threading
sys.setswitchinterval(1e-6)
seen, start = [], threading.Barrier(8)
def look():
    start.wait()
    seen.append((len(Qt.Key), Qt.Key.Key_A.name, len(QEvent.Type)))
threads = [threading.Thread(target=look) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(seen), len(set(seen)))
"""
    assert said(code + ask).split() == ["8", "1"]


@pytest.mark.parametrize("other", ["_Waiting.__prepare__ = None", "_InPlace.__new__ = lambda *_, **__: int"])
def test_where_enumerations_are_made_otherwise_they_are_made_at_once(other, tmp_path):
    before, load = QUICK.format(root=str(ROOT), file=str(tmp_path / "qt.code")).rsplit("quick_imports.", 1)
    broken = f"from dematassist.ui import quick_enumerations\nquick_enumerations.{other}\n"
    code = f"{before}{broken}quick_imports.{load}{LATER}print(waits(), len(Qt.Key) > 400)"
    assert said(code).split() == ["0", "True"]
