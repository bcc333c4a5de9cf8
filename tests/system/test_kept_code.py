"""Starting from one file: the same modules, and none that is not what its source says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

START = """
import sys
sys.path[:0] = [{root!r}, {place!r}]
from dematassist.system.kept_code import KeptCode
start = KeptCode({file!r})
start.begin()
import gc
import room.inner
import inspect
from_file = type(room.inner.__loader__).__name__ == "KeptCode"
names = start.end()
if names:
    start.write(names)
assert start not in sys.meta_path and gc.isenabled()
print(from_file, room.inner.VALUE, room.__path__ == [{place!r} + "/room"], room.inner.__file__)
print(inspect.signature(inspect.getdoc).parameters["object"])
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "__init__.py").write_text("")
    (tmp_path / "room" / "inner.py").write_text("VALUE = 1\n")
    return tmp_path


def start(place: Path, file: Path, **env: str) -> list[str]:
    code = START.format(root=str(ROOT), place=str(place), file=str(file))
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    words = done.stdout.split()
    assert words[2:4] == ["True", str(place / "room" / "inner.py")]
    assert words[4] == "object"
    return words[:2]


def test_modules_come_from_the_file_at_the_second_start(place, tmp_path):
    file = tmp_path / "new" / "start.code"
    assert start(place, file) == ["False", "1"]
    assert file.stat().st_mode & 0o77 == 0
    assert start(place, file) == ["True", "1"]


def test_a_module_that_changed_is_imported_as_it_is_now(place, tmp_path):
    file = tmp_path / "start.code"
    start(place, file)
    source = place / "room" / "inner.py"
    source.write_text("VALUE = 22\n")
    assert start(place, file) == ["False", "22"]
    assert start(place, file) == ["True", "22"]


def test_a_module_written_again_with_the_same_size_is_seen_too(place, tmp_path):
    file = tmp_path / "start.code"
    start(place, file)
    source = place / "room" / "inner.py"
    source.write_text("VALUE = 2\n")
    os.utime(source, ns=(1, source.stat().st_mtime_ns + 5_000_000_000))
    assert start(place, file)[1] == "2"


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\x00" * 5000])
def test_a_damaged_file_changes_nothing(place, tmp_path, content):
    file = tmp_path / "start.code"
    file.write_bytes(content)
    assert start(place, file) == ["False", "1"]


def test_a_file_cut_short_changes_nothing(place, tmp_path):
    file = tmp_path / "start.code"
    start(place, file)
    whole = file.read_bytes()
    for length in (10, 200, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        assert start(place, file)[1] == "1"


def test_the_file_of_another_copy_of_the_program_is_not_used(place, tmp_path):
    file = tmp_path / "start.code"
    start(place, file)
    file.write_bytes(
        file.read_bytes().replace(str(ROOT).encode(), b"/other" + b"x" * (len(str(ROOT)) - 6), 1)
    )
    assert start(place, file) == ["False", "1"]


def test_where_nothing_can_be_written_modules_are_imported_as_usual(place):
    assert start(place, Path("/proc/nowhere/start.code")) == ["False", "1"]
