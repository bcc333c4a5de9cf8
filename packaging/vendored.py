"""The libraries that a bundle brings: which wheels of the lock, and what of them.

``wheels(minor, folder)`` downloads those of ``requirements/run.txt`` for a Python, pip checking every hash;
``unpack(wheels, target)`` writes what the program loads of them. What is left out was found by walking every
page and running the tests of every part on what is left (CONTRIBUTING.md, « Bundles »).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import icu_data
from packaging.markers import default_environment

from packaging.requirements import Requirement

LOCK = Path(__file__).resolve().parent / "requirements" / "run.txt"
LEFT_OUT = {
    "charset-normalizer": "reportlab guesses with it in what encoding a drawing is, and is given none",
    "docopt": "only the command of num2words reads arguments",
    "py2ddoc": "only a test compares our reader with it",
    "pycparser": "cffi opens it to make a library, not to use one",
    "tzdata": "the system has its own, kept up to date",
}
"""Libraries of the lock that no bundle needs, and why."""

QT = (
    *("__init__.py", "_config.py", "_git_pyside_version.py", "libpyside6.abi3.so.*", "support/*.py"),
    *(f"Qt{name}.abi3.so" for name in ("Core", "Gui", "Widgets", "PrintSupport")),
    # Qt's core stands on ICU, its window on the accessibility bus (DBus).
    *(f"Qt/lib/libQt6{name}.so.6" for name in ("Core", "Gui", "Widgets", "PrintSupport", "DBus", "XcbQpa")),
    "Qt/lib/libicu*.so.*",
    *("Qt/plugins/platforms/libqxcb.so", "Qt/plugins/platforms/libqoffscreen.so"),
    # Accents typed with dead keys; other alphabets.
    *("Qt/plugins/platforminputcontexts/libcompose*.so", "Qt/plugins/platforminputcontexts/libibus*.so"),
    # Dark or light as the desktop is, and its own dialog to choose a file.
    "Qt/plugins/platformthemes/*.so",
    "Qt/plugins/printsupport/*.so",
    *("Qt/translations/qtbase_fr.qm", "Qt/translations/qtbase_ar.qm"),
)
"""All that is kept of PySide6: three quarters of its wheel are Quick, Designer, tools and descriptions."""

DROPPED = (
    *(
        "*.pyi",
        "*/py.typed",
        "*.c",
        "*.h",
        "*.pyx",
        "*.pxd",
        "*.pxi",
        "*/tests/*",
        "*/test/*",
        "*/__pycache__/*",
    ),
    # Where a wheel says what it is: its name and version are read, its licences go to the copyright file.
    *("*.dist-info/RECORD", "*.dist-info/WHEEL", "*.dist-info/licenses/*", "*.dist-info/sboms/*"),
    *("*.dist-info/LICENSE*", "*.dist-info/top_level.txt", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED"),
    # Pico's other voices; eSpeak NG has those languages.
    *(f"py_nanotts/lang/{name}*" for name in ("de-DE", "en-US", "es-ES", "it-IT")),
    # AVIF is no format that a site asks for; the other fonts and drawings of reportlab are never used.
    *("PIL/_avif*", "pillow.libs/libavif-*", "reportlab/fonts/*", "reportlab/graphics/*"),
    # Of lxml, what pikepdf reads the metadata of a PDF with; of cffi, what a made library stands on.
    *("lxml/html/*", "lxml/includes/*", "lxml/isoschematron/*", "lxml/objectify*", "lxml/sax*", "cffi/*"),
    # Tools that come with a library.
    *("babel/messages/*", "icalendar/fuzzing/*", "PIL/ImageTk.py", "PIL/_imagingtk*", "PIL/_tkinter*"),
    *("pypdfium2_cli/*", "reportlab/platypus/*"),
    *("anyio/_backends/_trio.py", "anyio/pytest_plugin.py"),
    # PyStemmer has them compiled.
    *("snowballstemmer/*_stemmer.py", "dateutil/zoneinfo/*", "pikepdf/pdfa/*"),
)
"""Left out of every wheel."""
LANGUAGES = ("root", "ar", "en", "fr")
"""Of the thousand countries and languages of Babel's data."""
NUMBERS = ("__init__", "iban", "ccc", "kontonr")
"""Of the countries' numbers of stdnum: what an IBAN is checked with. France's are all kept."""
WORDS = ("english", "french")
"""Of the lists of twelve words."""

PLATFORMS = tuple(
    f"manylinux{name}_x86_64" for name in ("_2_28", "_2_17", "2014", "_2_12", "2010", "_2_5", "1")
)
"""The systems that a wheel may be for: glibc 2.28 (2018) or older."""


class Locked(NamedTuple):
    """One library of the lock, with its hashes."""

    requirement: Requirement
    hashes: tuple[str, ...]


