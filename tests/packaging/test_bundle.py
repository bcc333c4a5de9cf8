"""The package to install: built once, unpacked far from its sources, and used as a person does."""

from __future__ import annotations

import configparser
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from packaging.utils import canonicalize_name

from tests.desktop.program import Program
from tests.desktop.session import desktop, missing
from tests.desktop.session import until as wait_until

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
MINOR = "{}.{}".format(*sys.version_info)
SYSTEM = Path("/usr/bin/python3")


class Package(NamedTuple):
    """The file, where it is unpacked, and the environment of a person who has nothing else."""

    file: Path
    root: Path
    env: dict[str, str]

    @property
    def command(self) -> str:
        return str(self.root / "usr" / "bin" / "dematassist")

    def run(self, *arguments: str, given: str = "") -> str:
        """Run a command as its user does, and return what it says."""
        done = subprocess.run(
            [self.command, *arguments],
            cwd="/", env=self.env, capture_output=True, text=True, check=False, input=given,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def build(output: Path, packing: str, **options: object) -> Path:
    """Build the package; return its file."""
    command = [sys.executable, str(ROOT / "packaging" / "bundle.py"), "deb", "--python", MINOR]
    subprocess.run([*command, "--output", str(output), "--packing", packing], check=True, cwd="/", **options)
    (made,) = output.glob("*.deb")
    return made


def script(name: str) -> ModuleType:
    """Return a module of the folder of scripts."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "packaging"))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    if not (shutil.which("dpkg-deb") and SYSTEM.resolve().name == f"python{MINOR}"):
        pytest.skip(f"needs dpkg-deb, and a system whose Python is {MINOR}")
    folder = tmp_path_factory.mktemp("bundle")
    made = build(folder / "dist", "quick")
    subprocess.run(["dpkg-deb", "--extract", str(made), str(folder / "root")], check=True)
    # As the package's own script does once it is installed.
    library = folder / "root" / "usr" / "lib" / "dematassist"
    subprocess.run([str(SYSTEM), "-m", "compileall", "-q", str(library)], check=True)
    home = folder / "home"
    home.mkdir()
    env = {"HOME": str(home), "LANG": "fr_FR.UTF-8", "PATH": "/usr/bin:/bin"}
    return Package(made, folder / "root", env)


def test_it_is_small_enough_for_an_old_computer(package: Package) -> None:
    taken = sum(path.stat().st_size for path in package.root.rglob("*") if path.is_file())
    sent = package.file.stat().st_size
    print(f"{package.file.name}: {sent / 1e6:.1f} MB, installed with its compiled code {taken / 1e6:.1f} MB")
    assert sent <= 46e6
    assert taken <= 160e6


def test_built_again_it_has_the_same_bytes(package: Package, tmp_path: Path) -> None:
    again = build(tmp_path, "none", umask=0o077, env={**os.environ, "TZ": "Asia/Tokyo"})

    for part in ("--ctrl-tarfile", "--fsys-tarfile"):
        one, other = (
            subprocess.run(["dpkg-deb", part, str(file)], capture_output=True, check=True).stdout
            for file in (again, package.file)
        )
        assert one == other


def test_the_better_french_voice_comes_first_and_speaks(package: Package) -> None:
    assert package.run("speech", "voices").splitlines()[0].split()[:2] == ["fr", "pico"]
    sound = package.root.parent / "bonjour.wav"
    package.run("speech", "save", "-o", str(sound), "Bonjour, voici votre carte Vitale.")
    assert sound.stat().st_size > 40_000


def test_every_part_answers_without_sources_nor_environment(package: Package) -> None:
    package.run("self-test")
    assert "carte-vitale" in package.run("search", "j'ai perdu ma carte verte")
    sheet = package.root.parent / "fiche.pdf"
    package.run("sheet", "carte-vitale", "-o", str(sheet))
    assert sheet.read_bytes().startswith(b"%PDF-")
    # A child of another kind: the copy that a site accepts, made of that sheet.
    copy = str(sheet.with_name("copie.pdf"))
    package.run("file", "prepare", str(sheet), "-o", copy, "--max-mb", "2", "--mark", "Pour la Caf")
    assert "huit heures trente" in package.run("speech", "text", given="Le 3 mars à 8h30, payez 12,50 €.\n")


def test_the_window_opens_from_the_package_alone(package: Package, tmp_path: Path) -> None:
    assert not missing()
    with desktop(tmp_path) as env:
        kept = ("DBUS_", "DESKTOP_", "DISPLAY", "QT_", "XDG_", "AT_SPI", "NO_AT")
        own = {name: value for name, value in env.items() if name.startswith(kept)}
        program = Program({**package.env, **own}, tmp_path / "own")
        try:
            program.start(command=[package.command, "gui"])
            program.eyes.wait("Bienvenue", "heading")
            wait_until(lambda: len(program.picture().getcolors(1 << 24)) > 50, "nothing is painted")
            program.picture().save(tmp_path / "window.png")
            (window,) = program.windows()
            said = subprocess.run(
                ["xprop", "-id", window, "WM_CLASS"], env=env, capture_output=True, text=True, check=True
            )
            entry = desktop_entry(package)
            assert entry["StartupWMClass"] in said.stdout
            assert program._process
            maps = Path(f"/proc/{program._process.pid}/maps").read_text().split()
            files = {name for name in maps if name.startswith("/")}
            own_files = {name for name in files if name.startswith(str(package.root))}
            assert any("libQt6Widgets" in name for name in own_files)
            system = ("/usr/", "/lib", "/SYSV", "/memfd:", "/dev/", "/var/cache", str(tmp_path))
            elsewhere = {name for name in files - own_files if not name.startswith(system)}
            assert not elsewhere, "something of this machine's own was loaded"
        finally:
            program.close()


def desktop_entry(package: Package) -> configparser.SectionProxy:
    """Return the entry of the menus."""
    entry = configparser.RawConfigParser()
    entry.optionxform = str
    entry.read(package.root / "usr/share/applications/dematassist.desktop", encoding="utf-8")
    return entry["Desktop Entry"]


def test_the_menus_know_it_by_french_arabic_and_accessibility_words(package: Package) -> None:
    entry = desktop_entry(package)
    assert entry["Exec"] == "dematassist gui"
    for name in ("GenericName", "Comment", "Keywords"):
        assert {name, f"{name}[fr]", f"{name}[ar]"} <= set(entry)
    assert "accessibilité" in entry["Keywords[fr]"]
    assert "Accessibility" in entry["Categories"].split(";")
    assert (package.root / "usr/share/icons/hicolor/scalable/apps" / f"{entry['Icon']}.svg").exists()
    about = package.root / "usr/share/metainfo/dematassist.metainfo.xml"
    if shutil.which("appstreamcli"):
        # The project has no domain of its own to be named by.
        subprocess.run(
            [
                "appstreamcli",
                "validate",
                "--no-net",
                "--override=cid-desktopapp-is-not-rdns=info",
                str(about),
            ],
            check=True,
        )


def test_the_libraries_sort_and_read_as_the_whole_ones(package: Package) -> None:
    """The tables of ICU are cut down: what Qt asks of them must come out the same."""
    asked = """
from PySide6.QtCore import QCollator, QLocale, QStringDecoder, QTimeZone
words = ["zèbre", "été", "Eté", "etu", "cote", "côte", "coté", "10", "9", "ب", "ا", "ت", "straße"]
for lang in ("fr", "ar", "en"):
    collator = QCollator(QLocale(lang))
    collator.setNumericMode(True)
    print(sorted(words, key=collator.sortKey))
    kind, form = QTimeZone.TimeType.DaylightTime, QTimeZone.NameType.LongName
    print(QTimeZone(b"Europe/Paris").displayName(kind, form, QLocale(lang)), QLocale(lang).toUpper("œuvre é"))
for name in ("windows-1252", "iso-8859-15", "windows-1256", "utf-8"):
    assert QStringDecoder(name).isValid(), name
"""
    library = package.root / "usr" / "lib" / "dematassist"
    ours = [str(SYSTEM), "-IS", "-c", f"import sys; sys.path.insert(0, {str(library)!r})\n{asked}"]
    said = [
        subprocess.run(command, env=package.env, capture_output=True, text=True, check=True).stdout
        for command in (ours, [sys.executable, "-c", asked])
    ]
    assert said[0] == said[1]


def test_every_library_finds_what_it_stands_on(package: Package) -> None:
    library = package.root / "usr" / "lib" / "dematassist"
    compiled = [str(path) for path in library.rglob("*.so*")]
    said = subprocess.run(
        ["ldd", *compiled], capture_output=True, text=True, env=package.env, check=False
    ).stdout
    # GTK's theme is for desktops that have GTK.
    blocks = re.split(r"\n(?=/)", said)
    lacking = [block for block in blocks if "not found" in block and "libqgtk3" not in block]
    assert not lacking, "\n".join(lacking)


def test_it_asks_for_what_it_needs_and_tells_every_licence(package: Package) -> None:
    control = subprocess.run(
        ["dpkg-deb", "--field", str(package.file), "Depends"], capture_output=True, text=True, check=True
    ).stdout
    bootstrap, vendored = script("bootstrap"), script("vendored")
    asked = {name.split(" ")[0] for each in control.split(", ") for name in each.split(" | ")}
    assert set(bootstrap.RUN_PACKAGES) <= asked
    assert f"python3 (>= {MINOR})" in control
    told = (package.root / "usr/share/doc/dematassist/copyright").read_text(encoding="utf-8")
    assert "European Union Public Licence" in told.replace("\n ", " ") or "EUROPEAN UNION PUBLIC" in told
    found = re.findall(r"\(library (\S+) [^)]+\)\n(?:.*\n){2}License:(.*)\n", told)
    named = {canonicalize_name(name): licence.strip() for name, licence in found}
    brought = {canonicalize_name(each.requirement.name) for each in vendored.locked(MINOR)}
    assert set(named) == brought
    assert all(named.values()), [name for name, licence in named.items() if not licence]


@pytest.mark.parametrize("minor", script("bundle").MINORS)
def test_each_python_gets_one_version_of_each_library_and_the_qt_of_old_processors(minor: str) -> None:
    vendored = script("vendored")
    chosen = {canonicalize_name(each.requirement.name): each for each in vendored.locked(minor)}
    assert len(chosen) == len(vendored.locked(minor))
    assert str(chosen["pyside6-essentials"].requirement.specifier) == "==6.8.3"
    assert {"py-nanotts", "secretstorage"} <= set(chosen)
    assert not {"comtypes", "pyobjc-core", *vendored.LEFT_OUT} & set(chosen)
    assert ("exceptiongroup" in chosen) == (minor == "3.10")
    assert all(each.hashes for each in chosen.values())
