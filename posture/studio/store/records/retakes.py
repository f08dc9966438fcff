"""Photos that were refused on a day and have to be taken again: what was wrong with them.

The photos themselves are not kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from posture.i18n.language import tr
from posture.studio.store.records.access import visible
from posture.studio.store.records.limits import Faults
from posture.studio.store.records.tables import clients, retakes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import Connection

    from posture.studio.records import Actor


def of_day(
    connection: Connection, actor: Actor, client_ids: Iterable[str], on: date
) -> dict[str, tuple[str, ...]]:
    """What was wrong on a day, by client; only those of whom a photo waits to be taken again."""
    query = (
        select(retakes.c.client_id, retakes.c.remedies)
        .join(clients, clients.c.id == retakes.c.client_id)
        .where(visible(actor), retakes.c.on == on, retakes.c.client_id.in_(tuple(client_ids)))
    )
    return {row.client_id: row.remedies for row in connection.execute(query)}


def save(connection: Connection, client_id: str, on: date, remedies: tuple[str, ...]) -> None:
    """Keep what was wrong on a day; nothing takes away what was kept.

    Raises
    ------
    InputError
    """
    faults = Faults()
    faults.list_of_texts(tr("What to do about the photo"), remedies)
    faults.raise_if_any(tr("This cannot be saved:"))
    same = (retakes.c.client_id == client_id) & (retakes.c.on == on)
    connection.execute(delete(retakes).where(same))
    if remedies:
        values = {"client_id": client_id, "on": on, "remedies": remedies}
        connection.execute(insert(retakes).values(values))
