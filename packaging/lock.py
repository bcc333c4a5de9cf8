"""Write the locks again: ``python packaging/lock.py`` (needs uv, from the package registry).

``run.txt`` is what the program runs on; ``test.txt`` adds what its tests need. Both hold 6.8 LTS of Qt where
it has wheels: newer ones die on processors without SSE4.2. ``test-newest.txt`` is ``test.txt`` with the
newest sound Qt. Hashes of every file, for every system and Python, are in: pip takes nothing else.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOCKS = Path(__file__).resolve().parent / "requirements"
LTS = "pyside6-essentials==6.8.3 ; python_version < '3.14'\n"
EVERY_EXTRA = ("--extra", "voice", "--extra", "hub", "--extra", "test")
QT = ("pyside6-essentials", "shiboken6")


def write_lock(name: str, *arguments: str, constraints: str) -> None:
    """Write one lock from pyproject.toml, within the constraints given."""
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *arguments),
            *("--universal", "--python-version", "3.10", "--generate-hashes", "--upgrade"),
            *("--no-annotate", "--no-header", "--quiet", "--constraint", "-"),
            *("--output-file", str(LOCKS / name)),
        ],
        input=constraints,
        text=True,
        check=True,
        cwd=LOCKS.parents[1],
    )


def pins(name: str) -> list[str]:
    """Return the lines of a lock that pin a version, without their hashes."""
    lines = (LOCKS / name).read_text().splitlines()
    return [line.removesuffix(" \\") for line in lines if line and not line.startswith((" ", "#"))]


def main() -> None:
    """Write the three locks; only Qt differs between the last two."""
    write_lock("test.txt", *EVERY_EXTRA, constraints=LTS)
    same = pins("test.txt")
    write_lock("run.txt", "--extra", "voice", constraints="\n".join(same))
    others = [line for line in same if not line.startswith(QT)]
    write_lock("test-newest.txt", *EVERY_EXTRA, constraints="\n".join(others))


if __name__ == "__main__":
    main()
