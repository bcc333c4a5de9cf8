"""The log says where something broke, and nothing of what a person typed."""

from __future__ import annotations

import stat
import sys
import threading

import pytest

from dematassist.system import log

TYPED = "1 85 05 78 006 084 36"


def broken() -> None:
    try:
        int(TYPED)
    except ValueError as error:
        raise KeyError(TYPED) from error


def test_a_traceback_is_written_without_its_messages(tmp_path):
    with pytest.raises(KeyError) as caught:
        broken()
    said = log.described(caught.value)
    assert "KeyError" in said
    assert "ValueError" in said
    assert "test_log.py" in said
    assert TYPED not in said


def test_an_error_nobody_caught_is_logged_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    told = []
    log.install_crash_hook(tmp_path / "own" / "log", lambda: told.append(True))
    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    assert told == [True]
    content = (tmp_path / "own" / "log").read_text()
    assert "broken" in content
    assert TYPED not in content
    assert stat.S_IMODE((tmp_path / "own" / "log").stat().st_mode) == 0o600


def test_the_log_never_grows_without_end(tmp_path):
    path = tmp_path / "log"
    for _ in range(30):
        log.append(path, "x" * 50_000)
    assert path.stat().st_size < 300_000


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    log.append(tmp_path / "file" / "log", "x")
