"""Receiving reports: each kept exactly once, in one transaction with what it changes.

``receive`` takes many deliveries at a time: one commit, hence one wait for the disk, keeps them all.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import life, tables
from dematassist.hub.database import changed, hub_seed, note
from dematassist.hub.moments import DAY_MS, HOUR_MS, MINUTE_MS, day, moment, new_id
from dematassist.hub.scan import suspicions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from dematassist.hub.settings import Limits

_R, _I = tables.reports.c, tables.incidents.c


class Delivery(NamedTuple):
    """A report as it arrived. ``key_id`` and ``signature`` are empty when no desk sent it."""

    report: wire.Report
    key_id: str = ""
    signature: str = ""


class Kept(NamedTuple):
    """The report is in the database; ``is_new`` when this delivery brought it."""

    receipt: wire.SignedReceipt
    is_new: bool


class Refused(NamedTuple):
    """The report was not kept."""

    code: wire.ProblemCode
    retry_seconds: int = 0


Answer = Kept | Refused


class _Sender(NamedTuple):
    place: str
    left: int
    """How many more reports it may send now."""
    retry_seconds: int


def receive(
    connection: Connection, deliveries: Sequence[Delivery], limits: Limits, at_ms: int
) -> tuple[Answer, ...]:
    """Keep what can be kept; return an answer for each delivery, in order."""
    seed = hub_seed(connection)
    desks = _desks(connection, {one.key_id for one in deliveries if one.key_id})
    known = _known(connection, {one.report.report_id for one in deliveries})
    senders: dict[str, _Sender] = {}
    answers: list[Answer] = []
    rows: list[dict[str, object]] = []
    for delivery in deliveries:
        report, key_id = delivery.report, delivery.key_id
        refusal = _refusal(delivery, desks)
        if refusal:
            answers.append(Refused(refusal))
            continue
        digest = wire.digest(report)
        if report.report_id in known:
            answers.append(_again(known[report.report_id], key_id, digest, seed))
            continue
        if key_id not in senders:
            senders[key_id] = _sender(connection, desks.get(key_id), key_id, limits, at_ms)
        sender = senders[key_id]
        if sender.left <= 0:
            answers.append(Refused(wire.ProblemCode.TOO_MANY, sender.retry_seconds))
            continue
        senders[key_id] = sender._replace(left=sender.left - 1)
        row = _row(report, key_id, sender.place, digest, at_ms)
        if row["standing"] == wire.Standing.JOINED.value:
            row["incident_id"] = join(connection, report, sender.place, at_ms)
        rows.append(row)
        known[report.report_id] = row
        answers.append(Kept(_receipt(row, seed), is_new=True))
    if rows:
        connection.execute(tables.reports.insert(), rows)
        changed(connection, at_ms)
    return tuple(answers)


def join(connection: Connection, report: wire.Report, place: str, at_ms: int) -> str:
    """Join a report to the incident of its problem, a new one if there is none; return the incident's id."""
    incident_id = connection.execute(
        sa.select(_I.incident_id)
        .where(
            _I.service_id == report.service_id,
            _I.step_id == report.step_id,
            _I.kind == report.kind.value,
            _I.intent == report.intent.value,
            _I.last_report_ms >= at_ms - life.JOIN_DAYS * DAY_MS,
            _I.stage.not_in([stage.value for stage in life.CLOSED]),
            _I.merged_into == "",
        )
        .order_by(_I.last_report_ms.desc())
        .limit(1)
    ).scalar()
    if incident_id is None:
        incident_id = new_id("i")
        shown_until = day(at_ms) + timedelta(days=life.JOIN_DAYS)
        connection.execute(
            tables.incidents.insert().values(
                incident_id=incident_id,
                service_id=report.service_id,
                guide_id=report.guide_id,
                step_id=report.step_id,
                kind=report.kind.value,
                intent=report.intent.value,
                lever=report.lever.value if report.lever else "",
                stage=wire.Stage.REPORTED.value,
                opened_ms=at_ms,
                changed_ms=at_ms,
                shown_until=shown_until.isoformat(),
            )
        )
        note(connection, at_ms, "hub", "opened", incident_id)
    count_in(connection, incident_id, place, at_ms)
    return str(incident_id)


