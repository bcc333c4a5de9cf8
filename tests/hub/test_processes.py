"""A hub of several processes: one port, each report once, and all of them end together."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest

from dematassist import wire
from tests.hub.running import Desk, Hub, new_report
from tests.hub.test_reports import kept

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are listed in /proc"),
]
COUNT = 2


def serving(hub: Hub) -> list[int]:
    """The processes of a hub that accept requests on its port."""
    listed = Path(f"/proc/{hub.process.pid}/task/{hub.process.pid}/children").read_text().split()
    return [int(one) for one in listed if "spawn_main" in Path(f"/proc/{one}/cmdline").read_text()]


def wait_until_gone(pids: list[int]) -> None:
    end = time.monotonic() + 30
    while any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_reports_sent_to_several_processes_are_kept_once(database: str, tmp_path: Path) -> None:
    hub = Hub(database, tmp_path, processes=COUNT)
    pids = serving(hub)
    assert len(pids) == COUNT
    desk, reports = hub.enrol(), [new_report() for _ in range(6)]
    statuses: list[int] = []

    def send() -> None:
        # Each connection is served by one of the processes.
        with httpx.Client(base_url=str(hub.client.base_url), timeout=30, trust_env=False) as client:
            for one in reports:
                sent = client.post("/v1/reports", content=wire.canonical(one), headers=desk.headers(one))
                statuses.append(sent.status_code)

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(statuses) == [200] * 30 + [201] * 6
    assert len(kept(hub)) == len(reports)
    assert hub.stop() == ""
    assert hub.process.returncode == 0
    wait_until_gone(pids)


def test_when_one_process_dies_the_hub_ends_and_what_it_answered_is_kept(tmp_path: Path) -> None:
    hub = Hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path, processes=COUNT)
    pids, desk, one = serving(hub), hub.enrol(), new_report()
    assert desk.send(one).status_code == 201
    os.kill(pids[0], signal.SIGKILL)
    assert hub.process.wait(timeout=40) == 1
    wait_until_gone(pids)
    hub.stop()
    again = Hub(hub.database, tmp_path)
    assert Desk(again, desk.seed, desk.key_id, desk.hub_key).send(one).status_code == 200
    assert again.stop() == ""


def test_no_process_outlives_the_first_one(tmp_path: Path) -> None:
    hub = Hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path, processes=COUNT)
    pids = serving(hub)
    hub.stop(signal.SIGKILL)
    wait_until_gone(pids)
    # The port is free again.
    socket.create_server(("127.0.0.1", hub.port)).close()
