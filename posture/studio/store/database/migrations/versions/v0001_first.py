"""The first schema.

It stays as it is: it says nothing of what ``tables.py`` holds today.
"""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table, and the one row of the studio."""
    _studio()
    _clients()
    _of_clients()
    _visits()
    _audit()


def _studio() -> None:
    studio = op.create_table(
        "studio",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("trainer", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("logo", sa.LargeBinary, nullable=False),
        sa.Column("colour", sa.Text, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("retention_days", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_studio"),
    )
    row = {
        "id": uuid4().hex,
        "version": 0,
        "name": "",
        "trainer": "",
        "contact": "",
        "logo": b"",
        "colour": "#1f5c99",
        "paper": "a4",
        "retention_days": None,
    }
    op.bulk_insert(studio, [row])
    op.create_table(
        "own_exercises",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("steps", sa.Text, nullable=False),
        sa.Column("dose", sa.Text, nullable=False),
        sa.Column("avoid", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_own_exercises"),
    )


def _clients() -> None:
    op.create_table(
        "clients",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sort_key", SORTED, nullable=False),
        sa.Column("year_of_birth", sa.Integer),
        sa.Column("sex", sa.Text),
        sa.Column("stature_cm", sa.Float),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("made_up", sa.Boolean, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("changed", MOMENT, nullable=False),
        sa.Column("visits", sa.Integer, nullable=False),
        sa.Column("last_visit", sa.Date, nullable=False),
        sa.Column("contraindications", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("goals", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
    )
    op.create_index("ix_clients_by_name", "clients", ["archived", "sort_key", "id"])
    newest = sa.text("last_visit DESC")
    op.create_index("ix_clients_by_last_visit", "clients", ["archived", newest, "sort_key", "id"])


def _of_clients() -> None:
    op.create_table(
        "client_words",
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("word", SORTED, nullable=False),
        sa.PrimaryKeyConstraint("client_id", "word", name="pk_client_words"),
        _refers("client_words", "client"),
    )
    op.create_index("ix_client_words_by_word", "client_words", ["word", "client_id"])
    op.create_table(
        "shares",
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "account_id", name="pk_shares"),
        _refers("shares", "client"),
    )
    op.create_index("ix_shares_by_account", "shares", ["account_id", "client_id"])
    op.create_table(
        "consents",
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("given_on", sa.Date, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("covers", sa.Text, nullable=False),
        sa.Column("withdrawn_on", sa.Date),
        sa.PrimaryKeyConstraint("client_id", "number", name="pk_consents"),
        _refers("consents", "client"),
    )


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("draft", sa.Boolean, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("camera_height_cm", sa.Float),
        sa.Column("distance_cm", sa.Float),
        sa.Column("clothes", sa.Text, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("plan", sa.Text),
        sa.Column("plan_note", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        _refers("visits", "client"),
    )
    op.create_index("ix_visits_by_client", "visits", ["client_id", "draft", "on"])
    op.create_table(
        "photos",
        sa.Column("visit_id", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("view", sa.Text, nullable=False),
        sa.Column("taken", sa.Text),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("visit_id", "position", name="pk_photos"),
        _refers("photos", "visit"),
    )
    op.create_index("ix_photos_by_hash", "photos", ["sha256"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("client_id", sa.String(64)),
        sa.Column("details", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_by_client", "audit", ["client_id", "number"])


def _refers(table: str, to: str) -> sa.ForeignKeyConstraint:
    """Rows are deleted with the one that they refer to."""
    name = f"fk_{table}_{to}_id"
    return sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}s.id"], name=name, ondelete="CASCADE")
