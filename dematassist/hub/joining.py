"""Same problem, many people: reports on the same service, step and kind join one incident.

A batch of reports asks the database the same few questions, however many they are.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import life, tables
from dematassist.hub.database import note
from dematassist.hub.moments import DAY_MS, day, new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

_I, _P = tables.incidents.c, tables.incident_places.c


class Problem(NamedTuple):
    """What reports of one incident have in common."""

    service_id: str
    guide_id: str
    """Guides of one service name their steps alike: « declarer » of one is not that of another."""
    step_id: str
    kind: str
    intent: str


class Met(NamedTuple):
    """One report that met a problem, and from where (empty: not known)."""

    report: wire.Report
    place: str


def problem_of(report: wire.Report) -> Problem:
    """Return the problem that a report is about."""
    return Problem(report.service_id, report.guide_id, report.step_id, report.kind.value, report.intent.value)


def join(connection: Connection, met: Sequence[Met], at_ms: int) -> tuple[str, ...]:
    """Join reports to the incidents of their problems, new if need be; return their ids, in order."""
    if not met:
        return ()
    problems = [problem_of(one.report) for one in met]
    first: dict[Problem, wire.Report] = {}
    for problem, one in zip(problems, met, strict=True):
        first.setdefault(problem, one.report)
    incidents = _met_lately(connection, first, at_ms)
    opened = {problem: new_id("i") for problem in first if problem not in incidents}
    for problem, incident_id in opened.items():
        _open(connection, incident_id, first[problem], at_ms)
    incidents |= opened
    joined = tuple(incidents[problem] for problem in problems)
    _count(connection, list(zip(joined, (one.place for one in met), strict=True)), at_ms)
    return joined


_PROBLEM = (_I.service_id, _I.guide_id, _I.step_id, _I.kind, _I.intent)
# Statements are made once: making one takes as long as running it.
_MET_LATELY = (
    sa.select(*_PROBLEM, _I.incident_id)
    .where(
        sa.tuple_(*_PROBLEM).in_(sa.bindparam("problems", expanding=True)),
        _I.last_report_ms >= sa.bindparam("since_ms"),
        _I.stage.not_in([stage.value for stage in life.CLOSED]),
        _I.merged_into == "",
    )
    .order_by(_I.last_report_ms)
)
_KNOWN_PLACES = sa.select(_P.incident_id, _P.place).where(
    sa.tuple_(_P.incident_id, _P.place).in_(sa.bindparam("places", expanding=True))
)
_ADD = (
    tables.incidents.update()
    .where(_I.incident_id == sa.bindparam("of"))
    .values(
        reports=_I.reports + sa.bindparam("more_reports", type_=sa.Integer),
        places=_I.places + sa.bindparam("more_places", type_=sa.Integer),
        last_report_ms=sa.bindparam("at_ms"),
    )
)


def _met_lately(connection: Connection, problems: Iterable[Problem], at_ms: int) -> dict[Problem, str]:
    """Return the open incident of each problem that has one, the last met if several."""
    asked = {
        "problems": [tuple(one) for one in problems],
        "since_ms": at_ms - life.JOIN_DAYS * DAY_MS,
    }
    return {Problem(*row[:-1]): row[-1] for row in connection.execute(_MET_LATELY, asked)}


def _open(connection: Connection, incident_id: str, report: wire.Report, at_ms: int) -> None:
    shown_until = day(at_ms) + timedelta(days=life.JOIN_DAYS)
    connection.execute(
        tables.incidents.insert().values(
            incident_id=incident_id,
            **problem_of(report)._asdict(),
            lever=report.lever.value if report.lever else "",
            stage=wire.Stage.REPORTED.value,
            opened_ms=at_ms,
            changed_ms=at_ms,
            shown_until=shown_until.isoformat(),
        )
    )
    note(connection, at_ms, "hub", "opened", incident_id)


def _count(connection: Connection, met: Sequence[tuple[str, str]], at_ms: int) -> None:
    """Count reports in their incidents, given as (incident, place), and each place of an incident once."""
    here = {one for one in met if one[1]}
    known = connection.execute(_KNOWN_PLACES, {"places": sorted(here)}) if here else ()
    new = here - {(row.incident_id, row.place) for row in known}
    if new:
        rows = [{"incident_id": incident_id, "place": place} for incident_id, place in sorted(new)]
        connection.execute(tables.incident_places.insert(), rows)
    reports = Counter(incident_id for incident_id, _ in met)
    places = Counter(incident_id for incident_id, _ in new)
    connection.execute(
        _ADD,
        [
            {"of": one, "more_reports": more, "more_places": places[one], "at_ms": at_ms}
            for one, more in reports.items()
        ],
    )
