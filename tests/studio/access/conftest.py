"""A database with accounts, and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine, event

from posture.studio.access import passwords
from posture.studio.access.logins import LoginRules
from posture.studio.access.sign_in import SignIn
from posture.studio.access.tables import ACCESS

PASSWORD = "copper lantern ridge 47"
RULES = LoginRules(idle_s=600, longest_s=3600)


@dataclass
class Clock:
    """Seconds since 1970, as a test says."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Trail:
    """Keeps what is written into the audit trail."""

    entries: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])

    def __call__(self, account_id: str, event: str, address: str) -> None:
        self.entries.append((account_id, event, address))


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing a password takes long on purpose; tests need not."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
    passwords.unknown_hash.cache_clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def trail() -> Trail:
    return Trail()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{tmp_path / 'access.db'}")

    @event.listens_for(made, "connect")
    def begin(connection: object, _: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")  # pyright: ignore[reportAttributeAccessIssue]

    ACCESS.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def sign_in(engine: Engine, trail: Trail, clock: Clock) -> SignIn:
    return SignIn(engine, trail, RULES, clock)
