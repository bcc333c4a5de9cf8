"""Reports that come together: each kept once, refused and answered as if it had come alone."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import msgspec
import pytest

from dematassist import wire
from dematassist.hub import enrolment
from dematassist.hub.moments import now_ms
from dematassist.wire import ProblemCode as Code
from tests.hub.running import Hub, new_report, start
from tests.hub.test_reports import kept, refusal

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

pytestmark = pytest.mark.loopback


def post(hub: Hub, *reports: wire.SignedReport) -> httpx.Response:
    parcel = wire.canonical(wire.Parcel(version=1, reports=reports))
    return hub.client.post("/v1/parcels", content=parcel, headers={"Content-Type": "application/json"})


def handled(answer: httpx.Response) -> tuple[wire.Handled, ...]:
    assert answer.status_code == 200, answer.text
    return wire.decode(answer.content, wire.ParcelAnswer, max_bytes=wire.MAX_SENT_BYTES).handled


def test_a_parcel_is_kept_once_however_often_it_comes_and_each_report_has_its_receipt(hub: Hub) -> None:
    desk = hub.enrol()
    reports = [new_report() for _ in range(wire.MAX_SENT_REPORTS)]
    signed = [wire.sign_report(one, desk.seed) for one in reports]
    first, again = post(hub, *signed), post(hub, *signed)
    assert first.content == again.content
    for one, said in zip(reports, handled(first), strict=True):
        assert said.report_id == one.report_id
        assert said.receipt is not None
        assert wire.is_receipt_of(said.receipt, one, desk.hub_key)
    # The same report alone, afterwards, has the same receipt.
    alone = desk.send(reports[3])
    assert alone.status_code == 200
    assert wire.decode(alone.content, wire.SignedReceipt) == handled(first)[3].receipt
    assert sorted(row.report_id for row in kept(hub)) == sorted(one.report_id for one in reports)
    assert len({row.incident_id for row in kept(hub)}) == 1


def test_each_report_of_a_parcel_is_refused_for_its_own_reason(database: str, tmp_path: Path) -> None:
    with start(database, tmp_path, desk_hour=2, unsigned_minute=1) as hub:
        desk, gone = hub.enrol(), hub.enrol("Ailleurs")
        with hub.writing() as connection:
            enrolment.revoke(connection, gone.key_id, "hub", now_ms())
        stranger = secrets.token_bytes(32)
        good = wire.sign_report(new_report(), desk.seed)
        sent = [
            good,
            good,
            msgspec.structs.replace(good, report=msgspec.structs.replace(good.report, text="Changé.")),
            wire.sign_report(msgspec.structs.replace(good.report, text="Autre."), desk.seed),
            wire.sign_report(new_report(), stranger),
            wire.sign_report(new_report(), gone.seed),
            wire.SignedReport(report=new_report(), signature=good.signature),
            wire.SignedReport(report=good.report),
            wire.SignedReport(report=new_report()),
            wire.SignedReport(report=new_report()),
            wire.sign_report(new_report(), desk.seed),
            wire.sign_report(new_report(), desk.seed),
        ]
        said = handled(post(hub, *sent))
        assert [one.refusal for one in said] == [
            None, None, Code.SIGNATURE, Code.OTHER_CONTENT, Code.KEY_UNKNOWN, Code.KEY_REVOKED,
            Code.SIGNATURE, Code.OTHER_SENDER, None, Code.TOO_MANY, None, Code.TOO_MANY,
        ]  # fmt: skip
        assert [bool(one.receipt) for one in said] == [one.refusal is None for one in said]
        # Only what may come again later is asked to.
        assert [bool(one.retry_seconds) for one in said] == [one.refusal is Code.TOO_MANY for one in said]
        assert len(kept(hub)) == 3


def test_a_parcel_that_is_too_much_or_not_one_is_refused_whole(sqlite_hub: Hub) -> None:
    hub = sqlite_hub
    assert handled(post(hub)) == ()
    many = [wire.SignedReport(report=new_report()) for _ in range(wire.MAX_SENT_REPORTS + 1)]
    assert (post(hub, *many).status_code, refusal(post(hub, *many))) == (413, "too-large")
    long = [wire.SignedReport(report=new_report(text="🧑" * 2_000)) for _ in range(40)]
    assert (post(hub, *long).status_code, refusal(post(hub, *long))) == (413, "too-large")
    odd = wire.canonical(wire.Parcel(version=1, reports=(many[0],))).replace(b'"caf"', b'"../caf"')
    answer = hub.client.post("/v1/parcels", content=odd, headers={"Content-Type": "application/json"})
    assert (answer.status_code, refusal(answer)) == (422, "not-expected")
    assert kept(hub) == []


def test_a_parcel_without_room_comes_later_whole(tmp_path: Path) -> None:
    with start(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path, waiting_reports=3) as hub:
        many = [wire.SignedReport(report=new_report()) for _ in range(4)]
        answer = post(hub, *many)
        assert (answer.status_code, refusal(answer)) == (503, "busy")
        assert int(answer.headers["Retry-After"]) > 0
        assert [one.refusal for one in handled(post(hub, *many[:3]))] == [None] * 3


def test_a_database_that_hung_up_costs_no_report(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    import psycopg

    server = request.getfixturevalue("postgresql")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE hung_up")
        hub = Hub(f"{server}/hung_up", tmp_path)
        desk, reports = hub.enrol(), [new_report() for _ in range(3)]
        assert desk.send(reports[0]).status_code == 201
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'hung_up'")
        signed = [wire.sign_report(one, desk.seed) for one in reports]
        assert all(one.receipt for one in handled(post(hub, *signed)))
        assert len(kept(hub)) == 3
        # psycopg may say that the connection is lost; nothing of ours broke.
        assert all(" psycopg " in line for line in hub.stop().splitlines())
