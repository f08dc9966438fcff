"""Checks, before a file is written, that a visit can be saved with its new photos."""

from __future__ import annotations

from hashlib import sha256 as hash_of
from typing import TYPE_CHECKING

from posture.errors import InputError
from posture.i18n.language import tr
from posture.studio.store.records import clients, visits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from posture.studio.records import Actor, Visit


def check_before_writing(
    connection: Connection, actor: Actor, visit: Visit, new: Mapping[str, bytes]
) -> set[str]:
    """Stop before a file is written where the visit cannot be saved anyway.

    A photo is new, with its bytes, or was in this very visit before: naming the hash of another
    client's photo is no way to see it.

    Parameters
    ----------
    connection : Connection
    actor : Actor
    visit : Visit
    new : mapping of str to bytes
        SHA-256 to the bytes of each photo that comes with it.

    Returns
    -------
    set of str
        Hashes of the photos that the visit will not have any more.

    Raises
    ------
    InputError
        The bytes of a photo are missing, or are those of another one.
    ConsentMissingError
        The client has not agreed that photos are kept.
    ConflictError
        The visit was changed or deleted since it was loaded.
    """
    if any(hash_of(one).hexdigest() != sha256 for sha256, one in new.items()):
        raise InputError(tr("A photo is not the one that its hash names."))
    client = clients.load(connection, actor, visit.client_id)
    known = visits.need_version(connection, actor, visit)
    if new:
        visits.need_consent(client)
    named = {photo.sha256 for photo in visit.photos}
    if named - set(new) - known:
        raise InputError(tr("A photo of the visit came without its content."))
    return set(known - named)
