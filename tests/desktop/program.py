"""The program as a person starts it, on a private desktop, seen and driven from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .screen import screenshot
from .session import SYSTEM_PYTHON, until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
_HARMLESS = (
    "propagateSizeHints",
    "Could not find accessible on path",
    "applicationInterface does not implement",
    # With Orca: what it listens to that Qt does not know, and keys typed faster than it says them.
    "Subscription string not handled",
    "Received text event for invalid interface",
    "keyEventError",
    "notifyKeyboardListenerCallback",
)
"""Words of lines on standard error that are the desktop's, not the program's."""

WINDOWS = ("dialog", "frame", "window")
VIEWS = ("list", "page tab list", "table", "tree", "tree table")
ROWS = ("list item", "menu item", "page tab", "table cell", "tree item")


def focus_of(nodes: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """Return what has the focus, or None: the outermost, since a view also says it of its parts.

    Qt says it of the current row of every view, whether or not the view has it: a row is believed only when
    its view has the focus.
    """
    having = [node for node in nodes if "focused" in node["states"] and node["role"] not in WINDOWS]
    outermost = next((node for node in having if node["role"] not in ROWS), None)
    if outermost is None or outermost["role"] not in VIEWS:
        return outermost
    path = outermost["path"]
    return next(
        (node for node in having if node["role"] in ROWS and node["path"][: len(path)] == path), outermost
    )


class Eyes:
    """What an assistive technology sees."""

    def __init__(self, env: dict[str, str]) -> None:
        driver = Path(__file__).with_name("atspi_driver.py")
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, str(driver), "DematAssist"],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **request: object) -> Any:
        """Make one request of the driver."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["ok"]

    def find(self, name: str, role: str = "") -> list[dict[str, Any]]:
        """Return what shows under this name (its beginning)."""
        return self.ask(do="find", name=name, role=role)

    def wait(self, name: str, role: str = "", seconds: float = 15) -> dict[str, Any]:
        """Wait until something shows under this name; return it."""
        found: list[dict[str, Any]] = []

        def is_there() -> bool:
            found[:] = self.find(name, role)
            return bool(found)

        until(is_there, f"nothing named {name!r} ({role})", seconds)
        return found[0]

    def press(self, name: str, role: str = "push button") -> None:
        """Press what shows under this name, once it does."""
        until(lambda: self.ask(do="press", name=name, role=role), f"nothing named {name!r} ({role}) to press")

    def focused(self, *, again: bool = False) -> dict[str, Any]:
        """Return what has the focus; ``again`` as for a tree."""
        return focus_of(self.ask(do="focused", again=again)) or {"role": "", "name": ""}

    def wait_focus(self, name: str, seconds: float = 10) -> dict[str, Any]:
        """Wait until what has the focus has this name (its beginning)."""
        until(
            lambda: self.focused()["name"].startswith(name),
            f"the focus is on {self.focused()['name']!r}, not on {name!r}",
            seconds,
        )
        return self.focused()

    def tree(self, *, again: bool = False) -> list[dict[str, Any]]:
        """Return everything that is visible.

        ``again`` after another tree: of what it held, only places and states are looked at.
        """
        return self.ask(do="tree", again=again)

    def listen(self, *events: str) -> None:
        """Begin to keep what a screen reader would hear, or these events."""
        assert self.ask(do="listen", events=events)

    def heard(self) -> list[dict[str, str]]:
        """Return what was heard since the last time: ``event`` and what it ``said``."""
        return self.ask(do="heard")

    def close(self) -> None:
        """End the driver."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=10)
        assert self._process.stdout
        self._process.stdout.close()


class Program:
    """The program, its window, its private home."""

    def __init__(self, env: dict[str, str], home: Path, lang: str = "fr") -> None:
        self.env = {**env, "DEMATASSIST_HOME": str(home), "LANG": f"{lang}_FR.UTF-8"}
        self.home = home
        self.eyes = Eyes(env)
        self._process: subprocess.Popen[str] | None = None
        self._errors = home.parent / f"{home.name}.stderr"

    def start(self, *arguments: str, command: list[str] | None = None) -> None:
        """Start it as a person does, and wait for its window."""
        with self._errors.open("a") as errors:
            self._process = subprocess.Popen(
                command or [sys.executable, "-m", "dematassist", "gui", *arguments],
                env=self.env,
                cwd=ROOT,
                stderr=errors,
                text=True,
            )
        until(self.windows, "no window", 30)
        subprocess.run(["xdotool", "windowactivate", "--sync", self.windows()[0]], env=self.env, check=False)
        until(lambda: self.eyes.focused()["name"], "nothing has the focus")

    def windows(self) -> list[str]:
        """Return the ids of its windows."""
        assert self._process
        said = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self._process.pid), "--name", "DematAssist"],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        return said.stdout.split()

    def keys(self, *names: str) -> None:
        """Press keys, one after the other, as a hand does."""
        for name in names:
            self._key(name)
            time.sleep(0.06)

    def _key(self, name: str) -> None:
        subprocess.run(["xdotool", "key", "--clearmodifiers", name], env=self.env, check=True)

    def tab(self, before: dict[str, Any] | None) -> dict[str, Any]:
        """Press Tab where ``before`` has the focus; return what has it once it has had the time to move."""
        self._key("Tab")
        limit = time.monotonic() + 1
        while True:
            focus = self.eyes.focused(again=True)
            if (focus["role"] and focus["path"] != (before or {}).get("path")) or time.monotonic() > limit:
                return focus

    def type(self, text: str) -> None:
        """Type a text."""
        subprocess.run(["xdotool", "type", "--delay", "15", text], env=self.env, check=True)

    def tab_to(self, name: str, limit: int = 60) -> None:
        """Press Tab until the focus is on ``name`` (its beginning)."""
        focus = self.eyes.focused()
        for _ in range(limit):
            if focus["name"].startswith(name):
                return
            focus = self.tab(focus)
        raise AssertionError(f"Tab never reaches {name!r}")

    def picture(self) -> Image.Image:
        """Return what the screen shows now."""
        return screenshot(Path(self.env["DESKTOP_PICTURE"]))

    def sockets(self) -> list[str]:
        """Return the addresses of the network that it has open: there must be none."""
        assert self._process
        folder = Path(f"/proc/{self._process.pid}")
        held = {str(link.readlink()) for link in (folder / "fd").iterdir() if link.is_symlink()}
        lines = [
            f"{kind} {line}"
            for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")
            for line in (folder / "net" / kind).read_text().splitlines()[1:]
        ]
        # The tenth field after the kind is the inode of the socket (proc_net_tcp).
        return [line for line in lines if f"socket:[{line.split()[10]}]" in held]

    def longest_core(self) -> str:
        """Return how much of its memory the system would write to a disk if it crashed."""
        assert self._process
        limits = Path(f"/proc/{self._process.pid}/limits").read_text().splitlines()
        return next(line for line in limits if line.startswith("Max core file size")).split()[4]

    def temporary_folders(self) -> set[str]:
        """Return where the processes that it started put temporary files."""
        assert self._process
        # Each thread has the processes that it started.
        lists = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        found = set()
        for child in " ".join(each.read_text() for each in lists).split():
            given = Path(f"/proc/{child}/environ").read_bytes().split(b"\0")
            found |= {one.decode().partition("=")[2] for one in given if one.startswith(b"TMPDIR=")}
        return found

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        assert self._process
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """Close it as a person does; anything it wrote on standard error fails the test."""
        network: list[str] = []
        ended = self._process.poll() if self._process else None
        if self._process and ended is None:
            network = self.sockets()
            self.keys("ctrl+q")
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
        self.eyes.close()
        assert ended in (None, -signal.SIGKILL), f"it ended by itself: {ended}"
        said = self._errors.read_text() if self._errors.exists() else ""
        lines = [line for line in said.splitlines() if not any(word in line for word in _HARMLESS)]
        assert not lines, lines
        assert not network, network
