"""Wrong passwords lock: an account after a few, an address of the network after some more."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, insert, select

from posture.files.text import plain_name
from posture.studio.access.tables import attempts
from posture.studio.records import new_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.studio.store.database.engine import Database

PER_NAME, PER_ADDRESS = 5, 20
"""Wrong passwords until a name, known or not, and an address have to wait."""

WINDOW_S = 15 * 60.0
"""Seconds that an attempt counts."""

_T = attempts.c


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try that may check its password."""

    id: str
    name_hash: str


class Throttle:
    """Counts attempts in the database, so that a restart forgets none.

    Parameters
    ----------
    database : Database
    now : callable
        Seconds since 1970.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database, self._now = database, now

    def begin(self, name: str, address: str) -> Attempt | None:
        """Count an attempt as wrong before its password is checked.

        So guesses that come at the same time cannot pass together.

        Returns
        -------
        Attempt or None
            None where name or address have to wait; such a try does not make the wait longer.
        """
        now, attempt = self._now(), Attempt(new_id(), name_hash(name))
        values = {"id": attempt.id, "name_hash": attempt.name_hash, "address": address, "at": now}
        # Counted in a transaction of its own: each of two tries at once sees the other one.
        with self._database.writing() as connection:
            connection.execute(delete(attempts).where(_T.at <= now - WINDOW_S))
            connection.execute(insert(attempts).values(values))
        with self._database.reading() as connection:
            by_name, by_address = (
                connection.scalar(select(func.count()).select_from(attempts).where(same)) or 0
                for same in (_T.name_hash == attempt.name_hash, _T.address == address)
            )
        if by_name > PER_NAME or by_address > PER_ADDRESS:
            self._forget(_T.id == attempt.id)
            return None
        return attempt

    def succeeded(self, attempt: Attempt) -> None:
        """Forget what was wrong for this name; the other tries of the address stay counted."""
        self._forget(_T.name_hash == attempt.name_hash)

    def release(self, name: str) -> None:
        """Let a name try again at once, as an owner may decide."""
        self._forget(_T.name_hash == name_hash(name))

    def minutes_left(self, name: str, address: str) -> int:
        """Whole minutes until name and address may both try again; at least one."""
        limits = (_T.name_hash == name_hash(name), PER_NAME), (_T.address == address, PER_ADDRESS)
        with self._database.reading() as connection:
            # Of the newest attempts, as many as are allowed: when the oldest of them counts no
            # more, one is free.
            blocking = [
                connection.scalar(
                    select(_T.at).where(same).order_by(_T.at.desc()).offset(most - 1).limit(1)
                )
                for same, most in limits
            ]
        left = [WINDOW_S - (self._now() - at) for at in blocking if at is not None]
        return max(1, -int(-max(left, default=0.0) // 60))

    def _forget(self, condition: ColumnElement[bool]) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(attempts).where(condition))


def name_hash(name: str) -> str:
    """What stands for a typed name in the table."""
    return hashlib.sha256(plain_name(name).encode()).hexdigest()
