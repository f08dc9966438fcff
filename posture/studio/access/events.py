"""What accounts add to the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from posture.studio.records import Actor
from posture.studio.store.records import audit

if TYPE_CHECKING:
    from sqlalchemy import Connection

Event = Literal[
    "login.begun",
    "login.ended",
    "login.ended_everywhere",
    "login.refused",
    "login.has_to_wait",
    "account.added",
    "account.role_changed",
    "account.locked",
    "account.unlocked",
    "account.password_changed",
    "account.password_set",
]

UNKNOWN = Actor("", "", "trainer")
"""Whoever types a name that no account has."""


def record(
    connection: Connection, actor: Actor, event: Event, *, account: str = "", address: str = ""
) -> None:
    """Add an entry, in the transaction of what it tells of.

    Parameters
    ----------
    connection : Connection
    actor : Actor
    event : str
    account : str, optional
        Id of the account that was changed.
    address : str, optional
        Of the network, from which somebody signed in or tried to.
    """
    told = {"account": account, "address": address}
    audit.record(connection, actor, event, details={k: v for k, v in told.items() if v})
