"""Whether a screen reader runs on this computer: two voices must not talk over each other."""

from __future__ import annotations

import shutil
import subprocess
import sys

_SECONDS = 2


def is_screen_reader_on() -> bool:
    """Return what the system says; ``False`` where it says nothing. Takes a few milliseconds.

    Linux: ``org.a11y.Status.ScreenReaderEnabled`` (AT-SPI), through ``gdbus``, which every desktop has.
    Windows: ``SPI_GETSCREENREADER``. macOS: the VoiceOver preference.
    """
    if sys.platform == "win32":
        return _is_on_windows()
    command = _MAC if sys.platform == "darwin" else _LINUX
    if not shutil.which(command[0]):
        return False
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and any(word in done.stdout for word in ("true", "1"))


_LINUX = [
    *("gdbus", "call", "--session", "--timeout", "1", "--dest", "org.a11y.Bus"),
    *("--object-path", "/org/a11y/bus", "--method", "org.freedesktop.DBus.Properties.Get"),
    *("org.a11y.Status", "ScreenReaderEnabled"),
]
_MAC = ["defaults", "read", "com.apple.universalaccess", "voiceOverOnOffKey"]


def _is_on_windows() -> bool:
    import ctypes

    is_on = ctypes.c_int(0)
    spi_get_screen_reader = 0x0046
    windll = getattr(ctypes, "windll", None)
    return bool(
        windll
        and windll.user32.SystemParametersInfoW(spi_get_screen_reader, 0, ctypes.byref(is_on), 0)
        and is_on.value
    )
