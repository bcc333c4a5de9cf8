"""What desks read back: open incidents, what became of their reports, and what they say of a correction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import life, tables
from dematassist.hub.database import changed, hub_seed, note
from dematassist.hub.moments import DAY_MS, day

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MAX_INCIDENTS = 2_000
STATUS_DAYS = 400
_R, _I = tables.reports.c, tables.incidents.c


def incident_of(row: Any) -> wire.Incident:
    """Return an incident as it is published: its figures only when they single nobody out."""
    counts = life.can_be_counted(row.reports, row.places)
    return wire.Incident(
        incident_id=row.incident_id,
        service_id=row.service_id,
        guide_id=row.guide_id,
        step_id=row.step_id,
        kind=wire.Kind(row.kind),
        stage=wire.Stage(row.stage),
        revision=row.revision,
        opened_on=day(row.opened_ms),
        changed_on=day(max(row.changed_ms, row.opened_ms)),
        lever=wire.Lever(row.lever) if row.lever else None,
        reports=row.reports if counts else None,
        places=row.places if counts else None,
        way_round=row.way_round,
        answer=row.answer,
        shown_until=date.fromisoformat(row.shown_until) if row.shown_until else None,
    )


def public() -> sa.ColumnElement[bool]:
    """Return the condition of ``life.is_public``, for the database."""
    return sa.and_(
        _I.merged_into == "",
        _I.intent == wire.Intent.SERVICE.value,
        sa.or_(
            _I.stage != wire.Stage.REPORTED.value,
            sa.and_(_I.reports >= life.MIN_REPORTS, _I.places >= life.MIN_PLACES),
        ),
    )


def follow_up(connection: Connection, name: str, key_id: str, at_ms: int) -> wire.SignedFollowUp:
    """Return the signed feed; with the reports of a desk when ``key_id`` is one."""
    sequence = connection.execute(sa.select(tables.hub.c.sequence)).scalar_one()
    incidents = connection.execute(
        sa.select(tables.incidents)
        .where(
            public(),
            _I.stage.not_in([stage.value for stage in life.CLOSED]),
            sa.or_(_I.shown_until == "", _I.shown_until >= day(at_ms).isoformat()),
        )
        .order_by(_I.last_report_ms.desc(), _I.incident_id)
        .limit(MAX_INCIDENTS)
    )
    feed = wire.FollowUp(
        version=1,
        sequence=sequence,
        hub=name,
        incidents=tuple(incident_of(row) for row in incidents),
        statuses=_statuses(connection, key_id, at_ms) if key_id else (),
        desk_key_id=key_id,
    )
    return wire.sign_follow_up(feed, hub_seed(connection))


def is_asked_by(connection: Connection, key_id: str, signature: str) -> wire.ProblemCode | None:
    """Return why this desk may not read what became of its reports; ``None`` when it may."""
    desk = connection.execute(sa.select(tables.desks).where(tables.desks.c.key_id == key_id)).first()
    if desk is None:
        return wire.ProblemCode.KEY_UNKNOWN
    if desk.revoked_ms:
        return wire.ProblemCode.KEY_REVOKED
    request = wire.FollowUpRequest(version=1, key_id=key_id)
    is_signed = wire.is_signed(wire.Purpose.FOLLOW_UP_REQUEST, request, signature, desk.public_key)
    return None if is_signed else wire.ProblemCode.SIGNATURE


def say_outcome(
    connection: Connection, outcome: wire.Outcome, key_id: str, signature: str, at_ms: int
) -> wire.ProblemCode | None:
    """Keep what the sender of a report says of its correction; « pas corrigé » opens the incident again."""
    report = connection.execute(
        sa.select(_R.key_id, _R.incident_id).where(_R.report_id == outcome.report_id)
    ).first()
    if report is None:
        return wire.ProblemCode.NOT_FOUND
    refusal = _outcome_refusal(connection, outcome, report.key_id, key_id, signature)
    if refusal:
        return refusal
    incident = connection.execute(
        sa.select(tables.incidents).where(_I.incident_id == report.incident_id)
    ).first()
    outcomes = tables.outcomes
    said = connection.execute(
        sa.select(outcomes.c.verdict).where(
            outcomes.c.report_id == outcome.report_id, outcomes.c.revision == outcome.revision
        )
    ).scalar()
    if said is not None:
        return None if said == outcome.verdict.value else wire.ProblemCode.OTHER_CONTENT
    if incident is None or incident.revision < outcome.revision:
        return wire.ProblemCode.REVISION
    connection.execute(
        outcomes.insert().values(
            report_id=outcome.report_id, revision=outcome.revision, verdict=outcome.verdict.value, at_ms=at_ms
        )
    )
    is_about_now = incident.revision == outcome.revision and wire.Stage(incident.stage) in life.CLOSED
    if outcome.verdict is wire.Verdict.NOT_FIXED and is_about_now:
        connection.execute(
            tables.incidents.update()
            .where(_I.incident_id == incident.incident_id)
            .values(stage=wire.Stage.NOT_FIXED.value, revision=_I.revision + 1, changed_ms=at_ms, fixed_ms=0)
        )
        note(connection, at_ms, f"desk:{key_id}", "reopened", incident.incident_id)
        changed(connection, at_ms)
    return None


def _outcome_refusal(
    connection: Connection, outcome: wire.Outcome, owner: str, key_id: str, signature: str
) -> wire.ProblemCode | None:
    # Without a desk, the id of the report is what only its sender knows.
    if owner != key_id:
        return wire.ProblemCode.OTHER_SENDER
    if not owner:
        return None
    desk = connection.execute(sa.select(tables.desks).where(tables.desks.c.key_id == owner)).one()
    if desk.revoked_ms:
        return wire.ProblemCode.KEY_REVOKED
    is_signed = wire.is_signed(wire.Purpose.OUTCOME, outcome, signature, desk.public_key)
    return None if is_signed else wire.ProblemCode.SIGNATURE


def _statuses(connection: Connection, key_id: str, at_ms: int) -> tuple[wire.ReportStatus, ...]:
    rows = connection.execute(
        sa.select(_R.report_id, _R.standing, _R.incident_id, _I.stage, _I.revision)
        .select_from(tables.reports.outerjoin(tables.incidents, _R.incident_id == _I.incident_id))
        .where(_R.key_id == key_id, _R.received_ms > at_ms - STATUS_DAYS * DAY_MS)
        .order_by(_R.received_ms, _R.report_id)
    )
    return tuple(
        wire.ReportStatus(
            report_id=row.report_id,
            standing=wire.Standing(row.standing),
            incident_id=row.incident_id,
            stage=wire.Stage(row.stage) if row.stage else None,
            revision=row.revision or 0,
        )
        for row in rows
    )
