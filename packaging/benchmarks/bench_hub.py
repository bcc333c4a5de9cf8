"""The hub on PostgreSQL: reports a second against plain inserts, then the public page over many reports.

    python packaging/benchmarks/bench_hub.py postgresql://USER@HOST/EMPTY_DATABASE [--sent N] [--stored N]

Both sides keep the same rows, each durable before it is answered, from the same number of senders at once, in
turn in the same run. The hub also reads HTTP, checks the signature of each report, joins it to its incident
and signs its receipt. psycopg commits each row, or fifty together; a desk sends a report alone, or fifty in a
parcel.
"""

from __future__ import annotations

import argparse
import os
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
DESKS = 100
PARCEL = wire.MAX_SENT_REPORTS
T = TypeVar("T")


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--sent", type=int, default=3_200)
    parser.add_argument("--stored", type=int, default=1_000_000)
    given = parser.parse_args()
    engine = open_database(given.database)
    with writing(engine) as connection:
        seeds = [enrolled(connection, number) for number in range(DESKS)]
        connection.execute(sa.text("CREATE TABLE plain (LIKE reports INCLUDING ALL)"))
    engine.dispose()
    hub, address = serve(given.database)
    try:
        ingest(given.database, address, hub.pid, seeds, given.sent)
        store(given.database, given.stored)
        read(address, hub.pid)
    finally:
        hub.terminate()
        hub.wait()


def enrolled(connection: sa.Connection, number: int) -> bytes:
    """Make a desk known; return its secret key."""
    seed = secrets.token_bytes(32)
    code = enrolment.make_code(connection, f"Bench {number}", "33", now_ms())
    asked = wire.Enrolment(version=1, code=code, public_key=wire.public_key(seed))
    enrolment.enrol(connection, asked, "Bench", now_ms())
    return seed


def serve(database: str) -> tuple[subprocess.Popen[str], str]:
    """Start the hub; return it and its address."""
    limits = {"DEMATASSIST_HUB_DESK_HOUR": "99999999", "DEMATASSIST_HUB_DESK_DAY": "99999999"}
    hub = subprocess.Popen(
        [sys.executable, "-m", "dematassist.hub", "--database", database, "serve", "--port", "0"],
        env={**os.environ, **limits}, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert hub.stdout is not None
    address = next(line for line in hub.stdout if "http://" in line).split()[-1]
    return hub, address.rstrip("/")


def ingest(database: str, address: str, pid: int, seeds: list[bytes], count: int) -> None:
    """Keep reports all four ways, in turn."""
    given = partial(drawn, seeds, count // (SENDERS * PARCEL) * SENDERS * PARCEL)
    ways: dict[str, Callable[[], tuple[float, list[float]]]] = {
        "plain, a row": lambda: rate(partial(insert, database), rows(given(), 1)),
        "plain, 50 rows": lambda: rate(partial(insert, database), rows(given(), PARCEL)),
        "hub, a report": lambda: rate(partial(post_all, address), alone(given())),
        "hub, a parcel": lambda: rate(partial(post_all, address), together(given())),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    times: dict[str, list[float]] = {name: [] for name in ways}
    worked: dict[str, float] = dict.fromkeys(ways, 0.0)
    for _ in range(ROUNDS):
        for name, way in ways.items():
            before = processor_seconds(pid)
            per_second, measured = way()
            rates[name].append(per_second * (PARCEL if name.endswith(("rows", "parcel")) else 1))
            times[name] += measured
            worked[name] += processor_seconds(pid) - before
    print("each line: what one commit, or one request, holds")
    for name, measured in rates.items():
        late = statistics.quantiles(times[name], n=100)[98] * 1000
        own = worked[name] / (ROUNDS * len(given())) * 1e6
        cost = f"   {own:5.0f} µs of the hub's processor each" if name.startswith("hub") else ""
        print(f"{name:15} {statistics.median(measured):8.0f} reports/s   p99 {late:7.1f} ms{cost}")
    for name in ("hub, a report", "hub, a parcel"):
        for rival in ("plain, a row", "plain, 50 rows"):
            ratio = statistics.median(h / p for h, p in zip(rates[name], rates[rival], strict=True))
            print(f"{name} / {rival}: {ratio:.2f}")


def drawn(seeds: list[bytes], count: int) -> list[tuple[wire.Report, bytes]]:
    """Make new reports, each with the key of one desk; those of one parcel have the same."""
    return [(report(), seeds[number // PARCEL % len(seeds)]) for number in range(count)]


def insert(database: str, commits: list[list[tuple[object, ...]]], times: list[float]) -> None:
    """Insert rows with psycopg alone, as many a commit as are given together."""
    names = [column.name for column in tables.reports.columns]
    query = f"INSERT INTO plain ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
    with psycopg.connect(database, autocommit=True) as connection:
        for one in commits:
            start = time.perf_counter()
            if len(one) == 1:
                connection.execute(query, one[0])
            else:
                with connection.transaction(), connection.cursor() as cursor:
                    cursor.executemany(query, one)
            times.append(time.perf_counter() - start)


def rows(given: list[tuple[wire.Report, bytes]], together: int) -> list[list[tuple[object, ...]]]:
    """Return the same rows as the hub keeps, some of them in each commit."""
    made: list[tuple[object, ...]] = [
        (
            one.report_id, wire.key_id(wire.public_key(seed)), "desk:Bench", wire.digest(one), now_ms(),
            one.service_id, "", one.step_id, one.kind.value, one.intent.value, "", "", "joined", "",
            "iabcdefghijkl", wire.canonical(one).decode(),
        )
        for one, seed in given
    ]  # fmt: skip
    return [made[start : start + together] for start in range(0, len(made), together)]


def alone(given: list[tuple[wire.Report, bytes]]) -> list[bytes]:
    """Return requests of one report each."""
    return [
        request(
            "/v1/reports", wire.canonical(one),
            f"{wire.IDEMPOTENCY_HEADER}: {one.report_id}\r\n"
            f"{wire.DESK_KEY_HEADER}: {wire.key_id(wire.public_key(seed))}\r\n"
            f"{wire.DESK_SIGNATURE_HEADER}: {wire.sign(wire.Purpose.REPORT, one, seed)}\r\n",
        )
        for one, seed in given
    ]  # fmt: skip


def together(given: list[tuple[wire.Report, bytes]]) -> list[bytes]:
    """Return requests of one parcel each."""
    signed = [wire.sign_report(one, seed) for one, seed in given]
    parcels = [
        wire.Parcel(version=1, reports=tuple(signed[start : start + PARCEL]))
        for start in range(0, len(signed), PARCEL)
    ]
    return [request("/v1/parcels", wire.canonical(one)) for one in parcels]


def request(path: str, body: bytes, headers: str = "") -> bytes:
    """Return the bytes of one request."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n"
    ).encode() + body


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
            is_kept = b" 201 " in status or said.count(b'"receipt":{"digest"') == PARCEL
            assert is_kept, said


def rate(way: Callable[[list[T], list[float]], None], given: list[T]) -> tuple[float, list[float]]:
    """Send all this from many senders at once; return how many a second, and the time of each."""
    times: list[float] = []
    threads = [threading.Thread(target=way, args=[given[one::SENDERS], times]) for one in range(SENDERS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(given) / (time.perf_counter() - start), times


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


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process took (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid: int) -> float:
    """Return the memory that a process holds (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
