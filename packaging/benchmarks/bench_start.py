"""How fast the program opens, against a bare Qt window, in the same run: wall, CPU, memory, files.

``python packaging/benchmarks/bench_start.py [RUNS]``. On a private desktop (Xvfb, a window manager), as the
tests have. Goals: wall and CPU ≤ 1.15, memory ≤ 1.25, files ≤ bare + 25.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.desktop.session import desktop  # noqa: E402 -- from this checkout

FORBIDDEN = [
    "pydantic",
    "httpx",
    "keyring",
    "reportlab",
    "cryptography",
    "asyncio",
    "yaml",
    "babel",
    "PySide6.QtNetwork",
    "PySide6.QtQuick",
    "PySide6.QtMultimedia",
    "PySide6.QtWebEngineCore",
]


def environment(home: Path) -> dict[str, str]:
    """Return what a person's own session has: the program finds its folders itself."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DEMATASSIST", "XDG"))}
    return {**kept, "HOME": str(home)}


def once(which: str, home: Path) -> dict[str, float]:
    """Start one program; return its wall and CPU seconds, memory in KiB, and the modules it loaded."""
    start = time.time()
    done = subprocess.run(
        [sys.executable, str(HERE / "first_paint.py"), which],
        env=environment(home),
        stdout=subprocess.PIPE,
        check=True,
    )
    said = json.loads(done.stdout)
    return {"wall": said["at"] - start, "cpu": said["cpu"], "pss": said["pss"], "modules": said["modules"]}


def files(which: str, home: Path) -> int:
    """Return how many files are opened with success before the first paint."""
    trace = home / "trace"
    subprocess.run(
        [
            "strace",
            "-f",
            "-e",
            "trace=openat",
            "-o",
            str(trace),
            sys.executable,
            str(HERE / "first_paint.py"),
            which,
        ],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return sum("ENOENT" not in line and "= -1" not in line for line in trace.read_text().splitlines())


def main() -> None:
    """Run both in turn and print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    with tempfile.TemporaryDirectory() as folder, desktop(Path(folder)) as screen:
        os.environ.update(screen)
        home = Path(folder) / "person"
        settings = home / ".config" / "dematassist"
        settings.mkdir(parents=True)
        (settings / "settings.json").write_text('{"is_welcome_done": true}')
        for which in ("bare", "program"):
            once(which, home)
        rows = [(once("bare", home), once("program", home)) for _ in range(runs)]
        for name, unit in (("wall", "s"), ("cpu", "s"), ("pss", "KiB")):
            bare = statistics.median(row[0][name] for row in rows)
            own = statistics.median(row[1][name] for row in rows)
            print(f"{name:6} bare {bare:10.3f} {unit}   program {own:10.3f} {unit}   ratio {own / bare:.2f}")
        loaded = set(rows[0][1]["modules"])
        print("forbidden modules loaded:", sorted(loaded & set(FORBIDDEN)) or "none")
        if shutil.which("strace"):
            bare, own = files("bare", home), files("program", home)
            print(f"files  bare {bare}   program {own}   more {own - bare}")
        else:
            print("files  not counted: strace is missing")


if __name__ == "__main__":
    main()