def locked(minor: str, lock: Path = LOCK) -> list[Locked]:
    """Return the libraries that the lock gives Linux and a Python (« 3.11 »), without those left out."""
    # pip itself reads the conditions of a lock for the Python that runs it, whatever it is asked.
    machine = {
        **default_environment(),
        "python_version": minor,
        "python_full_version": f"{minor}.12",
        "implementation_name": "cpython",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
    }
    found: list[Locked] = []
    for block in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        pin, *hashes = block.split("--hash=")
        if not pin.strip() or pin.startswith("#"):
            continue
        requirement = Requirement(pin.strip())
        if requirement.marker is None or requirement.marker.evaluate(machine):
            found.append(Locked(requirement, tuple(each.strip() for each in hashes)))
    return [each for each in found if each.requirement.name not in LEFT_OUT]


def wheels(minor: str, folder: Path) -> list[Path]:
    """Download the wheels of a Python into ``folder``, unless they are there; return them, sorted.

    Raises ``subprocess.CalledProcessError``: no network, no such wheel, or a hash that is another.
    """
    asked = locked(minor)
    text = "".join(
        f"{each.requirement.name}{each.requirement.specifier}"
        + "".join(f" --hash={one}" for one in each.hashes)
        + "\n"
        for each in asked
    )
    stamp = folder / "asked"
    digest = hashlib.sha256(text.encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / "asked.txt").write_text(text)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
                *("--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(folder)),
                *("--implementation", "cp", "--python-version", minor),
                *(part for name in PLATFORMS for part in ("--platform", name)),
                *("--requirement", str(folder / "asked.txt")),
            ],
            check=True,
        )
        stamp.write_text(digest)
    found = sorted(folder.glob("*.whl"))
    assert len(found) == len(asked), "a wheel for each library"
    return found


def unpack(chosen: list[Path], target: Path) -> None:
    """Write into ``target`` what the program loads of these wheels, without what only a debugger reads."""
    for wheel in chosen:
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.infolist():
                if not member.is_dir() and is_kept(member.filename):
                    archive.extract(member, target)
    compiled = sorted(path for path in target.rglob("*.so*") if path.is_file())
    subprocess.run(["strip", "--strip-unneeded", *map(str, compiled)], check=True)
    for path in target.glob("PySide6/Qt/lib/libicudata.so.*"):
        icu_data.cut_down(path)


def is_kept(name: str) -> bool:
    """Return whether the program needs this file of a wheel."""
    if name.startswith("PySide6/"):
        return any(fnmatchcase(name.removeprefix("PySide6/"), pattern) for pattern in QT)
    if name.startswith("babel/locale-data/"):
        return PurePosixPath(name).stem in LANGUAGES
    if fnmatchcase(name, "stdnum/??/*") or fnmatchcase(name, "stdnum/??_/*"):
        return name.startswith("stdnum/fr/") or PurePosixPath(name).stem in NUMBERS
    if name.startswith("mnemonic/wordlist/"):
        return PurePosixPath(name).stem in WORDS
    # Commands of libraries (« .data/scripts ») are for a terminal.
    return ".data/" not in name and not any(fnmatchcase(name, pattern) for pattern in DROPPED)


class Licence(NamedTuple):
    """What one wheel says of itself, and the texts it brings."""

    name: str
    version: str
    licence: str
    address: str
    texts: tuple[str, ...]


def licences(chosen: list[Path]) -> list[Licence]:
    """Return what each wheel says of its licence, sorted by name."""
    return sorted((_licence(wheel) for wheel in chosen), key=lambda each: each.name.lower())


def _licence(wheel: Path) -> Licence:
    from email.parser import Parser

    with zipfile.ZipFile(wheel) as archive:
        names = sorted(archive.namelist())
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        folder = about.removesuffix("METADATA")
        told = Parser().parsestr(archive.read(about).decode("utf-8"))
        texts = tuple(
            archive.read(name).decode("utf-8", "replace").strip()
            for name in names
            if name.startswith(folder) and not name.endswith("/") and _is_licence(name.removeprefix(folder))
        )
    classified = [
        each.rpartition(" :: ")[2] for each in told.get_all("Classifier", []) if "License ::" in each
    ]
    short = told["License-Expression"] or ", ".join(classified) or (told["License"] or "").split("\n")[0]
    # Some wheels only bring the text.
    short = short or (
        next((line.strip("# ") for line in texts[0].splitlines() if line.strip()), "") if texts else ""
    )
    pages = [each.split(", ")[-1] for each in told.get_all("Project-URL", [])]
    address = told["Home-page"] or (pages or [""])[0]
    return Licence(told["Name"], told["Version"], short, address, texts)


def _is_licence(name: str) -> bool:
    return name.startswith(("licenses/", "LICENSE", "LICENCE", "COPYING", "NOTICE")) and not name.endswith(
        ".json"
    )
