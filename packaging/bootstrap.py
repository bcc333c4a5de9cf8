"""Set everything up, then open the program or test it. Needs Python only.

    python3 packaging/bootstrap.py run [ARGUMENT…]        set up, open the program
    python3 packaging/bootstrap.py test [--only PATH…]    set up, run every test (or these only)

On Debian and Ubuntu, what the system lacks is installed with apt when that is allowed; otherwise the line
to type is printed. The set-up is kept; it is done again only when a lock or this file's LAYOUT changes,
and begun again when it was interrupted.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging" / "requirements"
OLDEST = (3, 10)
LAYOUT = "2"
"""Changes when an environment made by an older bootstrap will not do."""
IS_WINDOWS = os.name == "nt"

RUN_PACKAGES = [
    # The voice that every computer can have.
    *("espeak-ng-data", "libespeak-ng1"),
    *("libcups2", "libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libglib2.0-0", "libx11-xcb1"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0"),
    *("libxcb-render-util0", "libxcb-render0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1"),
    *("libxcb-xfixes0", "libxcb-xkb1", "libxkbcommon-x11-0", "libxkbcommon0"),
]
"""What Qt's window and print plugins load and PyPI cannot bring (``ldd`` on 6.8.3 and on 6.11.3)."""
TEST_PACKAGES = [
    *("at-spi2-core", "dbus", "gir1.2-atspi-2.0", "libglib2.0-bin", "openbox", "poppler-utils", "python3-gi"),
    *("pulseaudio", "pulseaudio-utils", "qpdf", "strace", "x11-utils", "xdotool", "xvfb"),
    # The package to install is made, and its libraries stripped.
    "binutils",
    # The server of reports: its database, and a browser for its pages.
    *("chromium", "postgresql"),
    # A screen reader with its voice; the outside judges of the sealed space.
    *("age", "gnome-keyring", "orca", "speech-dispatcher", "speech-dispatcher-espeak-ng"),
]
"""A private desktop with its accessibility bus, screen reader and keyring, readers of PDF, a database server
and a browser."""

WINDOWS, DESKTOP = "tests/ui", "tests/desktop"
"""What is run on both versions of Qt."""
SLOW = ["tests/hub", "tests/speech", "tests/vault"]
"""About half of the rest: servers, sound, and programs that are killed."""


def main() -> int:
    """Run the command; return its exit status."""
    command, *rest = sys.argv[1:] or [""]
    if command not in ("run", "test") or (
        command == "test" and rest and (rest[0] != "--only" or not rest[1:])
    ):
        print(__doc__)
        return 2
    if sys.version_info < OLDEST:
        have = "{}.{}".format(*sys.version_info)
        say(
            f"Ce programme a besoin de Python 3.10 ou plus récent. Ici, c’est Python {have}.\n"
            "Installez un Python plus récent, puis recommencez.",
            f"This program needs Python 3.10 or newer. Here, it is Python {have}.\n"
            "Install a newer Python, then try again.",
        )
        return 1
    with only_one_at_a_time():
        if not install_system_packages(RUN_PACKAGES + (TEST_PACKAGES if command == "test" else [])):
            return 1
        python = environment(ROOT / ".venv", "test" if command == "test" else "run")
        newest = environment(ROOT / ".venv-newest", "test-newest") if command == "test" else python
        build = [str(python), str(ROOT / "packaging" / "build_resources.py")]
        # A guide with a mistake must not keep a person from the others; it fails the tests.
        subprocess.run(build, check=command == "test")
    if command == "test":
        return test(python, newest, rest[1:])
    return open_program([str(python), "-m", "dematassist", "gui", *rest])


