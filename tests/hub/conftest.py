"""A hub as a real process, on SQLite and on a real PostgreSQL started for these tests."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dematassist.hub.database import open_database
from tests.hub.running import Hub, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import Engine


def postgresql_folder() -> Path | None:
    """Return where Debian, or this machine, keeps the programs of PostgreSQL."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return versions[-1].parent if versions else None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL without databases of ours. It refuses to run as root: we change user."""
    programs = postgresql_folder()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
        folder = Path(name)
        as_user = {}
        if os.geteuid() == 0:
            found = pwd.getpwnam(user)
            shutil.chown(folder, user)
            as_user = {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
        data = folder / "data"

        def run(*command: str) -> None:
            done = subprocess.run(
                command, cwd=folder, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **as_user,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout

        control = str(programs / "pg_ctl")
        run(str(programs / "initdb"), "-D", str(data), "-U", "hub", "--auth=trust", "-E", "UTF8", "--no-sync")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c max_connections=60"
        run(control, "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
        try:
            yield f"postgresql://hub@127.0.0.1:{port}"
        finally:
            run(control, "-D", str(data), "-m", "immediate", "-w", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Make an empty database; the tests that ask for it run on both."""

    def make() -> str:
        name = f"hub_{uuid.uuid4().hex}"
        if request.param == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        import psycopg

        server = request.getfixturevalue("postgresql")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{server}/{name}"

    if request.param == "postgresql":
        request.getfixturevalue("postgresql")
    return make


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    opened = open_database(database)
    yield opened
    opened.dispose()


@pytest.fixture
def hub(database: str, tmp_path: Path) -> Iterator[Hub]:
    with start(database, tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def sqlite_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("hub")
    running = Hub(f"sqlite:///{folder / 'hub.db'}", folder)
    yield running
    assert running.stop() == ""
