"""Clients: added, found, changed, shared and erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import and_, delete, exists, false, func, insert, select, update

from posture.assess.assessment import STATURE_CM
from posture.errors import ConflictError, NotFoundError
from posture.i18n.language import tr
from posture.studio.consent import COVERS, Consent
from posture.studio.records import Actor, Client, ClientDetails, Sex, new_id
from posture.studio.store.records.access import visible
from posture.studio.store.records.limits import Faults, is_id, is_key
from posture.studio.store.records.names import sort_key, words
from posture.studio.store.records.tables import (
    NEVER,
    client_words,
    clients,
    consents,
    shares,
    studio,
    visits,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row


def add(connection: Connection, actor: Actor, details: ClientDetails) -> Client:
    """Add a client; a trainer who adds one sees it."""
    check(details)
    client_id, now = new_id(), datetime.now(UTC)
    connection.execute(
        insert(clients).values(
            id=client_id,
            version=1,
            archived=False,
            created=now,
            changed=now,
            visits=0,
            last_visit=NEVER,
            **_columns(details),
        )
    )
    _index(connection, client_id, details.name)
    if actor.role != "owner":
        connection.execute(insert(shares).values(client_id=client_id, account_id=actor.account_id))
    return load(connection, actor, client_id)


def load(connection: Connection, actor: Actor, client_id: str) -> Client:
    """Read a client.

    Raises
    ------
    NotFoundError
    """
    row = _row(connection, actor, client_id)
    last = connection.scalar(select(func.max(visits.c.on)).where(visits.c.client_id == client_id))
    days = connection.scalar(select(studio.c.retention_days))
    since = max(row.created.date(), last or date.min)
    return Client(
        id=row.id,
        version=row.version,
        details=ClientDetails(
            name=row.name,
            year_of_birth=row.year_of_birth,
            sex=row.sex,
            stature_cm=row.stature_cm,
            notes=row.notes,
            goals=row.goals,
            contraindications=row.contraindications,
            language=row.language,
            made_up=row.made_up,
        ),
        consent=_consent(connection, client_id),
        archived=row.archived,
        created=row.created,
        changed=row.changed,
        delete_after=None if days is None else since + timedelta(days=days),
    )


def due(connection: Connection, actor: Actor, until: date) -> tuple[Client, ...]:
    """The clients that retention deletes until a day, that day included."""
    query = select(clients.c.id).where(_is_due(connection, until)).order_by(clients.c.id)
    ids = connection.scalars(query).all()
    return tuple(load(connection, actor, client_id) for client_id in ids)


def need_due(connection: Connection, client_id: str, until: date) -> None:
    """Stop where retention does not delete a client until a day: it may have got a visit.

    Raises
    ------
    NotFoundError
    """
    query = select(clients.c.id).where(clients.c.id == client_id, _is_due(connection, until))
    if connection.scalar(query) is None:
        raise not_found()


def need(connection: Connection, actor: Actor, client_id: str) -> None:
    """Stop where there is no such client for this actor.

    Raises
    ------
    NotFoundError
    """
    _row(connection, actor, client_id)


def lock(connection: Connection, actor: Actor, client_id: str) -> None:
    """Keep others from changing a client and its visits until the transaction ends.

    It comes first in every transaction that changes either, so that none waits for another in a
    circle.

    Raises
    ------
    NotFoundError
    """
    _row(connection, actor, client_id, for_update=True)


def save(connection: Connection, actor: Actor, mine: Client) -> Client:
    """Change the details of a client, and whether it is archived.

    Raises
    ------
    ConflictError
        It was changed or erased since it was loaded.
    """
    try:
        lock(connection, actor, mine.id)
        stored = load(connection, actor, mine.id)
    except NotFoundError as error:
        raise conflict(mine, None) from error
    if stored.version != mine.version:
        raise conflict(mine, stored)
    # What an older version took stays as it is until somebody changes it.
    if mine.details != stored.details:
        check(mine.details)
    connection.execute(
        update(clients)
        .where(clients.c.id == mine.id)
        .values(archived=mine.archived, **_columns(mine.details), **_next(stored))
    )
    if stored.details.name != mine.details.name:
        connection.execute(delete(client_words).where(client_words.c.client_id == mine.id))
        _index(connection, mine.id, mine.details.name)
    return load(connection, actor, mine.id)


def give_consent(connection: Connection, actor: Actor, client_id: str, given: Consent) -> Client:
    """Keep a consent, or its withdrawal, beside the earlier ones; the last one holds."""
    faults = Faults()
    faults.name(tr("Wording of the consent"), given.wording)
    for cover in given.covers:
        faults.choice(tr("What the consent covers"), cover, COVERS)
    faults.raise_if_any(tr("The consent cannot be saved:"))
    lock(connection, actor, client_id)
    stored = load(connection, actor, client_id)
    of_client = consents.c.client_id == client_id
    number = connection.scalar(select(func.max(consents.c.number)).where(of_client)) or 0
    connection.execute(
        insert(consents).values(
            client_id=client_id,
            number=number + 1,
            given_on=given.given_on,
            wording=given.wording,
            covers=given.covers,
            withdrawn_on=given.withdrawn_on,
        )
    )
    connection.execute(update(clients).where(clients.c.id == client_id).values(**_next(stored)))
    return load(connection, actor, client_id)


def share(connection: Connection, actor: Actor, client_id: str, accounts: Iterable[str]) -> None:
    """Share a client with these trainers, and with no others."""
    wanted = sorted(set(accounts))
    faults = Faults()
    if not all(is_key(account) for account in wanted):
        faults.add(tr("Account: there is none with this id"))
    faults.raise_if_any(tr("The client cannot be shared:"))
    lock(connection, actor, client_id)
    connection.execute(delete(shares).where(shares.c.client_id == client_id))
    for account in wanted:
        connection.execute(insert(shares).values(client_id=client_id, account_id=account))


def shared_with(connection: Connection, actor: Actor, client_id: str) -> tuple[str, ...]:
    """Ids of the accounts that a client is shared with."""
    need(connection, actor, client_id)
    found = select(shares.c.account_id).where(shares.c.client_id == client_id)
    return tuple(connection.scalars(found.order_by(shares.c.account_id)))


def erase(connection: Connection, actor: Actor, client_id: str) -> None:
    """Delete a client and every row of it."""
    lock(connection, actor, client_id)
    connection.execute(delete(clients).where(clients.c.id == client_id))


def check(details: ClientDetails) -> None:
    """Check what is typed about a client.

    Raises
    ------
    InputError
        All faults.
    """
    faults = Faults()
    faults.name(tr("Name"), details.name)
    faults.year_of_birth(tr("Year of birth"), details.year_of_birth)
    faults.choice(tr("Sex"), details.sex, (None, *get_args(Sex)))
    faults.number(tr("Stature"), details.stature_cm, STATURE_CM)
    faults.lines(tr("Notes"), details.notes)
    faults.lines(tr("Goals"), details.goals)
    faults.list_of_texts(tr("Contraindications"), details.contraindications)
    faults.language(tr("Language"), details.language)
    faults.raise_if_any(tr("The client cannot be saved:"))


def conflict(mine: object, stored: object | None) -> ConflictError:
    """The error of a record that was changed or deleted elsewhere since it was loaded."""
    if stored is None:
        message = tr("This record was deleted elsewhere, or is not shared with you any more.")
        return ConflictError(message, tr("Nothing was saved."), mine, None)
    return ConflictError(
        tr("This record was changed elsewhere since you opened it."),
        tr("Look at both versions and choose."),
        mine,
        stored,
    )


def not_found() -> NotFoundError:
    """The error of what is not there, or not shared with the one who asks."""
    return NotFoundError(
        tr("There is no such record, or it is not shared with you."),
        tr("Go back to the list of clients."),
    )


def _is_due(connection: Connection, until: date) -> ColumnElement[bool]:
    """Whether retention deletes a client until a day, that day included."""
    days = connection.scalar(select(studio.c.retention_days))
    if days is None:
        return false()
    last = until - timedelta(days=days)
    seen_since = exists().where(visits.c.client_id == clients.c.id, visits.c.on > last)
    begin_of_next = datetime.combine(last + timedelta(days=1), time(), UTC)
    return and_(clients.c.created < begin_of_next, ~seen_since)


def _row(
    connection: Connection, actor: Actor, client_id: str, *, for_update: bool = False
) -> Row[Any]:
    query = select(clients).where(clients.c.id == client_id, visible(actor))
    if for_update:
        query = query.with_for_update(of=clients)
    row = connection.execute(query).one_or_none() if is_id(client_id) else None
    if row is None:
        raise not_found()
    return row


def _consent(connection: Connection, client_id: str) -> Consent | None:
    of_client = select(consents).where(consents.c.client_id == client_id)
    row = connection.execute(of_client.order_by(consents.c.number.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return Consent(row.given_on, row.wording, row.covers, row.withdrawn_on)


def _columns(details: ClientDetails) -> dict[str, Any]:
    return {
        "name": details.name,
        "sort_key": sort_key(details.name),
        "year_of_birth": details.year_of_birth,
        "sex": details.sex,
        "stature_cm": details.stature_cm,
        "notes": details.notes,
        "goals": details.goals,
        "contraindications": details.contraindications,
        "language": details.language,
        "made_up": details.made_up,
    }


def _next(stored: Client) -> dict[str, Any]:
    return {"version": stored.version + 1, "changed": datetime.now(UTC)}


def _index(connection: Connection, client_id: str, name: str) -> None:
    for word in sorted(words(name)):
        connection.execute(insert(client_words).values(client_id=client_id, word=word))
