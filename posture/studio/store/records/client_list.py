"""The list of clients: searched, sorted, a page at a time.

A page costs what its own rows and matches cost: an owner's is read from an index in its order, a
trainer's from what is shared with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, case, func, or_, select

from posture.studio.records import Actor, ClientPage, ClientRow
from posture.studio.store.records.names import searched
from posture.studio.store.records.tables import NEVER, client_words, clients, shares, visits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select

Order = Literal["name", "last_visit"]

_AT_ONCE = 500
"""Ids in one question: databases bound their number."""
_LAST_LETTER = "\U0010ffff"


def find(
    connection: Connection,
    actor: Actor,
    text: str,
    *,
    archived: bool,
    order: Order,
    offset: int,
    limit: int,
) -> ClientPage:
    """Clients in whose names every word of a text begins a word.

    Parameters
    ----------
    connection : Connection
    actor : Actor
    text : str
        Without case and accents; empty finds all.
    archived : bool
        The archived clients instead of the others.
    order : {"name", "last_visit"}
        The newest visit first, clients without one last.
    offset, limit : int
    """
    found = _found(actor, text, archived)
    ids = select(clients.c.id).select_from(found[0]).where(*found[1])
    total = connection.scalar(select(func.count()).select_from(ids.subquery())) or 0
    page = (
        select(
            clients.c.id,
            clients.c.name,
            clients.c.year_of_birth,
            clients.c.archived,
            clients.c.made_up,
            clients.c.visits,
            clients.c.last_visit,
        )
        .select_from(found[0])
        .where(*found[1])
    )
    rows = connection.execute(
        _sorted(page, order).offset(max(0, offset)).limit(max(0, limit))
    ).all()
    drafts = _drafts(connection, [row.id for row in rows])
    return ClientPage(tuple(_row(row, drafts.get(row.id, 0)) for row in rows), total)


def _row(row: Row[Any], drafts: int) -> ClientRow:
    last = None if row.last_visit == NEVER else row.last_visit
    return ClientRow(
        row.id, row.name, row.year_of_birth, row.archived, row.made_up, row.visits, last, drafts
    )


def _drafts(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """How many visits of these clients are drafts; those without one are left out."""
    found: dict[str, int] = {}
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        counted = (
            select(visits.c.client_id, func.count())
            .where(visits.c.client_id.in_(some), visits.c.draft)
            .group_by(visits.c.client_id)
        )
        found.update((id, count) for id, count in connection.execute(counted))
    return found


def _found(actor: Actor, text: str, archived: bool) -> tuple[Any, list[ColumnElement[bool]]]:
    """What to select from, and the conditions."""
    asked = searched(text)
    everyone = actor.role == "owner"
    conditions = [_is_archived(archived, by_index=everyone and not asked)]
    for forms in asked:
        word = client_words.c.word
        begins = or_(*(and_(word >= form, word <= form + _LAST_LETTER) for form in sorted(forms)))
        if everyone:
            # From the words to their clients.
            matching = select(client_words.c.client_id).where(begins)
            conditions.append(clients.c.id.in_(matching))
        else:
            # From the clients that are shared to their words: others are not looked at.
            own = client_words.c.client_id == clients.c.id
            conditions.append(select(client_words.c.word).where(own, begins).exists())
    if everyone:
        return clients, conditions
    conditions.append(shares.c.account_id == actor.account_id)
    return shares.join(clients, clients.c.id == shares.c.client_id), conditions


def _is_archived(archived: bool, *, by_index: bool) -> ColumnElement[bool]:
    """Whether a client is archived, by the index of the list or hidden from it.

    SQLite keeps no statistics, and would walk through everybody's clients in the order of the index
    instead of starting with the few that are shared or found.
    """
    if by_index:
        return clients.c.archived == archived
    return case((clients.c.archived, 1), else_=0) == int(archived)


def _sorted(page: Select[*tuple[Any, ...]], order: Order) -> Select[*tuple[Any, ...]]:
    by_name = clients.c.sort_key, clients.c.id
    if order == "last_visit":
        return page.order_by(clients.c.last_visit.desc(), *by_name)
    return page.order_by(*by_name)
