"""Write the locks again: ``python packaging/lock.py`` (needs uv, from the package registry).

``run.txt`` is what the program runs on, ``test.txt`` adds what its tests need; both hold 6.8 LTS of Qt
where it has wheels. ``newest-qt.txt`` replaces Qt by the newest sound one. Hashes of every file are in.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LTS = "pyside6-essentials==6.8.3 ; python_version < '3.14'"


def compile_lock(name: str, *arguments: str, constraint: str = "") -> None:
    """Write one lock for every Python and system."""
    constraints = HERE / "requirements" / ".constraints.txt"
    constraints.write_text(f"{constraint}\n")
    try:
        subprocess.run(
            [
                sys.executable,
                "-m",
                "uv",
                "pip",
                "compile",
                "--universal",
                "--python-version",
                "3.10",
                "--generate-hashes",
                "--no-annotate",
                "--no-header",
                "--quiet",
                "--constraint",
                str(constraints),
                "-o",
                str(HERE / "requirements" / name),
                *arguments,
            ],
            check=True,
            cwd=HERE.parent,
        )
    finally:
        constraints.unlink()


if __name__ == "__main__":
    compile_lock("run.txt", "pyproject.toml", constraint=LTS)
    compile_lock("test.txt", "pyproject.toml", "--extra", "test", constraint=LTS)
    compile_lock("newest-qt.txt", "packaging/requirements/newest-qt.in")
