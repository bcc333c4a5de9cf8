"""Where things are kept: what the library of the trade answers, without its import on Linux."""

from __future__ import annotations

import subprocess
import sys

import platformdirs
import pytest

from dematassist.system.paths import paths, private_folder


@pytest.fixture(autouse=True)
def _bare(monkeypatch):
    for name in ("DEMATASSIST_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("chosen", [None, "", "/somewhere/else"])
def test_data_and_settings_are_where_the_system_wants_them(monkeypatch, chosen):
    if chosen is not None:
        monkeypatch.setenv("XDG_DATA_HOME", chosen)
        monkeypatch.setenv("XDG_CONFIG_HOME", chosen)
    assert paths().data == platformdirs.user_data_path("dematassist", appauthor=False)
    assert paths().settings.parent == platformdirs.user_config_path("dematassist", appauthor=False)


def test_a_relative_folder_is_not_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    if sys.platform.startswith("linux"):
        assert paths().data == tmp_path / ".local" / "share" / "dematassist"


def test_one_folder_for_all_when_it_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("DEMATASSIST_HOME", str(tmp_path))
    assert (paths().data, paths().settings.parent) == (tmp_path, tmp_path)


def test_a_folder_of_this_user_is_open_to_no_other(tmp_path):
    private_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o77 == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the library is used")
def test_the_slow_library_is_not_imported_on_linux():
    code = "import sys; from dematassist.system.paths import paths; paths(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "platformdirs" not in done.stdout.split()
