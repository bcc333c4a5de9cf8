"""Desks make themselves known with a code that serves once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import tables
from dematassist.hub.database import hub_seed, note
from dematassist.hub.moments import DAY_MS, new_code

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

CODE_DAYS = 30


def make_code(connection: Connection, place: str, departement: str, at_ms: int) -> str:
    """Return a new code for a desk of this place. Only its hash is kept."""
    code = new_code()
    connection.execute(
        tables.codes.insert().values(
            code_hash=_hash(code),
            place=place,
            departement=departement,
            expires_ms=at_ms + CODE_DAYS * DAY_MS,
        )
    )
    note(connection, at_ms, "hub", "code", detail=place)
    return code


def enrol(connection: Connection, asked: wire.Enrolment, name: str, at_ms: int) -> wire.Enrolled | None:
    """Make a desk known; ``None`` when the code is wrong, old, or served another desk.

    The same desk may ask twice: the first answer may have been lost on its way.
    """
    codes, desks = tables.codes, tables.desks
    key_id = wire.key_id(asked.public_key)
    code = connection.execute(sa.select(codes).where(codes.c.code_hash == _hash(asked.code))).first()
    if code is None or code.key_id not in ("", key_id) or (not code.key_id and code.expires_ms < at_ms):
        return None
    known = connection.execute(sa.select(desks).where(desks.c.key_id == key_id)).first()
    if not code.key_id:
        if known is not None:
            return None
        connection.execute(codes.update().where(codes.c.code_hash == code.code_hash).values(key_id=key_id))
        connection.execute(
            desks.insert().values(
                key_id=key_id,
                public_key=asked.public_key,
                place=code.place,
                departement=code.departement,
                enrolled_ms=at_ms,
            )
        )
        note(connection, at_ms, f"desk:{key_id}", "enrolled", key_id)
    hub_key = wire.public_key(hub_seed(connection))
    return wire.Enrolled(
        version=1, key_id=key_id, hub_public_key=hub_key, hub_key_id=wire.key_id(hub_key), hub=name
    )


def revoke(connection: Connection, key_id: str, who: str, at_ms: int) -> bool:
    """Believe a desk no more; return whether it was known and believed. What it sent stays."""
    desks = tables.desks
    done = connection.execute(
        desks.update().where(desks.c.key_id == key_id, desks.c.revoked_ms == 0).values(revoked_ms=at_ms)
    )
    if done.rowcount:
        note(connection, at_ms, who, "revoked", key_id)
    return bool(done.rowcount)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
