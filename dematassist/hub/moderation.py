"""What a coordinator does, each in one transaction with its line in the journal."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import life, tables
from dematassist.hub.database import changed, note
from dematassist.hub.joining import Met, join
from dematassist.hub.moments import HOUR_MS, new_token

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.engine import Connection

SESSION_HOURS = 8
MIN_PASSWORD_CHARACTERS = 12
_R, _I = tables.reports.c, tables.incidents.c


# --- who ----------------------------------------------------------------------------------------------


def set_password(connection: Connection, name: str, password: str, at_ms: int) -> None:
    """Make a coordinator's account, or change its password; open sessions of that account end."""
    from nacl import pwhash

    hashed = pwhash.argon2id.str(password.encode(), pwhash.argon2id.OPSLIMIT_MODERATE, 64 * 1024 * 1024)
    table = tables.moderators
    connection.execute(table.delete().where(table.c.name == name))
    connection.execute(table.insert().values(name=name, password_hash=hashed.decode(), created_ms=at_ms))
    connection.execute(tables.sessions.delete().where(tables.sessions.c.name == name))
    note(connection, at_ms, "hub", "password", name)


def is_password(stored: str | None, password: str) -> bool:
    """Return whether this is the password of an account. As slow when there is no such account."""
    from nacl import pwhash
    from nacl.exceptions import InvalidkeyError

    try:
        return pwhash.verify((stored or _NOBODY).encode(), password.encode()) and stored is not None
    except InvalidkeyError:
        return False


_NOBODY = "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo"


def open_session(connection: Connection, name: str, at_ms: int) -> str:
    """Return the secret of a new session."""
    sessions = tables.sessions
    connection.execute(sessions.delete().where(sessions.c.expires_ms < at_ms))
    token = new_token()
    connection.execute(
        sessions.insert().values(
            token_hash=_hash(token),
            name=name,
            form_token=new_token(),
            expires_ms=at_ms + SESSION_HOURS * HOUR_MS,
        )
    )
    note(connection, at_ms, name, "login")
    return token


def session(connection: Connection, token: str, at_ms: int) -> tuple[str, str] | None:
    """Return who has this session and the secret of its forms; ``None`` when there is no such session."""
    sessions = tables.sessions
    row = connection.execute(
        sa.select(sessions).where(sessions.c.token_hash == _hash(token), sessions.c.expires_ms > at_ms)
    ).first()
    return (row.name, row.form_token) if row else None


