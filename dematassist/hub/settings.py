"""What a hub is told when it starts, and its limits."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Limits(NamedTuple):
    """How much a hub takes before it says « later »."""

    desk_hour: int = 60
    desk_day: int = 500
    unsigned_minute: int = 30
    waiting_reports: int = 2_000
    """Reports read and not yet written; above, 503."""
    failed_logins: int = 5
    failed_login_minutes: int = 15
    header_seconds: float = 10.0
    body_seconds: float = 15.0
    connections: int = 500


class Settings(NamedTuple):
    """How one hub runs."""

    database_url: str
    host: str = "127.0.0.1"
    port: int = 8311
    name: str = "DematAssist"
    is_https: bool = False
    """Whether a proxy in front speaks HTTPS: cookies then travel on HTTPS only."""
    limits: Limits = Limits()


def default_url() -> str:
    """Return the address of the SQLite file of the current folder."""
    return f"sqlite:///{Path.cwd() / 'hub.db'}"


def library_url(url: str) -> str:
    """Return the URL as SQLAlchemy wants it: PostgreSQL is reached with psycopg 3."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
