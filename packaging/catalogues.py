"""Gather the sentences of the code into the catalogues: ``python packaging/catalogues.py``.

Writes ``translations/dematassist.pot`` and brings every ``.po`` up to date with it; sentences that the
code no longer has are dropped.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POT = "translations/dematassist.pot"


def babel(*arguments: str) -> None:
    """Run one command of Babel at the root of the project."""
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "-q", *arguments], check=True, cwd=ROOT)


if __name__ == "__main__":
    babel(
        *(
            "extract",
            "-F",
            "packaging/babel.cfg",
            "-k",
            "pgettext:1c,2",
            "-c",
            "Translators:",
            "--no-location",
        ),
        *("--sort-output", "--project=DematAssist", "--omit-header", "-o", POT, "dematassist"),
    )
    for lang in ("fr", "ar"):
        target = f"translations/{lang}/LC_MESSAGES/dematassist.po"
        command = "update" if (ROOT / target).exists() else "init"
        extra = (
            ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")
            if command == "update"
            else ()
        )
        (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
        babel(command, *extra, "-i", POT, "-o", target, "-l", lang)
