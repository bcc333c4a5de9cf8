"""Opening the database, bringing it up to date, and writing to it one at a time."""

from __future__ import annotations

import base64
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from dematassist.hub import tables
from dematassist.hub.moments import new_seed, now_ms
from dematassist.hub.settings import library_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

_WRITERS_LOCK = 0x44454D41
"""The number of PostgreSQL's advisory lock that orders our writers, in every process."""
_ALONE = sa.select(sa.func.pg_advisory_xact_lock(_WRITERS_LOCK))
_AT = sa.bindparam("at_ms", type_=sa.BigInteger)
_SEQUENCE = tables.hub.c.sequence
_NEXT = tables.hub.update().values(sequence=sa.case((_SEQUENCE >= _AT, _SEQUENCE + 1), else_=_AT))


class DatabaseUnreachableError(Exception):
    """The database does not answer, or refuses this account; its message could hold a password."""


def open_database(url: str) -> Engine:
    """Return the database at this URL, with all its tables and the key of the hub.

    ``DatabaseUnreachableError`` when it does not answer.
    """
    try:
        engine = connect(url)
        with engine.connect():
            pass
    except (sa.exc.OperationalError, OSError):
        raise DatabaseUnreachableError from None
    migrate(engine)
    with writing(engine) as connection:
        if connection.execute(sa.select(tables.hub.c.id)).first() is None:
            seed = base64.b64encode(new_seed()).decode()
            connection.execute(tables.hub.insert().values(id=1, seed=seed, sequence=now_ms()))
    return engine


def connect(url: str) -> Engine:
    """Return an engine: on SQLite, durable (WAL, FULL) and with transactions that we begin ourselves."""
    if not url.startswith("sqlite"):
        return _postgresql(library_url(url))
    path = sa.make_url(url).database
    if path and not Path(path).exists():
        # Only who runs the hub reads what it holds, its key among it.
        Path(path).touch(mode=0o600)
    engine = sa.create_engine(url, connect_args={"timeout": 30}, pool_size=8, max_overflow=4)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {setting}").close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_writer = connection.get_execution_options().get("is_writer", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    return engine


def _postgresql(url: str) -> Engine:
    engine = sa.create_engine(url, pool_size=8, max_overflow=4, pool_pre_ping=True)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # A plan that is kept from when a table was small reads all of it for each batch of a busy day.
        connection.execute("SET plan_cache_mode = force_custom_plan")
        connection.commit()

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that no other writer of any process crosses; it is on the disk at the end."""
    with engine.connect().execution_options(is_writer=True) as connection, _begun(connection):
        yield connection


class Writer:
    """Writes again and again on one connection: asking each time whether it still lives costs a question.

    When it no longer does, the transaction fails, and the next one has a new connection.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction as ``writing`` does."""
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(is_writer=True)
        try:
            with _begun(self._connection):
                yield self._connection
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@contextmanager
def _begun(connection: Connection) -> Iterator[None]:
    with connection.begin():
        if connection.dialect.name == "postgresql":
            with together(connection):
                connection.execute(_ALONE)
        yield


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Send what is asked within without waiting for each answer, where the database can.

    Only for what gives no row: an error comes at the end.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    with connection.connection.driver_connection.pipeline():  # type: ignore[union-attr]
        yield


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that only reads."""
    with engine.connect() as connection, connection.begin():
        yield connection


def migrate(engine: Engine) -> None:
    """Bring the tables up to date."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def hub_seed(connection: Connection) -> bytes:
    """Return the secret key of the hub."""
    return base64.b64decode(connection.execute(sa.select(tables.hub.c.seed)).scalar_one())


def changed(connection: Connection, at_ms: int) -> None:
    """Give a number to a change of what the feed says. Numbers only grow, even from a restored copy."""
    connection.execute(_NEXT, {"at_ms": at_ms})


def note(
    connection: Connection, at_ms: int, who: str, what: str, subject: str = "", detail: str = ""
) -> None:
    """Write one line of the journal."""
    connection.execute(
        tables.journal.insert().values(at_ms=at_ms, who=who, what=what, subject=subject, detail=detail)
    )
