"""Finds the fonts of the computer in less time, on Linux."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dematassist.system.settings import Font

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_VARIABLES = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT")
_USUAL = ("/etc/fonts/fonts.conf", "/usr/share/fonts")


@contextmanager
def quick_fonts(resources: Path, font: Font) -> Iterator[None]:
    """Have Qt read our own short configuration of fontconfig, if it looks for fonts within the block.

    The computer's own one is used where somebody chose another, where fonts are not at their usual place,
    and when the person reads in the desktop's font. The programs we start never see ours.
    """
    short = resources / "fonts" / "quick-fontconfig.xml"
    is_usual = (
        sys.platform.startswith("linux")
        and font is not Font.SYSTEM
        and not any(os.environ.get(name) for name in _VARIABLES)
        and all(os.path.exists(path) for path in (*_USUAL, short))  # noqa: PTH110 -- not paths of ours
    )
    if is_usual:
        os.environ["FONTCONFIG_FILE"] = str(short)
    try:
        yield
    finally:
        if is_usual:
            del os.environ["FONTCONFIG_FILE"]
