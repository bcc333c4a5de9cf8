"""The hub on PostgreSQL: reports a second against plain inserts, then the public page over many reports.

    python packaging/benchmarks/bench_hub.py postgresql://USER@HOST/EMPTY_DATABASE [--sent N] [--stored N]

Both sides keep the same rows in tables with the same columns, constraints and indexes, each durable before
it is answered, from the same number of connections at once, in turn in the same run. The hub also reads HTTP,
checks the signature of each report, joins it to its incident and signs its receipt; a desk sends a report
alone, or fifty in a parcel. The rival is what is written with psycopg without a hub, a thread for each
connection: a row and its commit; fifty rows in a transaction, one after the other; or ``executemany`` of the
fifty, which psycopg pipelines. It prepares the statement in all three.

Requests are bytes made beforehand, sent by one thread that does nothing else: what it costs is told. On a
machine that does other work, what counts is the processor that each side takes, its database and its sender
with it: rates are then those of cores that others use too. PostgreSQL must be on this machine (Linux).
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import secrets
import selectors
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
from typing import TYPE_CHECKING, NamedTuple

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
HUB, DATABASE, SENDER = "hub", "database", "sender"


class Took(NamedTuple):
    """What one way of keeping reports took: in all, for each commit or request, and of whose processor."""

    seconds: float
    each: list[float]
    processor: dict[str, float]


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--processes", type=int, default=1, help="of the hub")
    parser.add_argument("--sent", type=int, default=3_200)
    parser.add_argument("--stored", type=int, default=1_000_000)
    given = parser.parse_args()
    engine = open_database(given.database)
    with writing(engine) as connection:
        seeds = [enrolled(connection, number) for number in range(DESKS)]
        connection.execute(sa.text("CREATE TABLE plain (LIKE reports INCLUDING ALL)"))
    engine.dispose()
    hub, address = serve(given.database, given.processes)
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


def serve(database: str, processes: int = 1) -> tuple[subprocess.Popen[str], str]:
    """Start the hub; return it and its address."""
    limits = {"DEMATASSIST_HUB_DESK_HOUR": "99999999", "DEMATASSIST_HUB_DESK_DAY": "99999999"}
    hub = subprocess.Popen(
        [sys.executable, "-m", "dematassist.hub", "--database", database, "serve", "--port", "0",
         "--processes", str(processes)],
        env={**os.environ, **limits}, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert hub.stdout is not None
    address = next(line for line in hub.stdout if "http://" in line).split()[-1]
    return hub, address.rstrip("/")


def ingest(database: str, address: str, pid: int, seeds: list[bytes], count: int) -> None:
    """Keep reports in every way, in turn."""
    count = count // (SENDERS * PARCEL) * SENDERS * PARCEL
    given = partial(drawn, seeds, count)
    ways: dict[str, Callable[[Callable[[], dict[str, float]]], Took]] = {
        "plain, a row": lambda spent: timed(spent, partial(insert_all, database, rows(given(), 1))),
        "plain, 50 rows": lambda spent: timed(spent, partial(insert_all, database, rows(given(), PARCEL))),
        "plain, 50 piped": lambda spent: timed(
            spent, partial(insert_all, database, rows(given(), PARCEL), is_piped=True)
        ),
        "hub, a report": lambda spent: timed(spent, partial(post_all, address, alone(given()))),
        "hub, a parcel": lambda spent: timed(spent, partial(post_all, address, together(given()))),
    }
    took: dict[str, list[Took]] = {name: [] for name in ways}
    with psycopg.connect(database) as connection:
        spent = partial(processor, pid, parent(connection.info.backend_pid))
        for _ in range(ROUNDS):
            for name, way in ways.items():
                took[name].append(way(spent))
    print("each line: what one commit, or one request, holds; microseconds of processor for each report")
    for name, runs in took.items():
        late = statistics.quantiles([one for run in runs for one in run.each], n=100)[98] * 1000
        costs = "".join(
            f"   {who} {sum(run.processor[who] for run in runs) / ROUNDS / count * 1e6:4.0f}"
            for who in (HUB, DATABASE, SENDER)
        )
        rate = statistics.median(count / run.seconds for run in runs)
        print(f"{name:15} {rate:8.0f} reports/s   p99 {late:7.1f} ms{costs}")
    for name in ("hub, a report", "hub, a parcel"):
        for rival in ("plain, a row", "plain, 50 rows", "plain, 50 piped"):
            pairs = list(zip(took[name], took[rival], strict=True))
            ratio = statistics.median(plain.seconds / hub.seconds for hub, plain in pairs)
            less = statistics.median(
                sum(plain.processor.values()) / sum(hub.processor.values()) for hub, plain in pairs
            )
            print(f"{name} / {rival}: {ratio:.2f} in time, {less:.2f} in processor")


def drawn(seeds: list[bytes], count: int) -> list[tuple[wire.Report, bytes]]:
    """Make new reports, each with the key of one desk; those of one parcel have the same."""
    return [(report(), seeds[number // PARCEL % len(seeds)]) for number in range(count)]


def insert_all(
    database: str, commits: list[list[tuple[object, ...]]], *, is_piped: bool = False
) -> list[float]:
    """Insert rows with psycopg alone, as many a commit as are given together; return how long each took."""
    times: list[float] = []
    threads = [
        threading.Thread(target=insert, args=[database, commits[one::SENDERS], times, is_piped])
        for one in range(SENDERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def insert(
    database: str, commits: list[list[tuple[object, ...]]], times: list[float], is_piped: bool
) -> None:
    """Insert rows on one connection."""
    names = [column.name for column in tables.reports.columns]
    query = f"INSERT INTO plain ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
    with psycopg.connect(database, autocommit=True) as connection:
        for one in commits:
            start = time.perf_counter()
            if len(one) == 1:
                connection.execute(query, one[0])
            else:
                with connection.transaction(), connection.cursor() as cursor:
                    if is_piped:
                        cursor.executemany(query, one)
                    else:
                        for row in one:
                            cursor.execute(query, row)
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


class Sending:
    """One connection to the hub, and the request that it waits for."""

    def __init__(self, port: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.since = 0.0

    def send(self, request: bytes) -> None:
        """Send one request."""
        self.received = b""
        self.since = time.perf_counter()
        self.connection.sendall(request)

    def is_answered(self) -> bool:
        """Read what came; return whether it is the whole answer, which must keep all that was sent."""
        part = self.connection.recv(1 << 18)
        assert part, self.received
        self.received += part
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end or len(body) < int(head.lower().partition(b"content-length:")[2].split(None, 1)[0]):
            return False
        assert b" 201 " in head[:20] or body.count(b'"receipt":{"digest"') == PARCEL, self.received
        return True


def post_all(address: str, requests: list[bytes]) -> list[float]:
    """Send requests on as many connections as there are senders; return how long each took."""
    times: list[float] = []
    left = iter(requests)
    with selectors.DefaultSelector() as waiting:
        for first in itertools.islice(left, SENDERS):
            sending = Sending(int(address.rpartition(":")[2]))
            waiting.register(sending.connection, selectors.EVENT_READ, sending)
            sending.send(first)
        while waiting.get_map():
            for key, _ in waiting.select():
                sending = key.data
                if not sending.is_answered():
                    continue
                times.append(time.perf_counter() - sending.since)
                following = next(left, None)
                if following is not None:
                    sending.send(following)
                else:
                    waiting.unregister(sending.connection)
                    sending.connection.close()
    return times


def timed(spent: Callable[[], dict[str, float]], way: Callable[[], list[float]]) -> Took:
    """Do this; return what it took."""
    before, start = spent(), time.perf_counter()
    each = way()
    seconds = time.perf_counter() - start
    return Took(seconds, each, {who: most - before[who] for who, most in spent().items()})


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


def processor(hub: int, database: int) -> dict[str, float]:
    """Return the seconds of processor of the hub, of the database and of this process so far (Linux)."""
    return {HUB: processor_of(hub), DATABASE: processor_of(database), SENDER: time.process_time()}


def processor_of(pid: int) -> float:
    """Return the processor time of a process and of its children, ended or not."""
    ticks = 0
    for one in (pid, *children(pid)):
        try:
            ticks += sum(int(field) for field in fields(one)[11 : 15 if one == pid else 13])
        except FileNotFoundError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """Return the processes that this one started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def parent(pid: int) -> int:
    """Return the process that started this one."""
    return int(fields(pid)[1])


def fields(pid: int) -> list[str]:
    """Return what Linux says of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def memory_mib(pid: int) -> float:
    """Return the memory that a process holds (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
