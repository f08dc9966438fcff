"""Tables of accounts, logins and attempts; the studio's migrations create them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table

ACCESS = MetaData()
"""Moments are seconds since 1970, UTC."""

ACCOUNTS = Table(
    "accounts",
    ACCESS,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    # As it is compared: two names that look alike are one.
    Column("name_key", String(800), nullable=False, unique=True),
    Column("email_key", String(800), nullable=True, unique=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("password_temporary", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("created", Float, nullable=False),
)

LOGINS = Table(
    "logins",
    ACCESS,
    Column("id", String(32), primary_key=True),
    # Of the token in the browser's cookie: whoever reads the database cannot sign in with it.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column(
        "account_id",
        String(32),
        ForeignKey("accounts.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("created", Float, nullable=False),
    Column("seen", Float, nullable=False),
)

ATTEMPTS = Table(
    "login_attempts",
    ACCESS,
    Column("id", Integer, primary_key=True, autoincrement=True),
    # A hash: people type their password into the field of the name.
    Column("name_hash", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", Float, nullable=False),
    Index("ix_login_attempts_name", "name_hash", "at"),
    Index("ix_login_attempts_address", "address", "at"),
)
"""Passwords that were wrong, or that are being checked."""
