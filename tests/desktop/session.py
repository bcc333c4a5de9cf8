"""A private desktop: its own X server, session bus, accessibility bus and window manager.

Nothing of the caller's desktop is read or changed, and everything started here is ended.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED = ("Xvfb", "openbox", "dbus-daemon", "gdbus", "setpriv", "xdotool")
SYSTEM_PYTHON = "/usr/bin/python3"
"""PyGObject, which speaks AT-SPI, is Debian's and lives there only."""


def missing() -> str:
    """Say what this machine lacks to have a desktop; empty when nothing."""
    lacking = [tool for tool in NEEDED if not shutil.which(tool)]
    found = subprocess.run(
        [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"], check=False
    )
    if found.returncode:
        lacking.append("gir1.2-atspi-2.0")
    return ", ".join(lacking)


@contextlib.contextmanager
def desktop(folder: Path, size: str = "1024x768") -> Iterator[dict[str, str]]:
    """Start a desktop and give the environment of a program that runs on it.

    ``DESKTOP_PICTURE`` in it is the file where the X server keeps the screen.
    """
    processes: list[subprocess.Popen[bytes]] = []

    def start(*command: str, env: dict[str, str], **options: object) -> subprocess.Popen[bytes]:
        with (folder / f"{Path(command[0]).name}.log").open("wb") as log:
            # The system ends it even when this process is killed before it can.
            process = subprocess.Popen(
                ("setpriv", "--pdeathsig", "TERM", *command),
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **options,
            )
        processes.append(process)
        return process

    home = folder / "home"
    runtime = folder / "run"
    for made in (home, runtime):
        made.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    env = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("QT_", "XDG_", "DBUS_", "AT_SPI", "WAYLAND"))
    }
    env |= {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "NO_AT_BRIDGE": "0",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "DESKTOP_PICTURE": str(folder / "Xvfb_screen0"),
    }
    try:
        read, write = os.pipe()
        start(
            *("Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-dpi", "96"),
            # Without auto-repeat: on a busy computer a key may seem held that was only pressed.
            *("-nolisten", "tcp", "-noreset", "-r", "-fbdir", str(folder)),
            env=env,
            pass_fds=(write,),
        )
        os.close(write)
        with os.fdopen(read) as said:
            env["DISPLAY"] = f":{said.readline().strip()}"
        address = f"unix:path={runtime / 'bus'}"
        start("dbus-daemon", "--session", "--nofork", f"--address={address}", env=env)
        env["DBUS_SESSION_BUS_ADDRESS"] = address
        until((runtime / "bus").exists, "the session bus")
        # As a desktop does when a screen reader starts: this wakes the accessibility bus.
        for status in ("IsEnabled", "ScreenReaderEnabled"):
            set_status(env, status, is_on=True)
        start("openbox", "--sm-disable", env=env)
        yield env
    finally:
        for process in reversed(processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def set_status(env: dict[str, str], name: str, *, is_on: bool) -> None:
    """Set a property of org.a11y.Status."""
    subprocess.run(
        [
            *("gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus"),
            *("--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", name),
            f"<{str(is_on).lower()}>",
        ],
        env=env,
        check=True,
        capture_output=True,
        timeout=30,
    )


def until(condition: object, what: str, seconds: float = 20) -> None:
    """Wait until ``condition()`` holds; fail with ``what`` when it never does."""
    assert callable(condition)
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            raise TimeoutError(what)
        time.sleep(0.05)
