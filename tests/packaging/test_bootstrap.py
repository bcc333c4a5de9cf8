"""What is missing is found and said, what is done is kept, what was interrupted is begun again."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The real script, on a folder of its own with an empty lock: nothing to download."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    locks = tmp_path / "packaging" / "requirements"
    locks.mkdir(parents=True)
    for name in ("run", "test"):
        (locks / f"{name}.txt").write_text("")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "LOCKS", locks)
    return module


def commands(folder: Path, **scripts: str) -> None:
    """Put shell scripts in a folder, to stand for the system's commands."""
    folder.mkdir(exist_ok=True)
    for name, body in scripts.items():
        path = folder / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)


@pytest.mark.parametrize("arguments", [[], ["walk"], ["test", "tests/ui"], ["test", "--only"]])
def test_wrong_use_prints_how_to_use_it(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "bootstrap.py run" in done.stdout


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr_FR.UTF-8", "Ce programme a besoin de Python 3.10"), ("C", "This program needs Python 3.10")],
)
def test_an_old_python_is_told_in_the_language_of_the_terminal(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lang: str,
    said: str,
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.sys, "argv", ["bootstrap.py", "run"])
    monkeypatch.setenv("LC_ALL", lang)
    assert bootstrap.main() == 1
    out = capsys.readouterr().out
    assert said in out
    assert "Python 3.9" in out


def test_the_script_is_read_by_python_3_8() -> None:
    compile(SCRIPT.read_text(encoding="utf-8"), str(SCRIPT), "exec", flags=0, dont_inherit=True)
    import ast

    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.skipif(sys.platform != "linux", reason="apt is Debian's: this needs Linux")
