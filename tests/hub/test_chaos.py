"""A bad network between real processes killed at random: every report is there once, none is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import tables
from dematassist.hub.copies import backup, restore
from dematassist.hub.database import connect, open_database, reading
from dematassist.hub.moments import now_ms
from dematassist.reports.model import Sent
from dematassist.reports.outbox import Outbox
from tests.hub.running import ROOT, Desk, Hub, new_report
from tests.reports.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.loopback
HERE = Path(__file__).parent
REPORTS, LATER, DESKS, KILLS = 60, 20, 2, 6
LIMITS = {"desk_hour": 100_000, "desk_day": 100_000}
SKEW_DAYS = (-1_000, 4_000)
SECONDS = 55


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=60)
        if process.stdout:
            process.stdout.close()


def run(*command: str, **options: int) -> subprocess.Popen[str]:
    script, *arguments = command
    return subprocess.Popen(
        [sys.executable, str(HERE / script), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        **options,  # type: ignore[call-overload]
    )


def run_proxy(port: int) -> subprocess.Popen[str]:
    return run("chaos_proxy.py", str(port), "5", stdout=subprocess.PIPE)


def port_of(proxy: subprocess.Popen[str]) -> int:
    assert proxy.stdout is not None
    return int(proxy.stdout.readline())


def kept(database: str) -> list[str]:
    engine = connect(database)
    with reading(engine) as connection:
        found = list(connection.execute(sa.select(tables.reports.c.report_id)).scalars())
    engine.dispose()
    return found


def counted(database: str) -> int:
    """Return how many reports the incidents say they have."""
    engine = connect(database)
    with reading(engine) as connection:
        total = connection.execute(sa.select(sa.func.sum(tables.incidents.c.reports))).scalar()
    engine.dispose()
    return int(total or 0)


class ChaosDesk:
    """The files of a desk, and the process that sends them, when it is not dead."""

    def __init__(
        self, folder: Path, hub: Hub, through: int, skew_days: int, started: list[subprocess.Popen[str]]
    ) -> None:
        self.folder, self.skew_days, self.started = folder, skew_days, started
        self.process: subprocess.Popen[str] | None = None
        place = Place(folder)
        place.exchange.enrol(f"http://127.0.0.1:{hub.port}", hub.code(folder.name))
        # From now on, the only way goes through the bad network.
        address = f"http://127.0.0.1:{through}"
        place.membership.join(msgspec.structs.replace(place.exchange.hub, url=address))
        self.expected = {place.write(wire.Kind.NO_ANSWER) for _ in range(REPORTS)}
        # The window of the desk stays open: its person goes on writing.
        self.window = place

    def start(self) -> None:
        self.process = run("chaos_courier.py", str(self.folder), str(self.skew_days))
        self.started.append(self.process)

    def kill(self) -> None:
        assert self.process is not None
        assert self.process.poll() is None, "a courier ended by itself"
        self.process.kill()
        self.process.wait(timeout=60)

    def write_later(self) -> None:
        self.expected |= {self.window.write(wire.Kind.NO_ANSWER) for _ in range(LATER)}
        # A log that has grown has room to be written over: on a disk that is full, some would still be kept.
        with closing(sqlite3.connect(self.folder / "reports.db", timeout=10)) as outbox:
            outbox.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def states(self) -> Counter[str]:
        """Return what its outbox holds, read beside the courier."""
        with closing(sqlite3.connect(self.folder / "reports.db", timeout=10)) as outbox:
            return Counter(dict(outbox.execute("SELECT state, count(*) FROM report GROUP BY state")))

    def is_all_proven(self) -> bool:
        with closing(Outbox(self.folder / "reports.db")) as outbox:
            entries = outbox.entries()
        return {entry.id for entry in entries} == self.expected and all(
            isinstance(entry.state, Sent) for entry in entries
        )


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Give a folder a disk of its own of 8 MB; say whether this machine lets us."""
    folder.mkdir()
    may = os.geteuid() == 0
    may = (
        may
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)], check=False, capture_output=True
        ).returncode
    )
    try:
        yield may
    finally:
        if may:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on this disk."""
    target = disk / "filling"
    with target.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(4096))
        except OSError:
            # Nothing more fits: that is the point.
            return target


def kill_some(desks: list[ChaosDesk], chance: random.Random) -> int:
    """Kill a desk at random moments, and start it again; return how many times."""
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.1, 0.5))
        victim = desks[chance.randrange(DESKS)]
        victim.kill()
        victim.start()
    return KILLS


def copy_hub(database: str, copy: Path) -> None:
    engine = connect(database)
    backup(engine, copy)
    engine.dispose()


def restore_hub(database: str, copy: Path) -> None:
    engine = open_database(database)
    restore(engine, copy, now_ms())
    engine.dispose()


def until(is_so: Callable[[], bool], deadline: float) -> None:
    while not is_so():
        assert time.monotonic() < deadline, "too slow"
        time.sleep(0.05)


def test_every_report_arrives_once_whatever_happens(
    new_database: Callable[[], str], tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    """Of answers, 20 % are lost, 10 % are refusals, 5 % a hotel's; clocks are wrong, and so on below."""
    database, deadline = new_database(), time.monotonic() + SECONDS
    hub = Hub(database, tmp_path, **LIMITS)
    processes.append(hub.process)
    port, chance, happened = hub.port, random.Random(7), Counter[str]()  # noqa: S311 -- chaos, not a secret
    proxy = run_proxy(port)
    processes.append(proxy)
    through = port_of(proxy)
    with small_disk(tmp_path / "disk") as is_small:
        folders = [tmp_path / "disk" / "desk", tmp_path / "other desk"]
        desks = [
            ChaosDesk(folder, hub, through, skew, processes)
            for folder, skew in zip(folders, SKEW_DAYS, strict=True)
        ]
        # An old copy of a desk, and one of the hub a little later: both will be put back.
        desks[1].window.close()
        shutil.copytree(desks[1].folder, tmp_path / "old desk")
        for desk in desks:
            desk.start()
        until(lambda: len(kept(database)) >= REPORTS // 4, deadline)
        copy_hub(database, tmp_path / "old hub.gz")
        copied = len(kept(database))
        desks[0].kill()
        desks[0].write_later()
        expected = set[str]().union(*(desk.expected for desk in desks))
        filling = fill(tmp_path / "disk") if is_small else None
        desks[0].start()
        happened["desk killed"] += kill_some(desks, chance)
        if filling:
            assert desks[0].states()["waiting"] >= LATER, "the full disk changed nothing"
            filling.unlink()
            happened["disk full"] += 1
        hub.stop(signal.SIGKILL)
        happened["hub killed"] += 1
        time.sleep(chance.uniform(0.1, 0.5))
        hub = Hub(database, tmp_path, port=port, **LIMITS)
        processes.append(hub.process)
        until(lambda: len(kept(database)) > max(REPORTS, copied), deadline)
        before = set(kept(database))
        # The hub loses all that came since its copy, and the desk all that it knew.
        hub.stop(signal.SIGKILL)
        database = new_database()
        restore_hub(database, tmp_path / "old hub.gz")
        hub = Hub(database, tmp_path, port=port, **LIMITS)
        processes.append(hub.process)
        happened["hub restored"] += 1
        assert len(kept(database)) < len(before)
        desks[1].kill()
        shutil.rmtree(desks[1].folder)
        shutil.copytree(tmp_path / "old desk", desks[1].folder)
        desks[1].start()
        happened["desk restored"] += 1

        def is_done() -> bool:
            return set(kept(database)) == expected and all(desk.is_all_proven() for desk in desks)

        until(is_done, deadline)
        found = kept(database)
        states = [dict(desk.states()) for desk in desks]
        print(f"written {len(expected)}, kept {len(found)}, distinct {len(set(found))}, counted in incidents")
        print(f"{counted(database)}, desks {states}, happened {dict(happened)}")
        for desk in desks:
            desk.kill()
        desks[0].window.close()
    hub.stop()
    assert sorted(found) == sorted(expected)
    assert counted(database) == len(expected)
    if not is_small:
        pytest.skip("all but the full disk was done: this machine may not mount a small file system")


def fill_small_desk(file: Path) -> set[str]:
    reports = [new_report(text=f"Essai {number}") for number in range(REPORTS)]
    with closing(sqlite3.connect(file)) as outbox, outbox:
        outbox.execute("CREATE TABLE outbox (id TEXT PRIMARY KEY, body BLOB, receipt BLOB DEFAULT '')")
        rows = [(one.report_id, wire.canonical(one)) for one in reports]
        outbox.executemany("INSERT INTO outbox (id, body) VALUES (?, ?)", rows)
    return {one.report_id for one in reports}


def test_without_a_stable_id_the_same_network_makes_duplicates(
    tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    """The control: it is the stable id that keeps each report once, not a kind network."""
    hub = Hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path, **LIMITS)
    proxy = run_proxy(hub.port)
    processes.append(proxy)
    desk: Desk = hub.enrol()
    expected = fill_small_desk(tmp_path / "outbox.db")
    arguments = (str(tmp_path / "outbox.db"), str(port_of(proxy)), desk.seed.hex(), desk.hub_key)
    processes.append(run("chaos_desk.py", *arguments))
    assert processes[-1].wait(timeout=60) == 0
    found = kept(hub.database)
    hub.stop()
    print(f"sent {len(expected)}, kept {len(found)}")
    assert len(found) > len(expected)
