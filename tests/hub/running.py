"""A hub that runs in its own process, and a desk that speaks to it."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

from dematassist import wire
from dematassist.hub.database import connect, writing
from dematassist.hub.enrolment import make_code
from dematassist.hub.moments import now_ms
from tests.wire.messages import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

ROOT = Path(__file__).resolve().parents[2]


class Hub:
    """A running hub."""

    def __init__(
        self, database: str, folder: Path, port: int = 0, processes: int = 1, **limits: float
    ) -> None:
        self.database = database
        self.log = folder / f"hub-{uuid.uuid4().hex[:6]}.log"
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            **{f"DEMATASSIST_HUB_{name.upper()}": str(value) for name, value in limits.items()},
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*self.command(), "serve", "--port", str(port), "--processes", str(processes)],
                stdout=subprocess.PIPE, stderr=log, env=self.environment, cwd=folder, text=True,
            )  # fmt: skip
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.port = int(found[1])
                break
        else:
            self.process.stdout.close()
            self.process.wait(timeout=60)
            raise AssertionError(said + self.log.read_text())
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30, trust_env=False)

    def command(self) -> list[str]:
        return [sys.executable, "-m", "dematassist.hub", "--database", self.database]

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run another command on the same database."""
        return subprocess.run(
            [*self.command(), *arguments], input=given, capture_output=True, text=True, check=False,
            env=self.environment, timeout=60,
        )  # fmt: skip

    def stop(self, number: signal.Signals = signal.SIGTERM) -> str:
        """Stop it; return what it wrote in its log."""
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.client.close()
        return self.log.read_text()

    def enrol(self, place: str = "Mairie de Langon", departement: str = "33") -> Desk:
        """Make a desk and make it known."""
        seed = secrets.token_bytes(32)
        answer = self.client.post("/v1/desks", json=enrolment(self.code(place, departement), seed))
        assert answer.status_code == 201, answer.text
        enrolled = wire.decode(answer.content, wire.Enrolled)
        return Desk(self, seed, enrolled.key_id, enrolled.hub_public_key)

    def code(self, place: str = "Mairie de Langon", departement: str = "33") -> str:
        with self.writing() as connection:
            return make_code(connection, place, departement, now_ms())

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write to its database from here, as another command would."""
        engine = connect(self.database)
        try:
            with writing(engine) as connection:
                yield connection
        finally:
            engine.dispose()


def enrolment(code: str, seed: bytes) -> dict[str, Any]:
    return {"version": 1, "code": code, "public_key": wire.public_key(seed)}


class Desk(NamedTuple):
    """A desk that the hub knows."""

    hub: Hub
    seed: bytes
    key_id: str
    hub_key: str

    def send(self, one: wire.Report) -> httpx.Response:
        return self.hub.client.post("/v1/reports", content=wire.canonical(one), headers=self.headers(one))

    def headers(self, one: wire.Report) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            wire.IDEMPOTENCY_HEADER: one.report_id,
            wire.DESK_KEY_HEADER: self.key_id,
            wire.DESK_SIGNATURE_HEADER: wire.sign(wire.Purpose.REPORT, one, self.seed),
        }

    def feed(self, tag: str = "") -> httpx.Response:
        request = wire.FollowUpRequest(version=1, key_id=self.key_id)
        signature = wire.sign(wire.Purpose.FOLLOW_UP_REQUEST, request, self.seed)
        headers = {wire.DESK_KEY_HEADER: self.key_id, wire.DESK_SIGNATURE_HEADER: signature}
        if tag:
            headers["If-None-Match"] = tag
        return self.hub.client.get("/v1/follow-up", headers=headers)

    def follow_up(self) -> wire.FollowUp:
        signed = wire.decode(self.feed().content, wire.SignedFollowUp, max_bytes=wire.MAX_PARCEL_BYTES)
        assert wire.is_feed_of(signed, self.hub_key)
        return signed.follow_up

    def say(self, report_id: str, revision: int, verdict: wire.Verdict) -> httpx.Response:
        outcome = wire.Outcome(version=1, report_id=report_id, revision=revision, verdict=verdict)
        headers = {
            "Content-Type": "application/json",
            wire.DESK_KEY_HEADER: self.key_id,
            wire.DESK_SIGNATURE_HEADER: wire.sign(wire.Purpose.OUTCOME, outcome, self.seed),
        }
        return self.hub.client.post(
            f"/v1/reports/{report_id}/outcome", content=wire.canonical(outcome), headers=headers
        )


def new_report(**changes: Any) -> wire.Report:
    """One ordinary report with an id of its own."""
    return report(report_id=str(uuid.uuid4()), **changes)


@contextmanager
def start(database: str, folder: Path, **limits: float) -> Iterator[Hub]:
    """Run a hub; it must stop by itself when asked, with an empty log."""
    running = Hub(database, folder, **limits)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            log = running.stop()
            assert log == ""
