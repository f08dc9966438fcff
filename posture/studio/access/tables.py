"""Tables of accounts, logins and wrong passwords, as they are after the last migration.

Moments are seconds since 1970.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, String, Table, Text

from posture.studio.store.records.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    # As it is compared: names that people take for one are one.
    Column("name_key", Text, nullable=False, unique=True),
    Column("email_key", Text, unique=True),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("password_temporary", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("created", Float, nullable=False),
)

logins = Table(
    "logins",
    metadata,
    Column("id", String(64), primary_key=True),
    # Of the token in the browser's cookie: whoever reads the database cannot sign in with it.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("account_id", String(64), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("created", Float, nullable=False),
    Column("seen", Float, nullable=False),
)
Index("ix_logins_account_id", logins.c.account_id)

attempts = Table(
    "login_attempts",
    metadata,
    Column("id", String(64), primary_key=True),
    # A hash: people type their password into the field of the name.
    Column("name_hash", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Float, nullable=False),
)
"""Passwords that were wrong, or that are being checked."""
Index("ix_login_attempts_name_hash_at", attempts.c.name_hash, attempts.c.at)
Index("ix_login_attempts_address_at", attempts.c.address, attempts.c.at)
