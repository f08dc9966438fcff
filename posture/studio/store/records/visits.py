"""Visits with their photos: saved, read and deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from posture.errors import ConsentMissingError
from posture.i18n.language import tr
from posture.studio.records import Actor, Client, Protocol, Visit, VisitPhoto
from posture.studio.store.records.access import visible
from posture.studio.store.records.clients import conflict, lock, need, not_found
from posture.studio.store.records.limits import is_id
from posture.studio.store.records.tables import NEVER, clients, photos, visits

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row, Select


def load(connection: Connection, actor: Actor, visit_id: str) -> Visit:
    """Read a visit.

    Raises
    ------
    NotFoundError
    """
    if not is_id(visit_id):
        raise not_found()
    found = _visits(connection, _seen_by(actor).where(visits.c.id == visit_id))
    if not found:
        raise not_found()
    return found[0]


def of_client(
    connection: Connection, actor: Actor, client_id: str, *, drafts: bool
) -> tuple[Visit, ...]:
    """The visits of a client by day; with the drafts among them, or without.

    Raises
    ------
    NotFoundError
    """
    need(connection, actor, client_id)
    query = _seen_by(actor).where(visits.c.client_id == client_id)
    if not drafts:
        query = query.where(visits.c.draft.is_(False))
    return _visits(connection, query.order_by(visits.c.on, visits.c.created, visits.c.id))


def need_version(connection: Connection, actor: Actor, mine: Visit) -> frozenset[str]:
    """Stop where a visit was changed or deleted since it was loaded.

    Returns
    -------
    frozenset of str
        Hashes of the photos that it has.

    Raises
    ------
    ConflictError
    """
    stored = _unchanged(connection, actor, mine)
    return frozenset(photo.sha256 for photo in stored.photos) if stored else frozenset()


def save(connection: Connection, actor: Actor, mine: Visit) -> Visit:
    """Write a visit and the rows of its photos; their files are there already.

    Raises
    ------
    ConflictError
        It was changed or deleted since it was loaded.
    """
    stored = _unchanged(connection, actor, mine)
    values = _columns(mine)
    if stored is None:
        taken = connection.scalar(select(visits.c.id).where(visits.c.id == mine.id))
        if taken is not None:  # by a visit of another client, of which nothing is told
            raise conflict(mine, None)
        made = insert(visits).values(id=mine.id, client_id=mine.client_id, version=1, **values)
        connection.execute(made.values(created=datetime.now(UTC)))
    else:
        same = visits.c.id == mine.id
        connection.execute(update(visits).where(same).values(version=stored.version + 1, **values))
    if stored is None or stored.photos != mine.photos:
        _write_photos(connection, mine)
    count_visits(connection, mine.client_id)
    return replace(mine, version=mine.version + 1)


def remove(connection: Connection, actor: Actor, visit_id: str) -> Visit:
    """Delete a visit and the rows of its photos.

    Raises
    ------
    NotFoundError
    """
    lock(connection, actor, load(connection, actor, visit_id).client_id)
    visit = load(connection, actor, visit_id)
    connection.execute(delete(visits).where(visits.c.id == visit_id))
    count_visits(connection, visit.client_id)
    return visit


def count_visits(connection: Connection, client_id: str) -> None:
    """Bring the number of visits and the last one, which the list shows, up to date."""
    confirmed = visits.c.client_id == client_id, visits.c.draft.is_(False)
    connection.execute(
        update(clients)
        .where(clients.c.id == client_id)
        .values(
            visits=select(func.count()).where(*confirmed).scalar_subquery(),
            last_visit=func.coalesce(
                select(func.max(visits.c.on)).where(*confirmed).scalar_subquery(), NEVER
            ),
        )
    )


def unreferenced(connection: Connection, hashes: Iterable[str]) -> tuple[str, ...]:
    """Those of these photos that no visit names."""
    named = select(photos.c.sha256).limit(1)
    return tuple(
        sha256
        for sha256 in sorted(hashes)
        if connection.scalar(named.where(photos.c.sha256 == sha256)) is None
    )


def need_consent(client: Client) -> None:
    """Stop where a client has not agreed that photos are kept.

    Raises
    ------
    ConsentMissingError
    """
    if not client.may_store_photos:
        raise ConsentMissingError(
            tr("This client has not agreed that photos are kept."),
            tr("Record the consent first."),
        )


def _seen_by(actor: Actor) -> Select[Any]:
    return select(visits).join(clients).where(visible(actor))


def _unchanged(connection: Connection, actor: Actor, mine: Visit) -> Visit | None:
    """The visit as it is stored, which is as it was loaded; None for one that is new."""
    same = visits.c.id == mine.id, visits.c.client_id == mine.client_id
    found = _visits(connection, _seen_by(actor).where(*same))
    stored = found[0] if found else None
    if (0 if stored is None else stored.version) != mine.version:
        raise conflict(mine, stored)
    return stored


def _visits(connection: Connection, query: Select[Any]) -> tuple[Visit, ...]:
    rows = connection.execute(query).all()
    of_visits = photos.c.visit_id.in_([row.id for row in rows])
    by_visit: dict[str, list[VisitPhoto]] = {row.id: [] for row in rows}
    for one in connection.execute(select(photos).where(of_visits).order_by(photos.c.position)):
        by_visit[one.visit_id].append(
            VisitPhoto(one.sha256, one.name, one.size, one.view, one.taken, one.document)
        )
    return tuple(_visit(row, tuple(by_visit[row.id])) for row in rows)


def _visit(row: Row[Any], of_visit: tuple[VisitPhoto, ...]) -> Visit:
    return Visit(
        id=row.id,
        client_id=row.client_id,
        version=row.version,
        on=row.on,
        photos=of_visit,
        answers=row.answers,
        plan=row.plan,
        plan_note=row.plan_note,
        notes=row.notes,
        protocol=Protocol(row.camera_height_cm, row.distance_cm, row.clothes),
        draft=row.draft,
    )


def _columns(visit: Visit) -> dict[str, Any]:
    return {
        "on": visit.on,
        "draft": visit.draft,
        "camera_height_cm": visit.protocol.camera_height_cm,
        "distance_cm": visit.protocol.distance_cm,
        "clothes": visit.protocol.clothes,
        "answers": visit.answers,
        "plan": visit.plan,
        "plan_note": visit.plan_note,
        "notes": visit.notes,
    }


def _write_photos(connection: Connection, visit: Visit) -> None:
    connection.execute(delete(photos).where(photos.c.visit_id == visit.id))
    for position, photo in enumerate(visit.photos):
        connection.execute(
            insert(photos).values(
                visit_id=visit.id,
                position=position,
                sha256=photo.sha256,
                name=photo.name,
                size=photo.size,
                view=photo.view,
                taken=photo.taken,
                document=photo.document,
            )
        )
