"""The hub on PostgreSQL: reports a second against plain inserts, then the public page over many reports.

    python packaging/benchmarks/bench_hub.py postgresql://USER@HOST/EMPTY_DATABASE [--sent N] [--stored N]

Both sides keep the same rows, each durable before it is answered, from the same number of senders, in turn
in the same run. The hub also reads HTTP, checks a signature and signs a receipt.
"""

from __future__ import annotations

import argparse
import resource
import secrets
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import httpx  # noqa: E402 -- after the path
import psycopg  # noqa: E402
import sqlalchemy as sa  # noqa: E402

from dematassist import wire  # noqa: E402
from dematassist.hub import enrolment, tables  # noqa: E402
from dematassist.hub.database import connect, open_database, writing  # noqa: E402
from dematassist.hub.moments import DAY_MS, now_ms  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

SENDERS, ROUNDS = 16, 5
T = TypeVar("T")


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--sent", type=int, default=1_600)
    parser.add_argument("--stored", type=int, default=1_000_000)
    given = parser.parse_args()
    engine = open_database(given.database)
    seed = secrets.token_bytes(32)
    with writing(engine) as connection:
        code = enrolment.make_code(connection, "Bench", "33", now_ms())
        asked = wire.Enrolment(version=1, code=code, public_key=wire.public_key(seed))
        enrolment.enrol(connection, asked, "Bench", now_ms())
        connection.execute(sa.text("CREATE TABLE plain (LIKE reports INCLUDING ALL)"))
    engine.dispose()
    hub, address = serve(given.database)
    try:
        ingest(given.database, address, seed, given.sent)
        store(given.database, given.stored)
        read(address, hub.pid)
    finally:
        hub.terminate()
        hub.wait()


