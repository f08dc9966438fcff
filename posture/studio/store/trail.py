"""Records in the audit trail what one actor sees and changes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from posture.studio.records import LOCAL
from posture.studio.store.records import audit

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from posture.studio.records import Actor
    from posture.studio.store.database.engine import Database
    from posture.studio.store.records.audit import Action, Seen


class Trail:
    """Entries of one actor.

    Parameters
    ----------
    database : Database
    seen : Seen
    actor : Actor
    """

    def __init__(self, database: Database, seen: Seen, actor: Actor) -> None:
        self._database = database
        self._seen = seen
        self._actor = actor

    def record(
        self, connection: Connection, action: Action, client_id: str | None = None, **details: str
    ) -> None:
        """Add an entry, in the transaction of what it tells of; ids and counts, never names."""
        audit.record(connection, self._actor, action, client_id, details)

    @contextmanager
    def looking(
        self, action: Action, record_id: str
    ) -> Generator[tuple[Connection, Callable[[str | None], None]]]:
        """A transaction for reading, and what records there that a client's record was seen.

        Without accounts there is one person, of whom nothing is recorded: a full disk can be read.
        """
        if self._actor.account_id == LOCAL.account_id or not self._seen.is_due(
            self._actor, action, record_id
        ):
            with self._database.reading() as connection:
                yield connection, lambda _: None
            return
        with self._database.writing() as connection:

            def record(client_id: str | None) -> None:
                details = {} if record_id in ("", client_id) else {"visit": record_id}
                audit.record(connection, self._actor, action, client_id, details)

            yield connection, record
        self._seen.note(self._actor, action, record_id)
