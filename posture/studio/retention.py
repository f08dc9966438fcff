"""Retention: clients are erased so many days after their last visit, after a warning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from posture.errors import NotFoundError
from posture.files.durable import write_durably
from posture.studio.erasure import ErasureReport, erase_client
from posture.studio.records import Actor
from posture.studio.store.database.faults import told

if TYPE_CHECKING:
    from pathlib import Path

    from posture.studio.records import Client
    from posture.studio.store.store import Store

WARNING_DAYS = 14
"""A client is named as due for so long before it is erased, whatever the setting was before."""

RETENTION = Actor("retention", "", "owner")
"""Who erases, in the audit trail."""

_NAME = "retention.json"
_WARNED = TypeAdapter(dict[str, date])


@dataclass(frozen=True, slots=True)
class Due:
    """A client that will be erased.

    Attributes
    ----------
    client : Client
    on : date
        When; a visit until then keeps the client.
    """

    client: Client
    on: date


@dataclass(frozen=True, slots=True)
class Retained:
    """What retention did.

    Attributes
    ----------
    erased : tuple of ErasureReport
    due : tuple of Due
        Those that will follow, the first ones first.
    """

    erased: tuple[ErasureReport, ...]
    due: tuple[Due, ...]


def apply_retention(store: Store, today: date) -> Retained:
    """Erase the clients that are due and were named as such for long enough.

    It runs when the studio is opened. Without a setting nothing is due.

    Parameters
    ----------
    store : Store
    today : date
    """
    due = due_clients(store, today)
    erased: list[ErasureReport] = []
    for one in due:
        if one.on <= today:
            try:
                erased.append(erase_client(store, RETENTION, one.client.id, due=today))
            except NotFoundError:
                continue  # another station was first, or has saved a visit meanwhile
    return Retained(tuple(erased), tuple(one for one in due if one.on > today))


def due_clients(store: Store, today: date) -> tuple[Due, ...]:
    """The clients whose days end, and notes from when on they were named as due.

    Parameters
    ----------
    store : Store
    today : date

    Returns
    -------
    tuple of Due
        The first ones first.
    """
    clients = store.repository(RETENTION).clients_due(today + timedelta(days=WARNING_DAYS))
    path = store.settings.home / _NAME
    before = _warned(path)
    warned = {client.id: min(before.get(client.id, today), today) for client in clients}
    if warned != before:
        with told():
            write_durably(path, _WARNED.dump_json(warned))
    due = (_due(client, warned[client.id]) for client in clients)
    return tuple(sorted(due, key=lambda one: (one.on, one.client.id)))


def _due(client: Client, warned: date) -> Due:
    end = warned + timedelta(days=WARNING_DAYS)
    return Due(client, max(client.delete_after or end, end))


def _warned(path: Path) -> dict[str, date]:
    """Since when clients are named as due; where that was lost, the warning begins anew."""
    try:
        return _WARNED.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return {}