def close_session(connection: Connection, token: str) -> None:
    """End a session."""
    connection.execute(tables.sessions.delete().where(tables.sessions.c.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- reports that wait --------------------------------------------------------------------------------


def accept(connection: Connection, report_id: str, text: str, who: str, at_ms: int) -> bool:
    """Let a held report join its incident, with its text as corrected; return whether it was held.

    The digest stays that of what was sent: its sender may send it again and is answered the same.
    """
    row = _held(connection, report_id)
    if row is None:
        return False
    report = wire.decode(row.body.encode(), wire.Report)
    kept = wire.Report(**{name: getattr(report, name) for name in report.__struct_fields__} | {"text": text})
    (incident_id,) = join(connection, [Met(kept, row.place)], at_ms)
    connection.execute(
        tables.reports.update()
        .where(_R.report_id == report_id)
        .values(
            standing=wire.Standing.JOINED.value,
            incident_id=incident_id,
            suspicions="",
            body=wire.canonical(kept).decode(),
        )
    )
    note(connection, at_ms, who, "accepted", report_id)
    changed(connection, at_ms)
    return True


def set_aside(connection: Connection, report_id: str, who: str, at_ms: int) -> bool:
    """Keep a held report out; its text is erased. Return whether it was held."""
    row = _held(connection, report_id)
    if row is None:
        return False
    report = wire.decode(row.body.encode(), wire.Report)
    fields = {name: getattr(report, name) for name in report.__struct_fields__}
    emptied = wire.Report(**fields | {"text": "", "address": ""})
    connection.execute(
        tables.reports.update()
        .where(_R.report_id == report_id)
        .values(standing=wire.Standing.SET_ASIDE.value, body=wire.canonical(emptied).decode())
    )
    note(connection, at_ms, who, "set-aside", report_id)
    changed(connection, at_ms)
    return True


def _held(connection: Connection, report_id: str) -> sa.Row[tuple[object, ...]] | None:
    return connection.execute(
        sa.select(tables.reports).where(_R.report_id == report_id, _R.standing == wire.Standing.HELD.value)
    ).first()


# --- incidents ----------------------------------------------------------------------------------------


def move(
    connection: Connection, incident_id: str, stage: wire.Stage, who: str, at_ms: int, coming_from: str = ""
) -> bool:
    """Take an incident to its next stage; return whether it could go there.

    ``coming_from`` is the stage that the coordinator saw: nothing is done when it is no longer that one.
    """
    row = _open(connection, incident_id)
    if row is None or coming_from not in ("", row.stage) or not life.is_allowed(wire.Stage(row.stage), stage):
        return False
    moments = {
        wire.Stage.SENT: {"sent_ms": at_ms},
        wire.Stage.ANSWERED: {"answered_ms": at_ms},
        wire.Stage.FIXED: {"fixed_ms": at_ms},
        wire.Stage.NOT_FIXED: {"fixed_ms": 0},
    }
    values = {"stage": stage.value, "revision": row.revision + 1, **moments.get(stage, {})}
    _change(connection, row, values, at_ms)
    note(connection, at_ms, who, stage.value, incident_id)
    return True


def publish(
    connection: Connection,
    incident_id: str,
    way_round: str,
    answer: str,
    shown_until: date | None,
    who: str,
    at_ms: int,
) -> bool:
    """Write the way round, the service's answer and the end of the warning; return whether it is open."""
    row = _open(connection, incident_id)
    if row is None:
        return False
    end = shown_until.isoformat() if shown_until else ""
    _change(connection, row, {"way_round": way_round, "answer": answer, "shown_until": end}, at_ms)
    note(connection, at_ms, who, "published", incident_id)
    return True


def merge(connection: Connection, incident_id: str, into: str, who: str, at_ms: int) -> bool:
    """Make two incidents one; return whether both are there, apart, and of the same service."""
    row, target = _open(connection, incident_id), _open(connection, into)
    if row is None or target is None or incident_id == into or row.service_id != target.service_id:
        return False
    places = tables.incident_places
    mine = connection.execute(sa.select(places.c.place).where(places.c.incident_id == incident_id)).scalars()
    theirs = set(connection.execute(sa.select(places.c.place).where(places.c.incident_id == into)).scalars())
    added = [place for place in mine if place not in theirs]
    if added:
        connection.execute(places.insert(), [{"incident_id": into, "place": place} for place in added])
    connection.execute(tables.reports.update().where(_R.incident_id == incident_id).values(incident_id=into))
    totals = {
        "reports": target.reports + row.reports,
        "places": target.places + len(added),
        "opened_ms": min(target.opened_ms, row.opened_ms),
        "last_report_ms": max(target.last_report_ms, row.last_report_ms),
    }
    _change(connection, target, totals, at_ms)
    _change(connection, row, {"merged_into": into, "reports": 0, "places": 0}, at_ms)
    connection.execute(places.delete().where(places.c.incident_id == incident_id))
    note(connection, at_ms, who, "merged", incident_id, into)
    return True


def _open(connection: Connection, incident_id: str) -> sa.Row[tuple[object, ...]] | None:
    return connection.execute(
        sa.select(tables.incidents).where(_I.incident_id == incident_id, _I.merged_into == "")
    ).first()


def _change(
    connection: Connection, row: sa.Row[tuple[object, ...]], values: dict[str, object], at_ms: int
) -> None:
    connection.execute(
        tables.incidents.update().where(_I.incident_id == row.incident_id).values(**values, changed_ms=at_ms)
    )
    changed(connection, at_ms)
