"""One private desktop for all tests of this folder; one program a test."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from dematassist.system.settings import Settings, write

from .program import Program
from .session import desktop, missing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def desktop_env(tmp_path_factory):
    if not sys.platform.startswith("linux"):
        pytest.skip("a private desktop needs an X server: these tests run on Linux only")
    # The test command installs all of it: what is missing is a fault, not a reason to skip.
    assert not missing()
    with desktop(tmp_path_factory.mktemp("desktop")) as env:
        yield env


@pytest.fixture
def program(desktop_env, tmp_path: Path):
    """Give the program, not started, with a private home and no settings: as on the first day."""
    made = Program(desktop_env, tmp_path / "own")
    yield made
    made.close()


@pytest.fixture
def welcomed(program: Program) -> Program:
    """Give the program of someone who has already answered the three questions."""
    write(program.home / "settings.json", Settings(lang="fr", is_welcome_done=True))
    return program
