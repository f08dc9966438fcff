"""Clients who were erased and came back with a backup that still held them.

An erasure is noted by one empty file beside the database, named by the client's id: it outlives a
restore, and tells nothing of the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.errors import NotFoundError
from posture.studio.store.database.faults import told
from posture.studio.store.records.limits import is_id

if TYPE_CHECKING:
    from pathlib import Path

    from posture.studio.records import Actor, Client
    from posture.studio.store.store import Store

FOLDER = "erased-register"


def note_erased(home: Path, client_id: str) -> None:
    """Remember that a client was erased.

    Parameters
    ----------
    home : Path
        The studio's folder.
    client_id : str

    Raises
    ------
    StudioError
        The disk fails.
    """
    with told():
        (home / FOLDER).mkdir(mode=0o700, exist_ok=True)
        (home / FOLDER / client_id).touch(mode=0o600)


def returned_clients(store: Store, actor: Actor) -> tuple[Client, ...]:
    """The clients who are there although they were erased once, by name.

    Parameters
    ----------
    store : Store
    actor : Actor
        Sees those that they may see.
    """
    records = store.repository(actor)
    found: list[Client] = []
    for path in (store.settings.home / FOLDER).glob("*"):
        if is_id(path.name):
            try:
                found.append(records.client(path.name))
            except NotFoundError:
                continue  # as it should be
    return tuple(sorted(found, key=lambda one: (one.details.name, one.id)))