class TestDebian:
    """With shell scripts for dpkg, apt and sudo."""

    INSTALLED = "echo 'ii libgl1'; echo 'ii libglib2.0-0t64'; echo 'rc libegl1'; exit 1"

    @pytest.fixture(autouse=True)
    def _system(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = tmp_path / "bin"
        self.log = tmp_path / "log"
        commands(self.folder, dpkg_query=self.INSTALLED, apt_get=f'echo "$@" >> {self.log}')
        monkeypatch.setenv("PATH", str(self.folder))
        monkeypatch.setenv("LC_ALL", "C")

    def test_what_is_missing_is_found_under_old_and_new_names(self, bootstrap: ModuleType) -> None:
        assert bootstrap.lacking(["libgl1", "libglib2.0-0", "libegl1", "xvfb"]) == ["libegl1", "xvfb"]

    def test_root_installs_what_is_missing_after_an_update(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "is_root", lambda: True)
        assert bootstrap.install_system_packages(["libgl1", "libegl1"])
        update, install = self.log.read_text().splitlines()
        assert update.endswith("update")
        assert install.endswith("install -y --no-install-recommends libegl1")

    def test_nothing_is_run_when_nothing_is_missing(self, bootstrap: ModuleType) -> None:
        assert bootstrap.install_system_packages(["libgl1", "libglib2.0-0"])
        assert not self.log.exists()

    def test_without_the_right_the_exact_line_is_printed(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(bootstrap, "is_root", lambda: False)
        assert not bootstrap.install_system_packages(["libgl1", "libegl1"])
        assert "    sudo apt-get install -y --no-install-recommends libegl1\n" in capsys.readouterr().out
        assert not self.log.exists()

    def test_sudo_without_password_is_used(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "is_root", lambda: False)
        commands(self.folder, sudo='[ "$1" = -n ] && exit 0; exec "$@"')
        assert bootstrap.install_system_packages(["libegl1"])
        assert self.log.read_text().splitlines()[-1].endswith("libegl1")

    def test_what_apt_says_is_shown_when_it_fails(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(bootstrap, "is_root", lambda: True)
        commands(self.folder, apt_get="echo 'E: no such package'; exit 100")
        assert not bootstrap.install_system_packages(["libegl1"])
        out = capsys.readouterr().out
        assert "E: no such package" in out
        assert "The installation did not work" in out

    def test_a_python_without_ensurepip_gets_debians_package(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "is_root", lambda: True)
        monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda _name: None)
        assert bootstrap.install_system_packages([])
        wanted = "python{}.{}-venv".format(*sys.version_info)
        assert self.log.read_text().splitlines()[-1].endswith(wanted)

    def test_a_system_without_apt_goes_on_with_a_word_about_libraries(
        self, bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (self.folder / "apt-get").unlink()
        assert bootstrap.install_system_packages(["libegl1"])
        assert "libxcb-cursor" in capsys.readouterr().out


@pytest.mark.parametrize(("ending", "status"), [("exit 1", 1), ("kill -SEGV $$", 11)])
def test_every_run_is_made_and_read_and_one_failure_fails_the_whole(
    bootstrap: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str], ending: str, status: int
) -> None:
    interpreters = []
    for name, end in (("locked", "exit 0"), ("newest", ending)):
        python = tmp_path / name / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\necho "{name} ran $*"\n{end}\n')
        python.chmod(0o755)
        interpreters.append(python)
    bootstrap.ROOT = tmp_path

    assert bootstrap.test(*interpreters, []) == status
    said = [line for line in capfd.readouterr().out.splitlines() if " ran " in line]
    slow = ("tests/hub", "tests/speech", "tests/vault")
    apart = " ".join(f"--ignore={folder}" for folder in ("tests/ui", "tests/desktop", *slow))
    assert sorted(said) == sorted(
        f"{python} ran -m pytest -p no:cacheprovider {what}"
        for python, what in (
            *(("locked", apart), ("locked", " ".join(slow))),
            *((python, what) for python in ("locked", "newest") for what in ("tests/ui", "tests/desktop")),
        )
    )
    assert bootstrap.test(*interpreters, ["tests/wire"]) == 0


def test_an_environment_is_kept_updated_and_begun_again(bootstrap: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "a folder é" / ".venv"
    folder.parent.mkdir()
    python = bootstrap.environment(folder, "run")
    where = subprocess.run(
        [python, "-c", "import sys; print(*sys.path, sep='\\n')"], capture_output=True, text=True, check=True
    )
    assert str(tmp_path) in where.stdout.splitlines()
    mark = folder / "mark"
    mark.touch()

    bootstrap.environment(folder, "run")
    assert mark.exists(), "an environment that is right was made again"

    (bootstrap.LOCKS / "run.txt").write_text("# changed\n")
    stamp = folder / "dematassist-stamp"
    before = stamp.read_text()
    bootstrap.environment(folder, "run")
    assert mark.exists(), "a change of lock is an update"
    assert stamp.read_text() != before

    # As an interruption leaves it.
    (folder / "dematassist-unfinished").touch()
    stamp.unlink()
    bootstrap.environment(folder, "run")
    assert not mark.exists(), "what was interrupted was kept"
    assert stamp.exists()
    assert not (folder / "dematassist-unfinished").exists()


def test_an_environment_for_the_tests_also_runs_the_program(bootstrap: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / ".venv"
    bootstrap.environment(folder, "test")
    before = (folder / "dematassist-stamp").stat().st_mtime_ns
    bootstrap.environment(folder, "run")
    assert (folder / "dematassist-stamp").stat().st_mtime_ns == before


def test_a_second_set_up_waits_for_the_first(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    order: list[str] = []

    def second() -> None:
        with bootstrap.only_one_at_a_time():
            order.append("second")

    with bootstrap.only_one_at_a_time():
        waiting = threading.Thread(target=second)
        waiting.start()
        limit = time.monotonic() + 10
        while "Waiting" not in capsys.readouterr().out and time.monotonic() < limit:
            time.sleep(0.01)
        order.append("first")
    waiting.join(timeout=10)
    assert order == ["first", "second"]


def test_ci_runs_the_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith(("#", "set ", "cd "))] == [
        "exec python3 packaging/bootstrap.py test"
    ]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
