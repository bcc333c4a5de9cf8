"""An archive read in another process: the same library, and nothing half written whatever becomes of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dematassist.errors import Cause, UserError
from dematassist.guides.lexicon import Lexicon
from dematassist.guides.official import beside, importer
from dematassist.guides.official.importer import take_in
from dematassist.guides.official.store import open_official
from tests.guides.official.samples import sheet, write_zip

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 2, 10)
NOTHING = Lexicon((), (), ())
SAID = {"F2": "papier du maire"}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Return the processes started; nothing is made in this one."""
    children: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def kept(*given: Any, **named: Any) -> subprocess.Popen[bytes]:
        child: subprocess.Popen[bytes] = start(*given, **named)
        children.append(child)
        return child

    monkeypatch.setattr(importer, "_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(beside, "make", None)
    monkeypatch.setattr(beside.subprocess, "Popen", kept)
    return children


def archive(folder: Path, **titles: str) -> Path:
    folder.mkdir(exist_ok=True)
    return write_zip(folder / "a.zip", {f"{name}.xml": sheet(name, title) for name, title in titles.items()})


def test_what_another_process_reads_makes_the_same_library(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    target = tmp_path / "official.db"
    pro = write_zip(tmp_path / "pro.zip", {"F9.xml": sheet("F9", "Kbis", audience="professionnels")})
    assert take_in(pro, target, NOTHING, TODAY, said=SAID)
    intake = take_in(archive(tmp_path, F1="Un", F2="Deux"), target, NOTHING, TODAY, said=SAID)
    assert len(started) == 2
    assert intake is not None
    assert intake.sheets == 3
    official = open_official(target)
    assert [official.sheet(name).title for name in ("F1", "F2", "F9")] == ["Un", "Deux", "Kbis"]
    answer = official.search("papier du maire ", "fr")
    assert answer is not None
    assert [hit.id for hit in answer.hits] == ["F2"]
    assert [change.id for change in official.changes()] == ["F2", "F1"]
    official.close()


NO_SHEETS = "the archive has none"
DIES = "raise SystemExit(3)"
LIES = "import sys; sys.stdout.buffer.write(b'\\0' * 7 + b'\\3' + b'\\xc1ab')"
BOASTS = "import sys; sys.stdout.buffer.write(b'\\xff' * 4096)"


@pytest.mark.parametrize("child", [NO_SHEETS, DIES, LIES, BOASTS])
def test_whatever_becomes_of_the_other_process_the_old_library_stays(
    tmp_path: Path,
    started: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    child: str,
) -> None:
    target = tmp_path / "official.db"
    take_in(archive(tmp_path, F1="Un"), target, NOTHING, TODAY)
    source = archive(tmp_path, F2="Deux")
    if child is NO_SHEETS:
        write_zip(source, {"F1.xml": "<html/>"})
    else:
        monkeypatch.setattr(beside, "child_command", lambda: (sys.executable, "-c", child))
    with pytest.raises(UserError) as refused:
        take_in(source, target, NOTHING, TODAY)
    assert refused.value.cause is Cause.OFFICIAL_UNREADABLE
    assert refused.value.details["path"] == str(source)
    official = open_official(target)
    assert official.has("F1")
    official.close()
    assert not list(tmp_path.glob(".official*"))
    assert all(one.poll() is not None for one in started)


def test_what_the_disk_said_there_is_said_here(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = (
        "import sys; from dematassist.guides.official import beside\n"
        "def make(*given): raise OSError(28, 'full', '/disk')\n"
        "beside.make = make; beside.main()"
    )
    monkeypatch.setattr(beside, "child_command", lambda: (sys.executable, "-c", full))
    with pytest.raises(UserError) as said:
        take_in(archive(tmp_path, F1="Un"), tmp_path / "official.db", NOTHING, TODAY)
    assert said.value.cause is Cause.DISK_FULL
    assert len(started) == 1


def _stop(_done: int, _total: int) -> None:
    raise KeyboardInterrupt


def test_an_import_that_is_stopped_ends_the_other_process(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        take_in(archive(tmp_path, F1="Un"), tmp_path / "official.db", NOTHING, TODAY, on_progress=_stop)
    (child,) = started
    assert child.poll() is not None


def test_where_no_process_can_be_started_the_archive_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(beside, "child_command", lambda: (str(tmp_path / "no such program"),))
    assert take_in(archive(tmp_path, F1="Un"), tmp_path / "official.db", NOTHING, TODAY)
