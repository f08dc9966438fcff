"""Wrong passwords lock: an account after a few, an address of the network after some more."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, insert, select

from posture.studio.access.accounts import key_of
from posture.studio.access.tables import ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

PER_NAME, PER_ADDRESS = 5, 20
"""Wrong passwords until a name, known or not, and an address have to wait."""

WINDOW_S = 15 * 60.0
"""Seconds that an attempt counts."""

_T = ATTEMPTS.c


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try that may check its password."""

    id: int
    name_hash: str


class Throttle:
    """Counts attempts in the database, so that a restart forgets none.

    Parameters
    ----------
    engine : Engine
    now : callable
        Seconds since 1970.
    """

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now

    def begin(self, name: str, address: str) -> Attempt | None:
        """Count an attempt as wrong before its password is checked.

        So guesses that come at the same time cannot pass together.

        Returns
        -------
        Attempt or None
            None where name or address have to wait; such a try does not make the wait longer.
        """
        now, hashed = self._now(), name_hash(name)
        with self._engine.begin() as connection:
            connection.execute(delete(ATTEMPTS).where(_T.at <= now - WINDOW_S))
            made = connection.execute(
                insert(ATTEMPTS).values(name_hash=hashed, address=address[:64], at=now)
            ).inserted_primary_key
            number = int(made[0]) if made is not None else 0
            counts = [
                connection.scalar(select(func.count()).select_from(ATTEMPTS).where(condition)) or 0
                for condition in (_T.name_hash == hashed, _T.address == address[:64])
            ]
            if counts[0] > PER_NAME or counts[1] > PER_ADDRESS:
                connection.execute(delete(ATTEMPTS).where(_T.id == number))
                return None
        return Attempt(number, hashed)

    def succeeded(self, attempt: Attempt) -> None:
        """Forget what was wrong for this name; the other tries of the address stay counted."""
        self._forget(_T.name_hash == attempt.name_hash)

    def release(self, name: str) -> None:
        """Let a name try again at once, as an owner may decide."""
        self._forget(_T.name_hash == name_hash(name))

    def minutes_left(self, name: str, address: str) -> int:
        """Whole minutes until the next attempt counts less; at least one."""
        with self._engine.connect() as connection:
            conditions = (_T.name_hash == name_hash(name)) | (_T.address == address[:64])
            first = connection.scalar(select(func.min(_T.at)).where(conditions))
        left = WINDOW_S - (self._now() - (first or self._now()))
        return max(1, -int(-left // 60))

    def _forget(self, condition: ColumnElement[bool]) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(ATTEMPTS).where(condition))


def name_hash(name: str) -> str:
    """What stands for a typed name in the table."""
    return hashlib.sha256(key_of(name).encode()).hexdigest()