def count_in(connection: Connection, incident_id: str, place: str, at_ms: int) -> None:
    """Count one more report of an incident, and its place once."""
    places = tables.incident_places
    here = sa.and_(places.c.incident_id == incident_id, places.c.place == place)
    is_new_place = bool(place) and connection.execute(sa.select(places.c.place).where(here)).first() is None
    if is_new_place:
        connection.execute(places.insert().values(incident_id=incident_id, place=place))
    connection.execute(
        tables.incidents.update()
        .where(_I.incident_id == incident_id)
        .values(reports=_I.reports + 1, places=_I.places + int(is_new_place), last_report_ms=at_ms)
    )


def _desks(connection: Connection, key_ids: set[str]) -> dict[str, sa.Row[tuple[object, ...]]]:
    found = connection.execute(sa.select(tables.desks).where(tables.desks.c.key_id.in_(key_ids)))
    return {row.key_id: row for row in found}


def _known(connection: Connection, report_ids: set[str]) -> dict[str, dict[str, object]]:
    columns = (_R.report_id, _R.key_id, _R.digest, _R.standing, _R.received_ms)
    found = connection.execute(sa.select(*columns).where(_R.report_id.in_(report_ids)))
    return {str(row["report_id"]): dict(row) for row in found.mappings()}


def _refusal(delivery: Delivery, desks: dict[str, sa.Row[tuple[object, ...]]]) -> wire.ProblemCode | None:
    if not delivery.key_id:
        return wire.ProblemCode.SIGNATURE if delivery.signature else None
    desk = desks.get(delivery.key_id)
    if desk is None:
        return wire.ProblemCode.KEY_UNKNOWN
    if desk.revoked_ms:
        return wire.ProblemCode.KEY_REVOKED
    is_signed = wire.is_signed(wire.Purpose.REPORT, delivery.report, delivery.signature, desk.public_key)
    return None if is_signed else wire.ProblemCode.SIGNATURE


def _again(row: dict[str, object], key_id: str, digest: str, seed: bytes) -> Answer:
    if row["digest"] != digest:
        return Refused(wire.ProblemCode.OTHER_CONTENT)
    if row["key_id"] != key_id:
        return Refused(wire.ProblemCode.OTHER_SENDER)
    return Kept(_receipt(row, seed), is_new=False)


def _sender(
    connection: Connection, desk: sa.Row[tuple[object, ...]] | None, key_id: str, limits: Limits, at_ms: int
) -> _Sender:
    """Return what a sender may still send. People without a desk share one allowance: no address is kept."""

    def received_since(span_ms: int) -> int:
        recent = sa.select(sa.func.count()).where(_R.key_id == key_id, _R.received_ms > at_ms - span_ms)
        return int(connection.execute(recent).scalar_one())

    if desk is None:
        return _Sender("", limits.unsigned_minute - received_since(MINUTE_MS), 60)
    left_hour = limits.desk_hour - received_since(HOUR_MS)
    left_day = limits.desk_day - received_since(DAY_MS)
    return _Sender(f"desk:{desk.place}", min(left_hour, left_day), 3_600 if left_day <= 0 else 600)


def _row(report: wire.Report, key_id: str, place: str, digest: str, at_ms: int) -> dict[str, object]:
    found = suspicions(report.text, report.address)
    must_wait = bool(found) or not key_id
    return {
        "report_id": report.report_id,
        "key_id": key_id,
        "place": place or (f"departement:{report.departement}" if report.departement else ""),
        "digest": digest,
        "received_ms": at_ms,
        "service_id": report.service_id,
        "guide_id": report.guide_id,
        "step_id": report.step_id,
        "kind": report.kind.value,
        "intent": report.intent.value,
        "lever": report.lever.value if report.lever else "",
        "departement": report.departement,
        "standing": (wire.Standing.HELD if must_wait else wire.Standing.JOINED).value,
        "suspicions": " ".join(found),
        "incident_id": "",
        "body": wire.canonical(report).decode(),
    }


def _receipt(row: dict[str, object], seed: bytes) -> wire.SignedReceipt:
    receipt = wire.Receipt(
        version=1,
        report_id=str(row["report_id"]),
        digest=str(row["digest"]),
        standing=wire.Standing(row["standing"]),
        received_at=moment(int(str(row["received_ms"]))),
    )
    return wire.sign_receipt(receipt, seed)
