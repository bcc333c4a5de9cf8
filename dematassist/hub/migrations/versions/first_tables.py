"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "first_tables"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), server_default="", nullable=False),
        sa.Column("departement", sa.String(length=3), server_default="", nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("key_id", sa.String(length=16), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_table(
        "desks",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.String(length=64), server_default="", nullable=False),
        sa.Column("place", sa.String(length=200), server_default="", nullable=False),
        sa.Column("departement", sa.String(length=3), server_default="", nullable=False),
        sa.Column("enrolled_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("revoked_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("key_id"),
    )
    op.create_table(
        "hub",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seed", sa.String(length=64), server_default="", nullable=False),
        sa.Column("sequence", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "incident_places",
        sa.Column("incident_id", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=210), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "place"),
    )
    op.create_table(
        "incidents",
        sa.Column("incident_id", sa.String(length=80), nullable=False),
        sa.Column("service_id", sa.String(length=80), server_default="", nullable=False),
        sa.Column("guide_id", sa.String(length=80), server_default="", nullable=False),
        sa.Column("step_id", sa.String(length=80), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=20), server_default="", nullable=False),
        sa.Column("intent", sa.String(length=10), server_default="", nullable=False),
        sa.Column("lever", sa.String(length=10), server_default="", nullable=False),
        sa.Column("stage", sa.String(length=20), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reports", sa.Integer(), server_default="0", nullable=False),
        sa.Column("places", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_report_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("sent_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("answered_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("fixed_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("way_round", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("shown_until", sa.String(length=10), server_default="", nullable=False),
        sa.Column("merged_into", sa.String(length=80), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("incident_id"),
    )
    op.create_index(
        "incidents_by_problem",
        "incidents",
        ["service_id", "step_id", "kind", "intent", "last_report_ms"],
        unique=False,
    )
    op.create_index(
        "incidents_by_stage", "incidents", ["merged_into", "stage", "last_report_ms"], unique=False
    )
    op.create_table(
        "journal",
        sa.Column(
            "entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("at_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("who", sa.String(length=80), server_default="", nullable=False),
        sa.Column("what", sa.String(length=40), server_default="", nullable=False),
        sa.Column("subject", sa.String(length=80), server_default="", nullable=False),
        sa.Column("detail", sa.String(length=200), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("journal_by_subject", "journal", ["subject", "entry"], unique=False)
    op.create_table(
        "moderators",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), server_default="", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "outcomes",
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.String(length=10), server_default="", nullable=False),
        sa.Column("at_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("report_id", "revision"),
    )
    op.create_table(
        "reports",
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("key_id", sa.String(length=16), server_default="", nullable=False),
        sa.Column("place", sa.String(length=210), server_default="", nullable=False),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("received_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("service_id", sa.String(length=80), server_default="", nullable=False),
        sa.Column("guide_id", sa.String(length=80), server_default="", nullable=False),
        sa.Column("step_id", sa.String(length=80), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=20), server_default="", nullable=False),
        sa.Column("intent", sa.String(length=10), server_default="", nullable=False),
        sa.Column("lever", sa.String(length=10), server_default="", nullable=False),
        sa.Column("departement", sa.String(length=3), server_default="", nullable=False),
        sa.Column("standing", sa.String(length=10), server_default="", nullable=False),
        sa.Column("suspicions", sa.String(length=200), server_default="", nullable=False),
        sa.Column("incident_id", sa.String(length=80), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("report_id"),
    )
    op.create_index("reports_by_desk", "reports", ["key_id", "received_ms"], unique=False)
    op.create_index("reports_by_incident", "reports", ["incident_id", "received_ms"], unique=False)
    op.create_index("reports_by_standing", "reports", ["standing", "received_ms"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), server_default="", nullable=False),
        sa.Column("form_token", sa.String(length=64), server_default="", nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
