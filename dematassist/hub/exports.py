"""Public data: incidents as a table, as JSON, and as Open311 (GeoReport v2, read only)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import life, tables
from dematassist.hub.feed import incident_of, public
from dematassist.hub.moments import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

COLUMNS = (
    "incident_id", "service_id", "guide_id", "step_id", "bug_kind", "lever", "stage", "opened_on",
    "changed_on", "reports", "places", "way_round", "answer",
)  # fmt: skip
MAX_OPEN311 = 1_000
_I = tables.incidents.c
_STEP = 500


def incidents(connection: Connection) -> Iterator[wire.Incident]:
    """Give every public incident, oldest first, a few at a time."""
    last = ""
    while True:
        rows = connection.execute(
            sa.select(tables.incidents)
            .where(public(), _I.incident_id > last)
            .order_by(_I.incident_id)
            .limit(_STEP)
        ).all()
        yield from map(incident_of, rows)
        if len(rows) < _STEP:
            return
        last = rows[-1].incident_id


def csv_lines(found: Iterator[wire.Incident]) -> Iterator[str]:
    """Give the lines of a table; a cell can never be a formula in a spreadsheet."""
    yield "\ufeff" + _line(COLUMNS)
    for incident in found:
        yield _line(
            (
                incident.incident_id,
                incident.service_id,
                incident.guide_id,
                incident.step_id,
                incident.kind.value,
                incident.lever.value if incident.lever else "",
                incident.stage.value,
                incident.opened_on.isoformat(),
                incident.changed_on.isoformat(),
                "" if incident.reports is None else str(incident.reports),
                "" if incident.places is None else str(incident.places),
                incident.way_round,
                incident.answer,
            )
        )


def json_lines(found: Iterator[wire.Incident]) -> Iterator[bytes]:
    """Give the parts of one JSON list."""
    yield b"["
    for number, incident in enumerate(found):
        yield (b",\n" if number else b"\n") + wire.canonical(incident)
    yield b"\n]\n"


def safe_cell(text: str) -> str:
    """Return a text that a spreadsheet shows and never runs."""
    return "'" + text if text.lstrip()[:1] in ("=", "+", "-", "@", "|", "%") or text[:1] in "\t\r\n" else text


def open311_services(connection: Connection) -> list[dict[str, Any]]:
    """Return the services that have public incidents."""
    names = connection.execute(sa.select(_I.service_id).where(public()).distinct().order_by(_I.service_id))
    return [
        {
            "service_code": name,
            "service_name": name,
            "description": "",
            "metadata": False,
            "type": "realtime",
            "keywords": "",
            "group": "",
        }
        for name in names.scalars()
    ]


def open311_requests(
    connection: Connection, *, request_id: str = "", service_code: str = "", status: str = ""
) -> list[dict[str, Any]]:
    """Return public incidents as service requests, newest first."""
    closed = _I.stage.in_([stage.value for stage in life.CLOSED])
    query = sa.select(tables.incidents).where(public())
    if request_id:
        query = query.where(_I.incident_id.in_(request_id.split(",")[:MAX_OPEN311]))
    if service_code:
        query = query.where(_I.service_id.in_(service_code.split(",")[:MAX_OPEN311]))
    if status in ("open", "closed"):
        query = query.where(closed if status == "closed" else ~closed)
    rows = connection.execute(query.order_by(_I.opened_ms.desc(), _I.incident_id).limit(MAX_OPEN311))
    return [_open311(row) for row in rows]


def _open311(row: Any) -> dict[str, Any]:
    incident = incident_of(row)
    return {
        "service_request_id": incident.incident_id,
        "status": "closed" if incident.stage in life.CLOSED else "open",
        "status_notes": incident.stage.value,
        "service_name": incident.service_id,
        "service_code": incident.service_id,
        "description": incident.kind.value,
        "requested_datetime": moment(row.opened_ms).isoformat(timespec="seconds"),
        "updated_datetime": moment(max(row.changed_ms, row.opened_ms)).isoformat(timespec="seconds"),
    }


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
