"""A database with accounts, and a clock that a test sets."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from argon2 import PasswordHasher

from posture.studio.access import passwords
from posture.studio.access.logins import LoginRules
from posture.studio.access.sign_in import SignIn
from posture.studio.store.store import Store

PASSWORD = "copper lantern ridge 47"
RULES = LoginRules(idle_s=600, longest_s=3600)


@dataclass
class Clock:
    """Seconds since 1970, as a test says."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing a password takes long on purpose; tests need not."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
    passwords.unknown_hash.cache_clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_in(store: Store, clock: Clock) -> SignIn:
    return SignIn(store.database, RULES, clock)
