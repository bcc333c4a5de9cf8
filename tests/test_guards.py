"""What guards every test must itself be seen to work: each guard fails a test that deserves it."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "import socket\nwith socket.socket() as s: s.connect(('127.0.0.1', 9))",
            "*the network was used: socket.connect*",
        ),
        (
            "import socket\ntry: socket.getaddrinfo('localhost', 80)\nexcept OSError: pass",
            "*socket.getaddrinfo *localhost*",
        ),
        (
            "import threading, time\nthreading.Thread(target=time.sleep, args=[60], daemon=True).start()",
            "*threads left running: *Thread-*",
        ),
        ("import warnings\nwarnings.warn('old way', DeprecationWarning)", "*DeprecationWarning: old way*"),
        ("from PySide6.QtCore import qWarning\nqWarning('odd widget')", "*odd widget*"),
        ("open(__file__)", "*ResourceWarning: unclosed file*"),
    ],
)
def test_a_guard_fails_the_test_that_deserves_it(pytester: pytest.Pytester, body: str, said: str) -> None:
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    options = [
        line
        for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
        if line.startswith(("filterwarnings", "qt_"))
    ]
    pytester.makepyprojecttoml("[tool.pytest.ini_options]\n" + "\n".join(options))
    pytester.makepyfile("def test_bad(qapp):\n" + textwrap.indent(body, "    "))
    outcome = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    assert outcome.ret == 1
    outcome.stdout.fnmatch_lines([said])


def test_a_test_without_fault_passes_the_guards(pytester: pytest.Pytester) -> None:
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import socket

        def test_good(tmp_path):
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(str(tmp_path / "s"))
        """
    )
    assert pytester.runpytest_subprocess("-p", "no:cacheprovider").ret == 0
