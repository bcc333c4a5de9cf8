"""Our short configuration of fonts: only where it is enough, and never for the programs we start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dematassist.system.settings import Font
from dematassist.ui.theme.quick_fonts import quick_fonts

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="fontconfig is used on Linux only"
)


@pytest.fixture(autouse=True)
def _bare(monkeypatch):
    for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"):
        monkeypatch.delenv(name, raising=False)


def test_it_is_there_within_the_block_and_gone_after():
    with quick_fonts(RESOURCES, Font.ATKINSON):
        assert os.environ["FONTCONFIG_FILE"] == str(RESOURCES / "fonts" / "quick-fontconfig.xml")
    assert "FONTCONFIG_FILE" not in os.environ


def test_the_choice_of_the_computer_or_of_the_person_is_kept(monkeypatch):
    with quick_fonts(RESOURCES, Font.SYSTEM):
        assert "FONTCONFIG_FILE" not in os.environ
    monkeypatch.setenv("FONTCONFIG_FILE", "/elsewhere")
    with quick_fonts(RESOURCES, Font.ATKINSON):
        assert os.environ["FONTCONFIG_FILE"] == "/elsewhere"
    assert os.environ["FONTCONFIG_FILE"] == "/elsewhere"


def test_without_the_file_nothing_changes(tmp_path):
    with quick_fonts(tmp_path, Font.ATKINSON):
        assert "FONTCONFIG_FILE" not in os.environ


def test_fontconfig_reads_it_and_finds_the_fonts_of_the_computer():
    if not shutil.which("fc-list"):
        pytest.skip("fc-list (fontconfig), which reads the configuration, is not installed")
    with quick_fonts(RESOURCES, Font.ATKINSON):
        done = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True)
    usual = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert set(done.stdout.splitlines()) == set(usual.stdout.splitlines())
