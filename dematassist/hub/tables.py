"""The tables, the same on SQLite and on PostgreSQL. ``migrations`` brings a database to them.

Moments are milliseconds since 1970 (``_ms``); a column that may be empty is empty text or 0, never NULL.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()


def _text(name: str, length: int = 80) -> Column[str]:
    return Column(name, String(length), nullable=False, server_default="")


def _long_text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _moment(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


hub = Table(
    "hub",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("seed", 64),
    Column("sequence", BigInteger, nullable=False, server_default="0"),
)
"""One row: the secret key of the hub, and the number of its last change."""

desks = Table(
    "desks",
    metadata,
    Column("key_id", String(16), primary_key=True),
    _text("public_key", 64),
    _text("place", 200),
    _text("departement", 3),
    _moment("enrolled_ms"),
    _moment("revoked_ms"),
)

codes = Table(
    "codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    _text("place", 200),
    _text("departement", 3),
    _moment("expires_ms"),
    _text("key_id", 16),
)
"""Codes of enrolment, each for one desk; ``key_id`` says which desk used it."""

reports = Table(
    "reports",
    metadata,
    Column("report_id", String(36), primary_key=True),
    _text("key_id", 16),
    _text("place", 210),
    _text("digest", 64),
    _moment("received_ms"),
    _text("service_id"),
    _text("guide_id"),
    _text("step_id"),
    _text("kind", 20),
    _text("intent", 10),
    _text("lever", 10),
    _text("departement", 3),
    _text("standing", 10),
    _text("suspicions", 200),
    _text("incident_id"),
    _long_text("body"),
    Index("reports_by_desk", "key_id", "received_ms"),
    Index("reports_by_incident", "incident_id", "received_ms"),
    Index("reports_by_standing", "standing", "received_ms"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("incident_id", String(80), primary_key=True),
    _text("service_id"),
    _text("guide_id"),
    _text("step_id"),
    _text("kind", 20),
    _text("intent", 10),
    _text("lever", 10),
    _text("stage", 20),
    _count("revision"),
    _count("reports"),
    _count("places"),
    _moment("opened_ms"),
    _moment("changed_ms"),
    _moment("last_report_ms"),
    _moment("sent_ms"),
    _moment("answered_ms"),
    _moment("fixed_ms"),
    _long_text("way_round"),
    _long_text("answer"),
    _text("shown_until", 10),
    _text("merged_into"),
    Index("incidents_by_problem", "service_id", "step_id", "kind", "intent", "last_report_ms"),
    Index("incidents_by_stage", "merged_into", "stage", "last_report_ms"),
)

incident_places = Table(
    "incident_places",
    metadata,
    Column("incident_id", String(80), primary_key=True),
    Column("place", String(210), primary_key=True),
)
"""From where an incident was reported, each place once."""

outcomes = Table(
    "outcomes",
    metadata,
    Column("report_id", String(36), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    _text("verdict", 10),
    _moment("at_ms"),
)

moderators = Table(
    "moderators",
    metadata,
    Column("name", String(80), primary_key=True),
    _text("password_hash", 200),
    _moment("created_ms"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _text("name"),
    _text("form_token", 64),
    _moment("expires_ms"),
)

journal = Table(
    "journal",
    metadata,
    Column("entry", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    _moment("at_ms"),
    _text("who"),
    _text("what", 40),
    _text("subject"),
    _text("detail", 200),
    Index("journal_by_subject", "subject", "entry"),
)
"""Who did what and when. Never a text that a person wrote."""
