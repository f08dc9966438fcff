"""All clients that an actor may see, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posture.studio.records import ClientRow
    from posture.studio.store.repository import Repository

_PAGE = 1000


def every_client(records: Repository) -> tuple[ClientRow, ...]:
    """The list of clients, by name; the archived ones follow the others."""
    rows: list[ClientRow] = []
    for archived in (False, True):
        offset = 0
        while True:
            page = records.find_clients(archived=archived, offset=offset, limit=_PAGE)
            rows += page.rows
            offset += _PAGE
            if offset >= page.total:
                break
    return tuple(rows)
