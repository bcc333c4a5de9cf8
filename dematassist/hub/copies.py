"""Copies of a whole hub in one file. A copy of SQLite restores in PostgreSQL, and the other way round."""

from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dematassist.hub import tables
from dematassist.hub.database import changed, note, reading, writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Engine

_FORMAT = "dematassist hub copy 1"
_ROWS = 500


class CopyError(Exception):
    """A copy that cannot be restored here: the file is not one, or the hub already holds reports."""


def backup(engine: Engine, target: Path) -> int:
    """Write a copy of one moment of the hub; return how many rows it holds. Only its owner reads it."""
    partial = target.with_name(target.name + ".part")
    rows = 0
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8") as copy:
        copy.write(json.dumps({"format": _FORMAT}) + "\n")
        snapshot = (
            engine.execution_options(isolation_level="REPEATABLE READ") if _is_postgresql(engine) else engine
        )
        with reading(snapshot) as connection:
            for table in tables.metadata.sorted_tables:
                if table is tables.sessions:
                    continue
                found = connection.execution_options(yield_per=_ROWS).execute(sa.select(table))
                for row in found.mappings():
                    copy.write(json.dumps([table.name, dict(row)], ensure_ascii=False) + "\n")
                    rows += 1
            copy.write(json.dumps({"rows": rows}) + "\n")
    with partial.open("rb+") as written:
        os.fsync(written.fileno())
    partial.replace(target)
    return rows


def restore(engine: Engine, source: Path, at_ms: int) -> int:
    """Fill an empty hub from a copy; return how many rows came. All or nothing."""
    with writing(engine) as connection:
        if connection.execute(sa.select(tables.reports.c.report_id).limit(1)).first() is not None:
            raise CopyError("not empty")
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(table.delete())
        rows = 0
        try:
            for name, values in _batches(source):
                connection.execute(tables.metadata.tables[name].insert(), values)
                rows += len(values)
        except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
            raise CopyError("not a copy") from error
        if _is_postgresql(engine):
            last = sa.select(sa.func.coalesce(sa.func.max(tables.journal.c.entry), 1)).scalar_subquery()
            counter = sa.func.pg_get_serial_sequence("journal", "entry")
            connection.execute(sa.select(sa.func.setval(counter, last)))
        note(connection, at_ms, "hub", "restored")
        # Desks see a newer feed, in which what came after the copy is missing: they send it again.
        changed(connection, at_ms)
    return rows


def _batches(source: Path) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Give the rows of a copy, many of one table at a time. ``ValueError`` when it is not whole."""
    rows, name, values = 0, "", list[dict[str, object]]()
    with gzip.open(source, "rt", encoding="utf-8") as copy:
        if json.loads(copy.readline()) != {"format": _FORMAT}:
            raise ValueError("format")
        for line in copy:
            one = json.loads(line)
            table = one[0] if isinstance(one, list) else ""
            if values and (table != name or len(values) == _ROWS):
                yield name, values
                values = []
            if not table:
                if one != {"rows": rows}:
                    raise ValueError("rows")
                return
            name, row = one
            values.append(row)
            rows += 1
    raise ValueError("no end")


def _is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"
