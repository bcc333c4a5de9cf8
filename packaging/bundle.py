"""Make the program into one file to install.

    python3 packaging/bundle.py deb [--python 3.11] [--output dist]

The package holds the program, its compiled guides and words, the libraries of the lock and the better French
voice; it stands on the Python of the system, whose minor version it is made for: 3.10 (Ubuntu 22.04,
Mint 21), 3.11 (Debian 12), 3.12 (Ubuntu 24.04, Mint 22), 3.13 (Debian 13). Without ``--python``, for this
machine's.

The same sources give the same bytes: order, owners, modes and times are set, times to ``SOURCE_DATE_EPOCH``,
else to the last commit. Needs dpkg-deb and strip (binutils), and what ``bootstrap.py run`` sets up, which is
done first when it is not there.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = Path(__file__).resolve().parent / "debian"
NAME = "dematassist"
MINORS = ("3.10", "3.11", "3.12", "3.13")
"""Those that have wheels of everything, with the Qt that runs on old processors."""
MAINTAINER = "The DematAssist contributors <contributors@dematassist.invalid>"
DEPENDS = (
    # From « libpython3-stdlib » come sqlite3, ctypes and the rest that python3-minimal lacks.
    "libc6 (>= 2.28)",
    *("libstdc++6", "libgcc-s1", "zlib1g"),
    # The voice that has every language, and the two ways to the loudspeaker.
    *("espeak-ng-data", "libespeak-ng1", "libpulse0", "libasound2 | libasound2t64"),
    # What Qt's window, theme and print plugins load (bootstrap.py has the same list).
    *("libdbus-1-3", "libegl1", "libfontconfig1", "libfreetype6", "libgl1", "libglib2.0-0 | libglib2.0-0t64"),
    *("libcups2 | libcups2t64", "libx11-6", "libx11-xcb1", "libxcb1", "libxcb-cursor0", "libxcb-icccm4"),
    *("libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-render0"),
    *("libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-xfixes0", "libxcb-xkb1"),
    *("libxkbcommon-x11-0", "libxkbcommon0", "libzstd1", "tzdata"),
)
"""Names on Debian 12; on Ubuntu 24.04 and Debian 13 some have another."""
PACKINGS = {"tight": ("-Zxz", "-z6"), "quick": ("-Zxz", "-z1"), "none": ("-Znone",)}
"""How dpkg-deb packs. What comes out does not depend on how many processors it has."""
SUMMARY = "step-by-step help with French administrative procedures"
DESCRIPTION = """\
 DematAssist walks people through French administrative procedures that are
 done online: what to prepare, what to do on each screen, what to write down,
 what to do when a site fails, and who helps by phone, at a desk or by post.
 .
 It works without a network and without an account, with the keyboard alone,
 with a screen reader, and reads every page aloud. It is not an official site.
"""
LAUNCHER = """\
#!/usr/bin/python3 -IS
# Alone with its own libraries: nothing of this user's Python nor of other programs' is looked at.
import os.path
import sys

system = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
sys.path.insert(0, os.path.join(system, "lib", "dematassist"))

from dematassist.cli import main

raise SystemExit(main())
"""


def main() -> int:
    """Run the command; return its exit status."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("kind", choices=["deb"])
    given.add_argument("--python", choices=MINORS, default=system_minor(), help="the minor version of Python")
    given.add_argument("--output", type=Path, default=ROOT / "dist", help="the folder to write into")
    given.add_argument(
        "--packing", default="tight", choices=PACKINGS, help="quick: 15 % larger, four times sooner"
    )
    chosen = given.parse_args()
    if any(importlib.util.find_spec(name) is None for name in ("pip", "babel", "msgspec", "yaml")):
        import bootstrap

        python = bootstrap.environment(ROOT / ".venv", "run")
        return subprocess.run([str(python), *sys.argv], check=False).returncode
    made = build_deb(chosen.python, chosen.output, packing=chosen.packing)
    print(made)
    return 0


def system_minor() -> str:
    """Return the minor version of the system's Python, else of this one."""
    python = Path("/usr/bin/python3")
    found = re.fullmatch(r"python(3\.\d+)", python.resolve().name) if python.exists() else None
    return found[1] if found else "{}.{}".format(*sys.version_info)


def build_deb(minor: str, output: Path, *, packing: str = "tight") -> Path:
    """Make the package for a Python; return its file."""
    work = ROOT / "build" / f"deb-{minor}"
    tree = work / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    epoch = source_date()
    version = f"{program_version()}+python{minor}"
    gather(minor, work / "wheels", tree, epoch, version)
    installed_kib = settle(tree, epoch)
    control = tree / "DEBIAN"
    write(control / "control", control_text(minor, version, installed_kib))
    write(control / "md5sums", sums(tree))
    for name in ("postinst", "prerm"):
        write(control / name, (PARTS / name).read_text(encoding="utf-8"), mode=0o755)
    settle(control, epoch)
    os.utime(tree, (epoch, epoch))
    output.mkdir(parents=True, exist_ok=True)
    target = output / f"{NAME}_{version}_amd64.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", *PACKINGS[packing], "--build", str(tree), str(target)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return target