def serve(database: str) -> tuple[subprocess.Popen[str], str]:
    """Start the hub; return it and its address."""
    import os

    limits = {"DEMATASSIST_HUB_DESK_HOUR": "99999999", "DEMATASSIST_HUB_DESK_DAY": "99999999"}
    hub = subprocess.Popen(
        [sys.executable, "-m", "dematassist.hub", "--database", database, "serve", "--port", "0"],
        env={**os.environ, **limits}, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert hub.stdout is not None
    address = next(line for line in hub.stdout if "http://" in line).split()[-1]
    return hub, address.rstrip("/")


def ingest(database: str, address: str, seed: bytes, count: int) -> None:
    """Keep reports both ways, in turn."""
    key = wire.key_id(wire.public_key(seed))
    names = [column.name for column in tables.reports.columns]
    insert = f"INSERT INTO plain ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"

    def plainly(rows: list[tuple[object, ...]], times: list[float]) -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            for row in rows:
                start = time.perf_counter()
                connection.execute(insert, row)
                times.append(time.perf_counter() - start)

    def request(one: wire.Report) -> bytes:
        body = wire.canonical(one)
        return (
            f"POST /v1/reports HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n{wire.IDEMPOTENCY_HEADER}: {one.report_id}\r\n"
            f"{wire.DESK_KEY_HEADER}: {key}\r\n"
            f"{wire.DESK_SIGNATURE_HEADER}: {wire.sign(wire.Purpose.REPORT, one, seed)}\r\n\r\n"
        ).encode() + body

    def row(one: wire.Report) -> tuple[object, ...]:
        return (
            one.report_id, key, "desk:Bench", wire.digest(one), now_ms(), one.service_id, "", one.step_id,
            one.kind.value, one.intent.value, "", "", "joined", "", "i", wire.canonical(one).decode(),
        )  # fmt: skip

    rates: dict[str, list[float]] = {"plain": [], "hub": []}
    times: dict[str, list[float]] = {"plain": [], "hub": []}
    for _ in range(ROUNDS):
        given = [report() for _ in range(count // SENDERS * SENDERS)]
        rates["plain"].append(rate(plainly, [row(one) for one in given], times["plain"]))
        given = [report() for _ in given]
        rates["hub"].append(rate(partial(post_all, address), [request(one) for one in given], times["hub"]))
    for name, measured in rates.items():
        late = statistics.quantiles(times[name], n=100)[98] * 1000
        print(f"{name:6} {statistics.median(measured):8.0f} reports/s   p99 {late:7.1f} ms")
    ratio = statistics.median(h / p for h, p in zip(rates["hub"], rates["plain"], strict=True))
    print(f"ratio hub / plain: {ratio:.2f}")


def post_all(address: str, requests: list[bytes], times: list[float]) -> None:
    """Send requests one after the other on one connection, and keep how long each took."""
    # Bytes made beforehand, on a bare socket: a client would take more processor than the hub.
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as connection:
        answers = connection.makefile("rb")
        for one in requests:
            start = time.perf_counter()
            connection.sendall(one)
            status = answers.readline()
            length = 0
            for line in iter(answers.readline, b"\r\n"):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            said = answers.read(length)
            times.append(time.perf_counter() - start)
            assert b" 201 " in status, said


def rate(way: Callable[[list[T], list[float]], None], given: list[T], times: list[float]) -> float:
    """Send all this from many senders at once; return how many a second."""
    threads = [threading.Thread(target=way, args=[given[one::SENDERS], times]) for one in range(SENDERS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(given) / (time.perf_counter() - start)


def report() -> wire.Report:
    """One ordinary report."""
    return wire.Report(
        version=1, report_id=str(uuid.uuid4()), written_on=date(2026, 11, 24), program_version="0.1.0",
        service_id="caf", step_id="declarer", kind=wire.Kind.ERROR_MESSAGE,
        text="La page affiche une erreur après « Valider ».",
    )  # fmt: skip


def store(database: str, count: int) -> None:
    """Fill the hub with this many reports of a hundredth as many incidents."""
    engine, incidents = connect(database), max(count // 100, 1)
    start_ms = now_ms() - 300 * DAY_MS
    with writing(engine) as connection:
        connection.execute(
            sa.text(
                "INSERT INTO incidents (incident_id, service_id, step_id, kind, intent, lever, stage,"
                " revision, reports, places, opened_ms, changed_ms, last_report_ms, way_round)"
                " SELECT 'b' || n, 'service-' || n % 200, 'step-' || n % 1000, 'page-down', 'service',"
                " 'offer', CASE n % 3 WHEN 0 THEN 'fixed' ELSE 'confirmed' END, 0, 100, 4, :start + n,"
                " :start + n, :start + n, 'Appelez.' FROM generate_series(1, :count) n"
            ),
            {"start": start_ms, "count": incidents},
        )
        connection.execute(
            sa.text(
                "INSERT INTO incident_places SELECT 'b' || n, 'place-' || (n * 7 + p * 13) % 3000"
                " FROM generate_series(1, :count) n, generate_series(1, 4) p"
            ),
            {"count": incidents},
        )
        connection.execute(
            sa.text(
                "INSERT INTO reports (report_id, key_id, place, digest, received_ms, service_id, step_id,"
                " kind, intent, standing, incident_id, body) SELECT gen_random_uuid()::text,"
                " 'desk-' || n % 3000, 'place-' || n % 3000, '', :start + n, 'service-' || n % 200,"
                " 'step-' || n % 1000,"
                " 'page-down', 'service', 'joined', 'b' || 1 + n % :incidents, '{}'"
                " FROM generate_series(1, :count) n"
            ),
            {"start": start_ms, "count": count, "incidents": incidents},
        )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    engine.dispose()
    print(f"stored {count} reports, {incidents} incidents")


def read(address: str, hub_pid: int) -> None:
    """Read public pages many times."""
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        first = memory_mib(hub_pid)
        for path in ("/fr/", "/fr/?service=service-7", "/fr/?page=50", "/fr/figures", "/fr/incidents/b1"):
            times = []
            for _ in range(60):
                start = time.perf_counter()
                assert client.get(path).is_success
                times.append((time.perf_counter() - start) * 1000)
            print(
                f"{path:26} p95 {statistics.quantiles(times, n=20)[18]:7.1f} ms   most {max(times):7.1f} ms"
            )
        print(f"memory of the hub: {first:.0f} MiB before, {memory_mib(hub_pid):.0f} MiB after")


def memory_mib(pid: int) -> float:
    """Return the memory that a process holds (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
