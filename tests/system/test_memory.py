"""Temporary files in memory: the system says where a folder is."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dematassist.system import memory


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has folders in memory")
def test_the_folder_in_memory_is_there_and_a_folder_of_a_disk_is_never_taken_for_one(tmp_path, monkeypatch):
    found = memory.folder_in_memory()
    if not found:
        pytest.skip("this machine has no folder in memory")
    said = subprocess.run(["stat", "-f", "-c", "%T", found], capture_output=True, text=True, check=True)
    assert said.stdout.strip() in ("tmpfs", "ramfs")
    (tmp_path / "mounts").write_text("disk / ext4 rw 0 0\nshm /dev/shm ext4 rw 0 0\n")
    monkeypatch.setattr(memory, "_MOUNTS", str(tmp_path / "mounts"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert memory.folder_in_memory() == ""
    monkeypatch.setattr(memory, "_MOUNTS", str(tmp_path / "absent"))
    assert memory.folder_in_memory() == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has folders in memory")
def test_temporary_files_go_there(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(memory, "folder_in_memory", lambda: "")
    memory.keep_temporary_files_in_memory()
    assert tempfile.gettempdir() == str(tmp_path)
    there = tmp_path / "there"
    there.mkdir()
    monkeypatch.setattr(memory, "folder_in_memory", lambda: str(there))
    memory.keep_temporary_files_in_memory()
    with tempfile.NamedTemporaryFile() as made:
        assert Path(made.name).parent == there