def open_program(command: list[str]) -> int:
    """Become the program where a process can; return its exit status elsewhere."""
    if not IS_WINDOWS:
        os.chdir(ROOT)
        os.execv(command[0], command)  # noqa: S606 -- no second Python stays in memory beside the program
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def test(python: Path, newest: Path, only: list[str]) -> int:
    """Run everything on the Qt of the lock, what meets Qt also on the newest; return the worst status.

    Two runs go on side by side, as even an old computer has two cores, the longest first. What one says is
    printed when it ends, so that all can be read.
    """
    if only:
        return run_tests(python, only, None)
    apart = [f"--ignore={folder}" for folder in (WINDOWS, DESKTOP, *SLOW)]
    runs = [
        *((python, SLOW), (python, apart)),
        *((python, [WINDOWS]), (newest, [WINDOWS]), (python, [DESKTOP]), (newest, [DESKTOP])),
    ]
    printing = Lock()

    def run(one: tuple[Path, list[str]]) -> int:
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            status = run_tests(*one, said)
            said.seek(0)
            with printing:
                shutil.copyfileobj(said, sys.stdout)
                sys.stdout.flush()
        return status

    with ThreadPoolExecutor(2) as two:
        # Of a run that a signal ended, the status is below zero.
        return max(map(abs, two.map(run, runs)))


def run_tests(python: Path, arguments: list[str], said: TextIO | None) -> int:
    """Run pytest once, what it says going to ``said`` or to the terminal; return its exit status."""
    title = f"— {python.parents[1].name} : pytest {shlex.join(arguments)} —"
    print(f"\n{title}", flush=True)
    if said is not None:
        print(f"\n{title}", file=said, flush=True)
    # Two runs at once would each write the list of what failed last.
    command = [str(python), "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command, cwd=ROOT, stdout=said, stderr=said and subprocess.STDOUT, check=False
    ).returncode


# --- what the system must have ------------------------------------------------------------------------


def install_system_packages(packages: list[str]) -> bool:
    """Make sure Debian's packages are there; return whether we can go on."""
    if not sys.platform.startswith("linux"):
        return True
    if importlib.util.find_spec("ensurepip") is None:
        # Debian keeps what makes virtual environments apart from its Python.
        packages = ["python{}.{}-venv".format(*sys.version_info), *packages]
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        if not (ROOT / ".venv").exists():
            say(
                "Ce système n’a pas apt. Si la fenêtre ne s’ouvre pas, installez les bibliothèques\n"
                "dont Qt 6 a besoin : libxcb-cursor, libxkbcommon-x11, libEGL, libGL, fontconfig, dbus.",
                "This system has no apt. If the window does not open, install the libraries\n"
                "that Qt 6 needs: libxcb-cursor, libxkbcommon-x11, libEGL, libGL, fontconfig, dbus.",
            )
        return True
    missing = lacking(packages)
    if not missing:
        return True
    apt = [*([] if is_root() else ["sudo"]), "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    install = ["install", "-y", "--no-install-recommends", *missing]
    if not may_install():
        line = shlex.join(["sudo", "apt-get", *install])
        say(
            f"Il manque des éléments du système. Tapez cette ligne, puis recommencez :\n\n    {line}\n",
            f"Parts of the system are missing. Type this line, then try again:\n\n    {line}\n",
        )
        return False
    say(
        f"Installation de ce qui manque au système : {', '.join(missing)}…",
        f"Installing what the system lacks: {', '.join(missing)}…",
    )
    # sudo asks on the terminal itself; what apt says is shown only when it fails.
    update = quietly([*apt, "update"])
    done = quietly([*apt, *install])
    if done.returncode:
        print((update.stdout if update.returncode else "")[-2000:], done.stdout[-4000:], sep="\n")
        say(
            "L’installation n’a pas marché. Le message au-dessus dit pourquoi.",
            "The installation did not work. The message above says why.",
        )
    return done.returncode == 0


def quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command of Debian's, keeping what it says."""
    return subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def lacking(packages: list[str]) -> list[str]:
    """Return those of Debian's packages that are not installed."""
    # Ubuntu 24.04 and Debian 13 renamed some libraries (libglib2.0-0t64).
    names = [form for name in packages for form in (name, f"{name}t64")]
    said = subprocess.run(
        ["dpkg-query", "-W", "-f=${db:Status-Abbrev}${Package}\n", *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    ).stdout
    there = {line.split()[1] for line in said.splitlines() if line.startswith("ii")}
    return [name for name in packages if not {name, f"{name}t64"} & there]


def is_root() -> bool:
    """Return whether this process may do everything."""
    return not IS_WINDOWS and os.geteuid() == 0


def may_install() -> bool:
    """Return whether packages can be installed: as root, or with a sudo that can ask or need not."""
    if is_root():
        return True
    if not shutil.which("sudo"):
        return False
    if sys.stdin is not None and sys.stdin.isatty():
        return True
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


# --- the virtual environment --------------------------------------------------------------------------


def environment(folder: Path, lock: str) -> Path:
    """Make or update a virtual environment from a lock; return its Python."""
    python = folder / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
    stamp, unfinished = folder / "dematassist-stamp", folder / "dematassist-unfinished"
    have = stamp.read_text() if stamp.exists() and python.exists() else ""
    # An environment made for the tests also runs the program.
    if have and have in (fingerprint(lock), fingerprint("test") if lock == "run" else ""):
        return python
    say(
        f"Préparation de {folder.name}. Cela prend quelques minutes la première fois…",
        f"Preparing {folder.name}. This takes a few minutes the first time…",
    )
    if unfinished.exists() or not works(python):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    stamp.unlink(missing_ok=True)
    unfinished.touch()
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Hashes hold because a lock lists every file of every release, for all systems and Pythons.
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCKS / f"{lock}.txt")], check=True)
    add_program(python)
    stamp.write_text(fingerprint(lock))
    unfinished.unlink()
    return python