def gather(minor: str, kept_wheels: Path, tree: Path, epoch: int, version: str) -> None:
    """Put every file of the package in its place."""
    import build_resources
    import vendored

    library = tree / "usr" / "lib" / NAME
    chosen = vendored.wheels(minor, kept_wheels)
    vendored.unpack(chosen, library)
    # The hub is a server, installed with pip.
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "hub")
    package = library / NAME
    shutil.copytree(ROOT / NAME, package, ignore=ignored)
    shutil.copytree(ROOT / "resources", package / "resources")
    for made, place in build_resources.installed_files(ROOT):
        (package / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, package / place)
    write(tree / "usr" / "bin" / NAME, LAUNCHER, mode=0o755)
    share = tree / "usr" / "share"
    for name, place in (
        (f"{NAME}.desktop", "applications"),
        (f"{NAME}.svg", "icons/hicolor/scalable/apps"),
        (f"{NAME}.png", "icons/hicolor/128x128/apps"),
        (f"{NAME}.metainfo.xml", "metainfo"),
    ):
        (share / place).mkdir(parents=True)
        shutil.copyfile(PARTS / name, share / place / name)
    for lang in ("", "fr"):
        page = (PARTS / f"{NAME}{f'.{lang}' if lang else ''}.1").read_text(encoding="utf-8")
        write_gz(share / "man" / lang / "man1" / f"{NAME}.1.gz", page)
    write(share / "doc" / NAME / "copyright", copyright_text(chosen))
    write_gz(share / "doc" / NAME / "changelog.gz", changelog(version, epoch))


def control_text(minor: str, version: str, installed_kib: int) -> str:
    """Return the control file."""
    major, number = minor.split(".")
    python = f"python3 (>= {minor}), python3 (<< {major}.{int(number) + 1})"
    return (
        f"Package: {NAME}\nVersion: {version}\nArchitecture: amd64\nMaintainer: {MAINTAINER}\n"
        f"Installed-Size: {installed_kib}\nDepends: {', '.join([python, *DEPENDS])}\n"
        "Recommends: at-spi2-core\nSuggests: orca, cups\n"
        f"Section: misc\nPriority: optional\nDescription: {SUMMARY}\n{DESCRIPTION}"
    )


def copyright_text(chosen: list[Path]) -> str:
    """Return the licences of the program, of its content, and of every library it brings."""
    import vendored

    def paragraph(text: str) -> str:
        return "\n".join(f" {line}".rstrip() or " ." for line in text.strip().splitlines())

    ours = (
        ("Files: *\nCopyright: the DematAssist contributors\nLicense: EUPL-1.2", "LICENSE"),
        (
            f"Files: usr/lib/{NAME}/{NAME}/resources/*\nCopyright: see below\nLicense: CC-BY-4.0 and others",
            "NOTICE",
        ),
    )
    form = "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    said = [f"Format: {form}\nUpstream-Name: DematAssist"]
    said += [f"{head}\n{paragraph((ROOT / name).read_text(encoding='utf-8'))}" for head, name in ours]
    texts = [ROOT / "LICENSES" / "CC-BY-4.0.txt", *sorted((ROOT / "resources").glob("*/LICENSE*"))]
    said += [
        f"Comment: {path.parent.name}/{path.name}\n{paragraph(path.read_text('utf-8'))}" for path in texts
    ]
    for each in vendored.licences(chosen):
        text = "\n\n".join(each.texts) or (
            "The whole text is in /usr/share/common-licenses (LGPL-3, LGPL-2.1, GPL-3)."
        )
        said.append(
            f"Files: usr/lib/{NAME}/ (library {each.name} {each.version})\nSource: {each.address}\n"
            "Copyright: its authors, named below or at its address\n"
            f"License: {each.licence}\n{paragraph(text)}"
        )
    return "\n\n".join(said) + "\n"


def changelog(version: str, epoch: int) -> str:
    """Return the change log that Debian asks of a package."""
    moment = datetime.fromtimestamp(epoch, timezone.utc).strftime("%a, %d %b %Y %H:%M:%S +0000")
    head = f"{NAME} ({version}) stable; urgency=medium"
    return f"{head}\n\n  * Made from its sources.\n\n -- {MAINTAINER}  {moment}\n"


def sums(tree: Path) -> str:
    """Return the sums by which ``dpkg --verify`` finds a damaged file."""
    files = sorted(path for path in (tree / "usr").rglob("*") if path.is_file())
    lines = (
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(tree)}\n"
        for path in files
    )
    return "".join(lines)


def settle(tree: Path, epoch: int) -> int:
    """Give every file its mode and time; return the room they take, in KiB, as Debian counts it."""
    room = 0
    for path in sorted(tree.rglob("*"), reverse=True):
        is_run = path.is_dir() or path.parent.name == "bin" or path.name in ("postinst", "prerm")
        path.chmod(0o755 if is_run else 0o644)
        os.utime(path, (epoch, epoch))
        room += 1 if path.is_dir() else -(-path.stat().st_size // 1024)
    tree.chmod(0o755)
    os.utime(tree, (epoch, epoch))
    return room


def write(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a text file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def write_gz(path: Path, text: str) -> None:
    """Write a packed text file, with no time in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def source_date() -> int:
    """Return the time that every file gets: what is asked, else that of the last commit."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    said = subprocess.run(
        ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return int(said) if said else int((ROOT / "pyproject.toml").stat().st_mtime)


def program_version() -> str:
    """Return the version of the program."""
    found = re.search(
        r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert found
    return found[1]


if __name__ == "__main__":
    raise SystemExit(main())
