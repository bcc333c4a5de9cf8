"""What is given to those who run a hub does what it says: the unit, the compose file, and their commands."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml

from tests.hub.conftest import postgresql_folder
from tests.hub.running import ROOT, Hub, new_report

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.loopback
PACKAGING = ROOT / "packaging/hub"
UNIT = (PACKAGING / "dematassist-hub.service").read_text()
COMPOSE = (PACKAGING / "compose.yaml").read_text()
THEIR_PYTHON = "/opt/dematassist/bin/python"


def service() -> dict[str, str]:
    read = configparser.ConfigParser(interpolation=None, strict=True)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(UNIT)
    return dict(read["Service"])


def told_to_run(comments: str, start: str) -> list[str]:
    """Return the commands of a file's comments that begin so."""
    return [line[1:].strip() for line in comments.splitlines() if line[1:].strip().startswith(start)]


@contextmanager
def running(argv: list[str], environment: dict[str, str], folder: Path) -> Iterator[tuple[Any, str]]:
    """Run a hub as its packaging says; give its process and its address. Its log must stay empty."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            argv, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout is not None
    address = next((line.split()[-1] for line in process.stdout if "http://" in line), "")
    try:
        assert address, (folder / "log").read_text()
        yield process, address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        process.stdout.close()
    # Once it has closed everything, uvicorn ends by the signal that it was sent.
    assert process.returncode in (0, -signal.SIGTERM)
    assert (folder / "log").read_text() == ""


def test_systemd_finds_nothing_to_say_against_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (Debian: systemd)")
    unit = tmp_path / "dematassist-hub.service"
    unit.write_text(UNIT.replace(THEIR_PYTHON, sys.executable))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def allowed_calls(group: str) -> set[str]:
    """Return the system calls of a group of systemd, and of those it always lets through."""
    said = subprocess.run(["systemd-analyze", "syscall-filter"], capture_output=True, text=True, check=True)
    groups: dict[str, set[str]] = {}
    for line in re.sub(r"\x1b\[[0-9;]*m", "", said.stdout).splitlines():
        if line.startswith("@"):
            members = groups.setdefault(line.strip(), set())
        elif line.startswith("    ") and not line.strip().startswith("#"):
            members.add(line.strip())

    def calls(name: str) -> set[str]:
        return set[str]().union(*map(calls, groups[name])) if name.startswith("@") else {name}

    return calls(group) | calls("@default")


def test_the_hub_lives_within_the_limits_of_its_unit(tmp_path: Path) -> None:
    missing = [name for name in ("strace", "setpriv", "systemd-analyze") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    unit = service()
    state = tmp_path / "dematassist-hub"
    assert unit["WorkingDirectory"] == f"%S/{unit['StateDirectory']}"
    state.mkdir(mode=0o700)
    name, _, value = unit["Environment"].replace("%S", str(tmp_path)).partition("=")
    trace = tmp_path / "trace"
    argv = [
        *("strace", "-f", "-qq", "-e", "trace=all", "-o", str(trace)),
        # Without any capability, as the unit asks, whoever runs the tests.
        *("setpriv", "--no-new-privs", *(() if os.geteuid() else ("--inh-caps=-all", "--bounding-set=-all"))),
        *shlex.split(unit["ExecStart"].replace(THEIR_PYTHON, sys.executable)),
        *("--port", "0"),
    ]  # fmt: skip
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8", name: value,
    }  # fmt: skip
    with running(argv, environment, state) as (process, address), httpx.Client(trust_env=False) as client:
        assert client.get(f"{address}fr/").status_code == 200
        one = new_report()
        sent = client.post(
            f"{address}v1/reports",
            content=b"",
            headers={"Content-Type": "application/json", "Idempotency-Key": one.report_id},
        )
        assert sent.status_code == 400
        # strace passes no signal on: the hub itself is told to stop.
        child = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(child[0]), signal.SIGTERM)
        process.wait(timeout=60)
    said = trace.read_text()
    started = said[said.index("dematassist.hub") :]
    calls = set(re.findall(r"^\d+ +([a-z0-9_]+)\(", started, re.MULTILINE))
    assert "fdatasync" in calls or "fsync" in calls
    assert calls - allowed_calls(unit["SystemCallFilter"]) == set()
    families = set(re.findall(r"\bsocket(?:pair)?\((AF_\w+)", started))
    assert "AF_INET" in families
    assert families <= set(unit["RestrictAddressFamilies"].split())
    written = set(re.findall(r'open(?:at)?\([^"]*"([^"]+)", [^)]*O_(?:WRONLY|RDWR)[^)]*\) = \d', started))
    # « ProtectSystem=strict » leaves the state folder and devices.
    elsewhere = {path for path in written if not path.startswith((str(state), "/dev/"))}
    assert elsewhere == set()
    assert (state / "hub.db").stat().st_mode & 0o077 == 0


def test_the_commands_of_the_unit_copy_a_hub_and_put_it_back(tmp_path: Path) -> None:
    commands = told_to_run(UNIT, THEIR_PYTHON)
    assert [command.split()[3] for command in commands] == ["code", "backup", "restore"]

    def run(command: str, database: str) -> subprocess.CompletedProcess[str]:
        here = command.replace(THEIR_PYTHON, sys.executable).replace("/var/backups", str(tmp_path))
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "DEMATASSIST_HUB_DATABASE": database}
        return subprocess.run(
            shlex.split(here), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    first, second = (f"sqlite:///{tmp_path / name}.db" for name in ("first", "second"))
    hub = Hub(first, tmp_path)
    assert run(commands[0], first).returncode == 0
    desk, kept, lost = hub.enrol(), new_report(), new_report()
    desk.send(kept)
    assert run(commands[1], first).returncode == 0
    desk.send(lost)
    before = desk.follow_up()
    assert hub.stop() == ""
    assert run(commands[2], second).returncode == 0
    hub = Hub(second, tmp_path)
    after = desk._replace(hub=hub).follow_up()
    assert hub.stop() == ""
    assert after.sequence > before.sequence
    assert [status.report_id for status in after.statuses] == [kept.report_id]


def test_the_commands_of_the_compose_file_run_a_hub_copy_it_and_put_it_back(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Without containers: the same commands, on a PostgreSQL whose user and database have the same names."""
    import psycopg

    postgresql = request.getfixturevalue("postgresql")
    described = yaml.safe_load(COMPOSE)
    hub_service, database_service = described["services"]["hub"], described["services"]["database"]
    names = database_service["environment"]
    assert (names["POSTGRES_USER"], names["POSTGRES_DB"]) == ("hub", "hub")
    assert set(described["volumes"]) == {
        volume.partition(":")[0] for one in described["services"].values() for volume in one["volumes"]
    }
    root = (PACKAGING / hub_service["build"]["context"]).resolve()
    assert (root / "pyproject.toml").is_file()
    (said,) = re.findall(r"^CMD (\[.*\])$", hub_service["build"]["dockerfile_inline"], re.MULTILINE)
    serve = [sys.executable, *yaml.safe_load(said)[1:], "--port", "0"]
    serve[serve.index("0.0.0.0")] = "127.0.0.1"  # noqa: S104 -- only read
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE hub")
    port = postgresql.rpartition(":")[2]
    programs = postgresql_folder()
    assert programs is not None
    url = hub_service["environment"]["DEMATASSIST_HUB_DATABASE"]
    url = re.sub(r"\$\{[^}]*\}", "x", url).replace("@database/", f"@127.0.0.1:{port}/")
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8",
        "PATH": f"{programs}:{os.environ['PATH']}", "PGHOST": "127.0.0.1", "PGPORT": port,
        "DEMATASSIST_HUB_DATABASE": url,
    }  # fmt: skip

    def run(command: str, given: str = "") -> None:
        inside = re.sub(r"^docker compose exec (--no-TTY )?(hub|database) ", "", command)
        inside = re.sub(r"^python ", f"{shlex.quote(sys.executable)} ", inside)
        inside = inside.replace("/copies", str(tmp_path))
        done = subprocess.run(
            ["bash", "-c", inside], cwd=tmp_path, env=environment, input=given, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (command, done.stderr)

    commands = told_to_run(COMPOSE, "docker compose exec")
    verbs = [next(part for part in command.split() if part in VERBS) for command in commands]
    assert verbs == [*VERBS]
    of = dict(zip(verbs, commands, strict=True))
    folder = tmp_path / "runs"
    folder.mkdir()
    with running(serve, environment, folder):
        hub = Hub(url, tmp_path)
        run(of["code"])
        run(of["moderator"], "une longue phrase secrète\n")
        desk, kept, lost = hub.enrol(), new_report(), new_report()
        desk.send(kept)
        run(of["backup"])
        run(of["pg_dump"])
        desk.send(lost)
        before = desk.follow_up()
        assert hub.stop() == ""
    for way in ("pg_restore", "restore"):
        if way == "restore":
            with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
                connection.execute("DROP DATABASE hub")
                connection.execute("CREATE DATABASE hub")
        run(of[way])
        hub = Hub(url, tmp_path)
        after = desk._replace(hub=hub).follow_up()
        assert hub.stop() == ""
        # The hub says by itself what it has, and that it is newer than what the desk read.
        assert after.sequence > before.sequence
        assert [status.report_id for status in after.statuses] == [kept.report_id]
        before = after


VERBS = ("code", "moderator", "backup", "restore", "pg_dump", "pg_restore")
