"""Receiving reports: each kept exactly once, in one transaction with what it changes.

``check`` does what needs no database, while other reports are being written. ``receive`` takes many at a
time: one commit, hence one wait for the disk, keeps them all.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import tables
from dematassist.hub.database import changed, together
from dematassist.hub.joining import Met, join
from dematassist.hub.moments import DAY_MS, HOUR_MS, MINUTE_MS, moment
from dematassist.hub.scan import suspicions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from dematassist.hub.settings import Limits

_MANY = 10
_R, _D = tables.reports.c, tables.desks.c


class Delivery(NamedTuple):
    """A report as it arrived. ``key_id`` and ``signature`` are empty when no desk sent it."""

    report: wire.Report
    key_id: str = ""
    signature: str = ""


class Checked(NamedTuple):
    """A delivery, and what it takes the processor to know of it."""

    delivery: Delivery
    digest: wire.Digest
    body: str
    suspicions: tuple[str, ...]
    signed_by: str
    """The public key that its signature was found to be of; empty when none was tried, or it is not."""


class Kept(NamedTuple):
    """The report is in the database; ``is_new`` when this delivery brought it. Its receipt may be signed."""

    receipt: wire.Receipt
    is_new: bool


class Refused(NamedTuple):
    """The report was not kept."""

    code: wire.ProblemCode
    retry_seconds: int = 0


Answer = Kept | Refused


class _Desk(NamedTuple):
    key_id: str
    public_key: str
    place: str
    revoked_ms: int
    hour: int
    """How many reports it sent in the last hour, and in the last day."""
    day: int


class _Sender(NamedTuple):
    place: str
    left: int
    """How many more reports it may send now."""
    retry_seconds: int


def check(delivery: Delivery, public_key: str = "") -> Checked:
    """Look at a delivery before it is written; at its signature too where the key of its desk is given."""
    report = delivery.report
    body = wire.canonical(report)
    is_signed = public_key and _is_signed(delivery, public_key)
    return Checked(
        delivery,
        hashlib.sha256(body).hexdigest(),
        body.decode(),
        suspicions(report.text, report.address),
        public_key if is_signed else "",
    )


def receive(
    connection: Connection,
    given: Sequence[Checked],
    limits: Limits,
    at_ms: int,
    keys: dict[str, str] | None = None,
) -> tuple[Answer, ...]:
    """Keep what can be kept; return an answer for each delivery, in order.

    ``keys`` is told the public key of each desk met, by its id: what comes next may be checked with it.
    """
    deliveries = [one.delivery for one in given]
    desks = _desks(connection, {one.key_id for one in deliveries if one.key_id}, at_ms)
    if keys is not None:
        keys |= {key_id: desk.public_key for key_id, desk in desks.items()}
    known = _known(connection, {one.report.report_id for one in deliveries})
    senders = {key_id: _desk_sender(desk, limits) for key_id, desk in desks.items()}
    sent: Counter[str] = Counter()
    answers: list[Answer] = []
    rows: list[dict[str, object]] = []
    joining: list[tuple[dict[str, object], Met]] = []
    for checked in given:
        report, key_id, _signature = checked.delivery
        refusal = _refusal(checked, desks)
        if refusal:
            answers.append(Refused(refusal))
            continue
        if report.report_id in known:
            answers.append(_again(known[report.report_id], key_id, checked.digest))
            continue
        if key_id not in senders:
            senders[key_id] = _people(connection, limits, at_ms)
        sender = senders[key_id]
        if sent[key_id] >= sender.left:
            answers.append(Refused(wire.ProblemCode.TOO_MANY, sender.retry_seconds))
            continue
        sent[key_id] += 1
        row = _row(checked, sender.place, at_ms)
        if row["standing"] == wire.Standing.JOINED.value:
            joining.append((row, Met(report, sender.place)))
        rows.append(row)
        known[report.report_id] = row
        answers.append(Kept(_receipt(row), is_new=True))
    for (row, _), incident_id in zip(
        joining, join(connection, [met for _, met in joining], at_ms), strict=True
    ):
        row["incident_id"] = incident_id
    if rows:
        _keep(connection, rows, at_ms)
    return tuple(answers)


def _received(key_id: sa.ColumnElement[str], since_ms: str) -> sa.ScalarSelect[int]:
    since = sa.bindparam(since_ms, type_=sa.BigInteger)
    recent = sa.select(sa.func.count()).where(_R.key_id == key_id, _R.received_ms > since)
    return recent.scalar_subquery()


# Statements are made once: making one takes as long as running it.
_DESKS = sa.select(
    *(_D.key_id, _D.public_key, _D.place, _D.revoked_ms),
    _received(_D.key_id, "last_hour").label("hour"),
    _received(_D.key_id, "last_day").label("day"),
).where(_D.key_id.in_(sa.bindparam("key_ids", expanding=True)))
_KNOWN = sa.select(_R.report_id, _R.key_id, _R.digest, _R.standing, _R.received_ms).where(
    _R.report_id.in_(sa.bindparam("report_ids", expanding=True))
)
_UNSIGNED = sa.select(_received(sa.literal(""), "last_minute"))
_KEEP = tables.reports.insert()


def _keep(connection: Connection, rows: Sequence[dict[str, object]], at_ms: int) -> None:
    """Write reports, and that something changed. Many are copied, where the database can: twice as fast."""
    if connection.dialect.name == "postgresql" and len(rows) >= _MANY:
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY reports ({', '.join(rows[0])}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(tuple(row.values()))
        changed(connection, at_ms)
        return
    with together(connection):
        connection.execute(_KEEP, rows)
        changed(connection, at_ms)


def _desks(connection: Connection, key_ids: set[str], at_ms: int) -> dict[str, _Desk]:
    """Return the desks with these keys, and how much each sent lately."""
    if not key_ids:
        return {}
    asked = {"key_ids": list(key_ids), "last_hour": at_ms - HOUR_MS, "last_day": at_ms - DAY_MS}
    return {row.key_id: _Desk(*row) for row in connection.execute(_DESKS, asked)}


def _known(connection: Connection, report_ids: set[str]) -> dict[str, dict[str, object]]:
    found = connection.execute(_KNOWN, {"report_ids": list(report_ids)})
    return {str(row["report_id"]): dict(row) for row in found.mappings()}


def _refusal(checked: Checked, desks: dict[str, _Desk]) -> wire.ProblemCode | None:
    delivery = checked.delivery
    if not delivery.key_id:
        return wire.ProblemCode.SIGNATURE if delivery.signature else None
    desk = desks.get(delivery.key_id)
    if desk is None:
        return wire.ProblemCode.KEY_UNKNOWN
    if desk.revoked_ms:
        return wire.ProblemCode.KEY_REVOKED
    if checked.signed_by == desk.public_key or _is_signed(delivery, desk.public_key):
        return None
    return wire.ProblemCode.SIGNATURE


def _is_signed(delivery: Delivery, public_key: str) -> bool:
    return wire.is_signed(wire.Purpose.REPORT, delivery.report, delivery.signature, public_key)


def _again(row: dict[str, object], key_id: str, digest: str) -> Answer:
    if row["digest"] != digest:
        return Refused(wire.ProblemCode.OTHER_CONTENT)
    if row["key_id"] != key_id:
        return Refused(wire.ProblemCode.OTHER_SENDER)
    return Kept(_receipt(row), is_new=False)


def _desk_sender(desk: _Desk, limits: Limits) -> _Sender:
    left_hour, left_day = limits.desk_hour - desk.hour, limits.desk_day - desk.day
    return _Sender(f"desk:{desk.place}", min(left_hour, left_day), 3_600 if left_day <= 0 else 600)


def _people(connection: Connection, limits: Limits, at_ms: int) -> _Sender:
    """Return what people without a desk may still send: they share one allowance, no address is kept."""
    sent = connection.execute(_UNSIGNED, {"last_minute": at_ms - MINUTE_MS}).scalar_one()
    return _Sender("", limits.unsigned_minute - sent, 60)


def _row(checked: Checked, place: str, at_ms: int) -> dict[str, object]:
    report, key_id, _signature = checked.delivery
    must_wait = bool(checked.suspicions) or not key_id
    return {
        "report_id": report.report_id,
        "key_id": key_id,
        "place": place or (f"departement:{report.departement}" if report.departement else ""),
        "digest": checked.digest,
        "received_ms": at_ms,
        "service_id": report.service_id,
        "guide_id": report.guide_id,
        "step_id": report.step_id,
        "kind": report.kind.value,
        "intent": report.intent.value,
        "lever": report.lever.value if report.lever else "",
        "departement": report.departement,
        "standing": (wire.Standing.HELD if must_wait else wire.Standing.JOINED).value,
        "suspicions": " ".join(checked.suspicions),
        "incident_id": "",
        "body": checked.body,
    }


def _receipt(row: dict[str, object]) -> wire.Receipt:
    return wire.Receipt(
        version=1,
        report_id=str(row["report_id"]),
        digest=str(row["digest"]),
        standing=wire.Standing(row["standing"]),
        received_at=moment(int(str(row["received_ms"]))),
    )
