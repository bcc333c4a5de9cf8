"""A bad network between real processes killed at random: every report is there once, none is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import tables
from dematassist.hub.database import connect, reading
from tests.hub.running import ROOT, Desk, Hub, new_report

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.loopback
HERE = Path(__file__).parent
REPORTS, DESKS = 40, 2
LIMITS = {"desk_hour": 100_000, "desk_day": 100_000}


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=10)
        if process.stdout:
            process.stdout.close()


def fill(file: Path) -> set[str]:
    reports = [new_report(text=f"Essai {number}") for number in range(REPORTS)]
    with closing(sqlite3.connect(file)) as outbox, outbox:
        outbox.execute("PRAGMA synchronous=FULL")
        outbox.execute("CREATE TABLE outbox (id TEXT PRIMARY KEY, body BLOB, receipt BLOB DEFAULT '')")
        rows = [(one.report_id, wire.canonical(one)) for one in reports]
        outbox.executemany("INSERT INTO outbox (id, body) VALUES (?, ?)", rows)
    return {one.report_id for one in reports}


def run_desk(file: Path, port: int, desk: Desk, manner: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "chaos_desk.py"), str(file), str(port)]
    return subprocess.Popen(
        [*command, desk.seed.hex(), desk.hub_key, manner],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )


def run_proxy(port: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "chaos_proxy.py"), str(port), "5"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def port_of(proxy: subprocess.Popen[str]) -> int:
    assert proxy.stdout is not None
    return int(proxy.stdout.readline())


def kept(database: str) -> list[str]:
    engine = connect(database)
    with reading(engine) as connection:
        found = list(connection.execute(sa.select(tables.reports.c.report_id)).scalars())
    engine.dispose()
    return found


def test_every_report_arrives_once_through_losses_refusals_and_kills(
    database: str, tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    hub = Hub(database, tmp_path, **LIMITS)
    port, chance = hub.port, random.Random(7)  # noqa: S311 -- chaos, not a secret
    proxy = run_proxy(port)
    processes.append(proxy)
    through = port_of(proxy)
    desks = [hub.enrol(f"Lieu {number}") for number in range(DESKS)]
    files = [tmp_path / f"outbox-{number}.db" for number in range(DESKS)]
    expected = set[str]().union(*map(fill, files))
    running = [run_desk(file, through, desk, "stable") for file, desk in zip(files, desks, strict=True)]
    processes += running
    killed = {"hub": 0, "desk": 0}
    deadline = time.monotonic() + 100
    while any(process.poll() is None for process in running) or killed["hub"] < 2:
        assert time.monotonic() < deadline
        time.sleep(chance.uniform(0.2, 0.8))
        if killed["hub"] < 2 and len(kept(database)) > killed["hub"] * 20:
            hub.stop(signal.SIGKILL)
            hub = Hub(database, tmp_path, port=port, **LIMITS)
            killed["hub"] += 1
        victim = chance.randrange(DESKS)
        if killed["desk"] < 3 and running[victim].poll() is None:
            running[victim].kill()
            running[victim].wait()
            running[victim] = run_desk(files[victim], through, desks[victim], "stable")
            processes.append(running[victim])
            killed["desk"] += 1
        for number, process in enumerate(running):
            assert process.poll() in (None, 0), f"desk {number} failed"
    found = kept(database)
    print(f"sent {len(expected)}, kept {len(found)}, distinct {len(set(found))}, killed {killed}")
    hub.stop()
    assert sorted(found) == sorted(expected)
    assert all(process.poll() == 0 for process in running)


def test_without_a_stable_id_the_same_network_makes_duplicates(
    tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    """The control: it is the stable id that keeps each report once, not a kind network."""
    hub = Hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path, **LIMITS)
    proxy = run_proxy(hub.port)
    processes.append(proxy)
    file, desk = tmp_path / "outbox.db", hub.enrol()
    expected = fill(file)
    processes.append(run_desk(file, port_of(proxy), desk, "renamed"))
    assert processes[-1].wait(timeout=60) == 0
    found = kept(hub.database)
    hub.stop()
    print(f"sent {len(expected)}, kept {len(found)}")
    assert len(found) > len(expected)
