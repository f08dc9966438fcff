"""Which clients an actor may see, as a condition of the query itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, true

from posture.errors import AccessError
from posture.i18n.language import tr
from posture.studio.store.records.tables import clients, shares

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from posture.studio.records import Actor


def visible(actor: Actor) -> ColumnElement[bool]:
    """Whether an actor may see a row of ``clients``: an owner all, others what is shared."""
    if actor.role == "owner":
        return true()
    return exists().where(
        shares.c.client_id == clients.c.id, shares.c.account_id == actor.account_id
    )


def need_owner(actor: Actor) -> None:
    """Stop anyone but an owner.

    Raises
    ------
    AccessError
    """
    if actor.role != "owner":
        raise AccessError(tr("Only an owner of the studio can do this."), tr("Ask an owner."))
