"""Set everything up, then open the program or test it. Needs Python only.

    python3 packaging/bootstrap.py run     set up, open the program
    python3 packaging/bootstrap.py test    set up, run everything

On Debian and Ubuntu, what the system lacks is installed with apt when that is allowed; otherwise the line
to type is printed. The set-up is kept and done again only when a lock or this file changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 10)
IS_WINDOWS = os.name == "nt"

RUN_PACKAGES = [
    "python3-venv",
    "libegl1",
    "libgl1",
    "libglib2.0-0",
    "libfontconfig1",
    "libdbus-1-3",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
]
"""What the xcb plugin of Qt loads and PyPI cannot bring."""
TEST_PACKAGES = [
    "xvfb",
    "openbox",
    "dbus",
    "dbus-x11",
    "xdotool",
    "x11-utils",
    "imagemagick",
    "at-spi2-core",
    "gir1.2-atspi-2.0",
    "python3-gi",
    "orca",
    "speech-dispatcher",
    "espeak-ng",
    "poppler-utils",
    "qpdf",
]


def say(french: str, english: str) -> None:
    """Print a sentence in the language of the terminal."""
    is_french = os.environ.get("LC_ALL", os.environ.get("LANG", "")).lower().startswith("fr")
    print(french if is_french else english, flush=True)


def main() -> int:
    """Run the command; return its exit status."""
    if sys.version_info < OLDEST:
        say(
            "Il faut Python 3.10 ou plus récent. Installez-le, puis recommencez.",
            "Python 3.10 or newer is needed. Install it, then try again.",
        )
        return 1
    command, *rest = sys.argv[1:] or [""]
    if command not in ("run", "test"):
        print(__doc__)
        return 2
    with only_one_at_a_time():
        packages = RUN_PACKAGES + (TEST_PACKAGES if command == "test" else [])
        if not install_system_packages(packages):
            return 1
        lock = "test" if command == "test" else "run"
        python = environment(ROOT / ".venv", [lock])
        if command == "test":
            newest = environment(ROOT / ".venv-newest", ["test", "newest-qt"])
        subprocess.run([str(python), str(ROOT / "packaging" / "build_resources.py")], check=command == "test")
    if command == "run":
        return subprocess.run(
            [str(python), "-m", "dematassist", "gui", *rest], cwd=ROOT, check=False
        ).returncode
    return test(python, newest, rest)


def test(python: Path, newest: Path, only: list[str]) -> int:
    """Run everything on the Qt of the lock, then what concerns Qt on the newest sound one."""
    status = subprocess.run([str(python), "-m", "pytest", *only], cwd=ROOT, check=False).returncode
    if only:
        return status
    # Sets of tests that meet Qt; the rest has just been run and does not depend on it.
    second = [str(newest), "-m", "pytest", "tests/ui", "tests/desktop"]
    return status or subprocess.run(second, cwd=ROOT, check=False).returncode


def install_system_packages(packages: list[str]) -> bool:
    """Make sure Debian's packages are there; return whether we can go on."""
    if not sys.platform.startswith("linux"):
        return True
    if not shutil.which("dpkg-query"):
        say(
            "Ce système n’a pas apt. Si la fenêtre ne s’ouvre pas, installez les bibliothèques X11 de Qt 6.",
            "This system has no apt. If the window does not open, install Qt 6's libraries for X11.",
        )
        return True
    missing = [name for name in packages if not is_installed(name)]
    if not missing:
        return True
    command = [*privilege(), "apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not may_install():
        line = "sudo apt-get install -y --no-install-recommends " + " ".join(missing)
        say(
            f"Il manque des éléments du système. Tapez cette ligne, puis recommencez :\n\n    {line}\n",
            f"Parts of the system are missing. Type this line, then try again:\n\n    {line}\n",
        )
        return False
    say("Installation de ce qui manque au système…", "Installing what the system lacks…")
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = subprocess.run(
        [*privilege(), "apt-get", "update", "-q"], env=variables, check=False, capture_output=True, text=True
    )
    done = subprocess.run(command, env=variables, check=False, capture_output=True, text=True)
    if done.returncode:
        print(log.stderr[-2000:], done.stdout[-2000:], done.stderr[-2000:], sep="\n")
        say(
            "L’installation n’a pas marché. Le message au-dessus dit pourquoi.",
            "The installation did not work. The message above says why.",
        )
    return done.returncode == 0


def is_installed(package: str) -> bool:
    """Return whether a Debian package, or one that took its name over, is installed."""
    for name in (package, f"{package}t64"):
        # Ubuntu 24.04 renamed some libraries (libglib2.0-0t64).
        found = subprocess.run(
            ["dpkg-query", "-W", "-f=${db:Status-Abbrev}", name], capture_output=True, text=True, check=False
        )
        if found.returncode == 0 and found.stdout.startswith("ii"):
            return True
    return False


def privilege() -> list[str]:
    """Return what to put before a command to run it as root."""
    return [] if IS_WINDOWS or os.geteuid() == 0 else ["sudo"]


def may_install() -> bool:
    """Return whether packages can be installed: as root, or with a sudo that can ask or need not."""
    if os.geteuid() == 0:
        return True
    if not shutil.which("sudo"):
        return False
    if sys.stdin is not None and sys.stdin.isatty():
        return True
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def environment(folder: Path, locks: list[str]) -> Path:
    """Make or update a virtual environment; return its Python."""
    python = folder / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
    stamp = folder / "dematassist-stamp"
    wanted = fingerprint(locks)
    if python.exists() and stamp.exists() and satisfies(stamp.read_text(), wanted):
        return python
    say(
        f"Préparation de l’environnement ({folder.name}). Quelques minutes la première fois…",
        f"Preparing the environment ({folder.name}). A few minutes the first time…",
    )
    stamp.unlink(missing_ok=True)
    if not python.exists() or not works(python):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for lock in locks:
        subprocess.run(
            [*pip, "--require-hashes", "-r", str(ROOT / "packaging" / "requirements" / f"{lock}.txt")],
            check=True,
        )
    # The program is run from its folder: a line in site-packages is all an editable install is.
    where = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    Path(where, "dematassist.pth").write_text(f"{ROOT}\n")
    stamp.write_text(wanted)
    return python


def works(python: Path) -> bool:
    """Return whether this Python still runs and has pip (its folder may have been moved)."""
    return (
        subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode
        == 0
    )


def fingerprint(locks: list[str]) -> str:
    """Return what the environment must have been made from: one line a lock."""
    made = f"{sys.version_info[:2]} {ROOT}"
    lines = []
    for lock in locks:
        content = (ROOT / "packaging" / "requirements" / f"{lock}.txt").read_bytes()
        lines.append(f"{lock} {hashlib.sha256(content + made.encode()).hexdigest()}")
    return "\n".join(lines)


def satisfies(have: str, wanted: str) -> bool:
    """Return whether an environment will do. One made for the tests also runs the program."""
    if have == wanted:
        return True
    names = [line.split()[0] for line in have.splitlines()]
    return wanted.startswith("run ") and names == ["test"] and have == fingerprint(["test"])


@contextlib.contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Wait for another bootstrap of the same folder to finish."""
    lock = (ROOT / ".bootstrap.lock").open("w")
    with lock:
        if not IS_WINDOWS:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except subprocess.CalledProcessError as error:
        say(
            f"Une commande n’a pas marché : {error.cmd}",
            f"A command did not work: {error.cmd}",
        )
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
