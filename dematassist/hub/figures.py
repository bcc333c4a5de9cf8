"""Figures that may be published: by service, step, problem and lever, from enough reports and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import life, tables
from dematassist.hub.moments import DAY_MS

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MAX_ROWS = 100
_I = tables.incidents.c
GROUPS = ("service", "step", "kind", "lever")
_COLUMNS: dict[str, tuple[sa.ColumnElement[str], ...]] = {
    "service": (_I.service_id,),
    "step": (_I.service_id, _I.step_id),
    "kind": (_I.kind,),
    "lever": (_I.lever,),
}


class Figure(NamedTuple):
    """One group. Days are means, ``None`` while nothing was answered or fixed."""

    name: tuple[str, ...]
    incidents: int
    reports: int
    places: int
    days_to_answer: float | None
    days_to_fix: float | None


def figures(
    connection: Connection, group: str, *, since_ms: int = 0, until_ms: int = 2**62, service_id: str = ""
) -> tuple[Figure, ...]:
    """Return the figures of incidents opened in this time, largest first; small groups are left out."""
    columns = _COLUMNS[group]
    chosen = sa.and_(
        _I.merged_into == "",
        _I.intent == wire.Intent.SERVICE.value,
        _I.opened_ms >= since_ms,
        _I.opened_ms < until_ms,
        _I.service_id == service_id if service_id else sa.true(),
    )
    places = (
        sa.select(*columns, sa.func.count(sa.distinct(tables.incident_places.c.place)).label("places"))
        .join(tables.incident_places, tables.incident_places.c.incident_id == _I.incident_id)
        .where(chosen)
        .group_by(*columns)
        .subquery()
    )
    totals = (
        sa.select(
            *columns,
            sa.func.count().label("incidents"),
            sa.func.sum(_I.reports).label("reports"),
            _mean_days(_I.answered_ms, _I.sent_ms).label("answer"),
            _mean_days(_I.fixed_ms, _I.opened_ms).label("fix"),
        )
        .where(chosen)
        .group_by(*columns)
        .having(sa.func.sum(_I.reports) >= life.MIN_REPORTS)
        .subquery()
    )
    same = sa.and_(*(totals.c[column.name] == places.c[column.name] for column in columns))
    found = connection.execute(
        sa.select(totals, places.c.places)
        .join(places, same)
        .where(places.c.places >= life.MIN_PLACES)
        .order_by(totals.c.reports.desc(), *(totals.c[column.name] for column in columns))
        .limit(MAX_ROWS)
    )
    return tuple(
        Figure(
            tuple(getattr(row, column.name) for column in columns),
            row.incidents,
            int(row.reports),
            row.places,
            _days(row.answer),
            _days(row.fix),
        )
        for row in found
    )


def _mean_days(end: sa.ColumnElement[int], start: sa.ColumnElement[int]) -> sa.ColumnElement[float]:
    both = sa.and_(end > 0, start > 0)
    return sa.func.avg(sa.case((both, end - start), else_=None))


def _days(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(float(milliseconds) / DAY_MS, 1)