def add_program(python: Path) -> None:
    """Make ``dematassist`` known to an environment: its folder on the path, and a command."""
    say_folder = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    said = subprocess.run(
        [str(python), "-c", say_folder], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    Path(said.strip(), "dematassist.pth").write_text(f"{ROOT}\n")
    if IS_WINDOWS:
        (python.parent / "dematassist.cmd").write_text('@"%~dp0python.exe" -m dematassist %*\n')
        return
    command = python.parent / "dematassist"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(str(python))} -m dematassist "$@"\n')
    command.chmod(0o755)


def works(python: Path) -> bool:
    """Return whether this Python runs, is as new as ours and has pip (its folder may have been moved)."""
    check = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    try:
        return subprocess.run([str(python), "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def fingerprint(lock: str) -> str:
    """Return what an environment made from this lock, here, by this Python, is stamped with."""
    made = f"{LAYOUT} {sys.version_info[:2]} {ROOT} {lock} ".encode()
    return hashlib.sha256(made + (LOCKS / f"{lock}.txt").read_bytes()).hexdigest()


# --- the terminal -------------------------------------------------------------------------------------


def say(french: str, english: str) -> None:
    """Print a sentence in the language of the terminal."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    lang = next((os.environ[name] for name in names if os.environ.get(name)), "")
    text = french if lang.lower().startswith("fr") else english
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


@contextlib.contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Wait for another bootstrap of the same folder to finish."""
    with (ROOT / ".bootstrap.lock").open("w") as lock:
        if not take(lock.fileno(), is_waiting=False):
            say(
                "Une autre préparation est en cours. On attend qu’elle finisse…",
                "Another set-up is under way. Waiting for it to finish…",
            )
            while not take(lock.fileno(), is_waiting=True):
                pass
        yield


def take(descriptor: int, *, is_waiting: bool) -> bool:
    """Take the lock of this file; return whether it was taken. The system gives it back when we end."""
    try:
        if IS_WINDOWS:
            import msvcrt

            # Waiting gives up by itself after ten seconds.
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if is_waiting else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if is_waiting else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except subprocess.CalledProcessError as error:
        say(
            f"La préparation n’a pas marché. Le message au-dessus dit pourquoi.\n"
            f"Vérifiez la connexion à internet et la place sur le disque, puis recommencez.\n({error})",
            f"The set-up did not work. The message above says why.\n"
            f"Check the internet connection and the room on the disk, then try again.\n({error})",
        )
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
