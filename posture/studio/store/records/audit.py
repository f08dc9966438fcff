"""The audit trail: who saw or changed what, and when. It holds ids, and no personal data."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Literal

from sqlalchemy import insert, select

from posture.studio.records import Actor, AuditEntry
from posture.studio.store.records.limits import is_id
from posture.studio.store.records.tables import audit, shares

if TYPE_CHECKING:
    from sqlalchemy import Connection

Action = Literal[
    "clients.listed",
    "client.added",
    "client.seen",
    "client.changed",
    "client.shared",
    "client.erased",
    "consent.given",
    "consent.withdrawn",
    "visit.seen",
    "visit.saved",
    "visit.deleted",
    "photo.seen",
    "profile.changed",
    "exercise.saved",
    "exercise.deleted",
]
"""What the store records by itself; accounts and backups add their own."""

SEEN_AGAIN_S = 900.0
"""Who looks at the same record again within this time is recorded once."""

MOST_ENTRIES = 10_000


def record(
    connection: Connection,
    actor: Actor,
    action: Action | str,
    client_id: str | None = None,
    details: Mapping[str, str] | None = None,
) -> None:
    """Add an entry, in the transaction of what it tells of.

    Parameters
    ----------
    connection : Connection
    actor : Actor
    action : str
    client_id : str, optional
    details : mapping of str to str, optional
        Ids and counts; never names or texts.
    """
    connection.execute(
        insert(audit).values(
            at=datetime.now(UTC),
            account_id=actor.account_id,
            action=action,
            client_id=client_id,
            details=dict(details or {}),
        )
    )


def entries(
    connection: Connection, actor: Actor, client_id: str | None, limit: int
) -> tuple[AuditEntry, ...]:
    """The last entries, newest first.

    An owner reads all of them; a trainer those of the clients that are shared with them.
    """
    if client_id is not None and not is_id(client_id):
        return ()
    query = select(audit).order_by(audit.c.number.desc()).limit(max(0, min(limit, MOST_ENTRIES)))
    if client_id is not None:
        query = query.where(audit.c.client_id == client_id)
    if actor.role != "owner":
        own = select(shares.c.client_id).where(shares.c.account_id == actor.account_id)
        query = query.where(audit.c.client_id.in_(own))
    return tuple(
        AuditEntry(row.at, row.account_id, row.action, row.client_id, row.details)
        for row in connection.execute(query)
    )


class Seen:
    """Remembers what was recorded as seen, so that a page that is drawn again records nothing."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str, str], float] = {}
        self._lock = Lock()

    def is_due(self, actor: Actor, action: Action, record_id: str) -> bool:
        """Whether seeing a record has to be recorded."""
        with self._lock:
            return self._until.get((actor.account_id, action, record_id), 0.0) < time.monotonic()

    def note(self, actor: Actor, action: Action, record_id: str) -> None:
        """It has been recorded."""
        now = time.monotonic()
        with self._lock:
            self._until = {key: until for key, until in self._until.items() if until >= now}
            self._until[actor.account_id, action, record_id] = now + SEEN_AGAIN_S
