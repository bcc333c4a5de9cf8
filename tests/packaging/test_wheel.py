"""The wheel holds everything: installed far from its sources, the program works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_an_installed_wheel_works_without_the_sources(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    # A wheel is a zip file that is unpacked into a folder of Python's path.
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")

    def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(tmp_path / "site"),
                "DEMATASSIST_HOME": str(tmp_path / "home"),
                "LANG": "fr_FR.UTF-8",
                "LC_ALL": "",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    where = ask("-c", "import dematassist; print(dematassist.__file__)").stdout
    assert where.startswith(str(tmp_path)), "the installed program was not the one asked"
    listed = json.loads(ask("-m", "dematassist", "guides", "list", "--json").stdout)
    shipped = {path.stem for path in (ROOT / "resources" / "guides" / "fr").glob("*.yaml")}
    assert {guide["id"] for guide in listed} == shipped
    tested = ask("-m", "dematassist", "self-test", "--json")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    # Nothing was made again: the compiled library came with the wheel.
    assert not (tmp_path / "home" / "library.db").exists()
    assert "Trouvé" in ask("-m", "dematassist", "search", "carte vitale").stdout
    licences = {path.name for path in (tmp_path / "site").glob("*.dist-info/licenses/**/*") if path.is_file()}
    assert {"LICENSE", "NOTICE", "CC-BY-4.0.txt"} <= licences
