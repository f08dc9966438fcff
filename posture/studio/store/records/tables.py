"""The tables, as they are after the last migration.

A change here needs a migration; a test compares both.
"""

from __future__ import annotations

from datetime import date

from pydantic import TypeAdapter
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from posture.assess.assessment import Answers
from posture.studio.records import PlanItem
from posture.studio.store.records.columns import Json, Moment, OwnClock, by_code_point

NEVER = date.min

TEXTS = TypeAdapter(tuple[str, ...])
DETAILS = TypeAdapter(dict[str, str])
ANSWERS = TypeAdapter(Answers)
PLAN = TypeAdapter(tuple[PlanItem, ...])

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[str]:
    return Column("id", String(64), primary_key=True)


def _version() -> Column[int]:
    return Column("version", Integer, nullable=False)


def _of(table: str, *, key: bool = False) -> Column[str]:
    """Reference to a row, with which this one is deleted."""
    return Column(
        f"{table.removesuffix('s')}_id",
        String(64),
        ForeignKey(f"{table}.id", ondelete="CASCADE"),
        primary_key=key,
        nullable=False,
    )


studio = Table(
    "studio",
    metadata,
    # One row; its id ties the folder of photos to this database.
    _id(),
    _version(),
    Column("name", Text, nullable=False),
    Column("trainer", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("logo", LargeBinary, nullable=False),
    Column("colour", Text, nullable=False),
    Column("paper", Text, nullable=False),
    Column("retention_days", Integer),
)

clients = Table(
    "clients",
    metadata,
    _id(),
    _version(),
    Column("name", Text, nullable=False),
    # What the list is sorted by; see names.py.
    Column("sort_key", by_code_point(), nullable=False),
    Column("year_of_birth", Integer),
    Column("sex", Text),
    Column("stature_cm", Float),
    Column("language", Text, nullable=False),
    Column("made_up", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("created", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    # Of the confirmed visits; kept here so that a page of the list counts nothing.
    Column("visits", Integer, nullable=False),
    # NEVER where there is none: an index keeps days without a place for no day.
    Column("last_visit", Date, nullable=False),
    Column("contraindications", Json(TEXTS), nullable=False),
    Column("notes", Text, nullable=False),
    Column("goals", Text, nullable=False),
)
Index("ix_clients_by_name", clients.c.archived, clients.c.sort_key, clients.c.id)
Index(
    "ix_clients_by_last_visit",
    clients.c.archived,
    clients.c.last_visit.desc(),
    clients.c.sort_key,
    clients.c.id,
)

client_words = Table(
    "client_words",
    metadata,
    _of("clients", key=True),
    Column("word", by_code_point(), primary_key=True),
)
Index("ix_client_words_by_word", client_words.c.word, client_words.c.client_id)

shares = Table(
    "shares",
    metadata,
    _of("clients", key=True),
    Column("account_id", String(64), primary_key=True),
)
Index("ix_shares_by_account", shares.c.account_id, shares.c.client_id)

consents = Table(
    "consents",
    metadata,
    _of("clients", key=True),
    # Counts up; the last one holds.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("given_on", Date, nullable=False),
    Column("wording", Text, nullable=False),
    Column("covers", Json(TEXTS), nullable=False),
    Column("withdrawn_on", Date),
)

visits = Table(
    "visits",
    metadata,
    _id(),
    _of("clients"),
    _version(),
    Column("on", Date, nullable=False),
    Column("draft", Boolean, nullable=False),
    Column("created", Moment, nullable=False),
    Column("camera_height_cm", Float),
    Column("distance_cm", Float),
    Column("clothes", Text, nullable=False),
    Column("answers", Json(ANSWERS), nullable=False),
    Column("plan", Json(PLAN)),
    Column("plan_note", Text, nullable=False),
    Column("notes", Text, nullable=False),
)
Index("ix_visits_by_client", visits.c.client_id, visits.c.draft, visits.c.on)

photos = Table(
    "photos",
    metadata,
    _of("visits", key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("view", Text, nullable=False),
    Column("taken", OwnClock),
    Column("document", Text, nullable=False),
)
Index("ix_photos_by_hash", photos.c.sha256)

retakes = Table(
    "retakes",
    metadata,
    _of("clients", key=True),
    Column("on", Date, primary_key=True),
    Column("remedies", Json(TEXTS), nullable=False),
)

own_exercises = Table(
    "own_exercises",
    metadata,
    _id(),
    _version(),
    Column("title", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("steps", Json(TEXTS), nullable=False),
    Column("dose", Text, nullable=False),
    Column("avoid", Json(TEXTS), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("account_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    # No reference: what was done to a client is known after its erasure.
    Column("client_id", String(64)),
    Column("details", Json(DETAILS), nullable=False),
)
Index("ix_audit_by_client", audit.c.client_id, audit.c.number)
