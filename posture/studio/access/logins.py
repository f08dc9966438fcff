"""Logins: who is signed in with which browser, and until when."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from posture.studio.access.accounts import Account, Accounts
from posture.studio.access.events import record
from posture.studio.access.tables import logins
from posture.studio.records import new_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement

    from posture.studio.store.database.engine import Database

_WRITTEN_EVERY = 60.0
"""Seconds within which being seen again is not written again."""

_L = logins.c


@dataclass(frozen=True, slots=True)
class LoginRules:
    """When a login ends by itself.

    Attributes
    ----------
    idle_s : float
        Seconds after the last click.
    longest_s : float
        Seconds after signing in, whatever is clicked.
    """

    idle_s: float = 60 * 60.0
    longest_s: float = 12 * 3600.0


@dataclass(frozen=True, slots=True)
class Login:
    """A login that stands.

    Attributes
    ----------
    id : str
        Names it inside the program; of no use in a cookie.
    account : Account
    """

    id: str
    account: Account


class Logins:
    """The logins of one database.

    Parameters
    ----------
    database : Database
    rules : LoginRules
    now : callable
        Seconds since 1970.
    """

    def __init__(
        self,
        database: Database,
        rules: LoginRules | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._database, self._now = database, now
        self._rules = rules or LoginRules()
        self._accounts = Accounts(database, now=now)
        # Being seen is written at least this often, so that a short idle time works too.
        self._written_every = min(_WRITTEN_EVERY, self._rules.idle_s / 4)

    def begin(self, account: Account, address: str) -> str:
        """Sign an account in, from an address of the network.

        Returns
        -------
        str
            The token for the browser's cookie; only its hash is stored.
        """
        token, now = secrets.token_urlsafe(32), self._now()
        values = {
            "id": new_id(),
            "token_hash": hash_of(token),
            "account_id": account.id,
            "created": now,
            "seen": now,
        }
        with self._database.writing() as connection:
            connection.execute(delete(logins).where(self._ended()))
            connection.execute(insert(logins).values(values))
            record(connection, account.actor, "login.begun", address=address)
        return token

    def find(self, token: str, *, seen: bool = True) -> Login | None:
        """The login of a cookie's token; None where there is none or it has ended.

        Parameters
        ----------
        token : str
        seen : bool
            Whether this is something that the person did, which keeps the login alive.
        """
        return self._find(_L.token_hash == hash_of(token), seen)

    def find_by_id(self, login_id: str) -> Login | None:
        """The login of an id; None where there is none or it has ended."""
        return self._find(_L.id == login_id, seen=False)

    def end(self, token: str, address: str, *, everywhere: bool = False) -> None:
        """Sign a browser out, or every browser of its account."""
        login = self.find(token, seen=False)
        if login is None:
            return
        account = login.account
        which = _L.account_id == account.id if everywhere else _L.id == login.id
        with self._database.writing() as connection:
            connection.execute(delete(logins).where(which))
            event = "login.ended_everywhere" if everywhere else "login.ended"
            record(connection, account.actor, event, address=address)

    def _find(self, condition: ColumnElement[bool], seen: bool) -> Login | None:
        with self._database.reading() as connection:
            row = connection.execute(select(logins).where(condition, ~self._ended())).one_or_none()
        if row is None:
            return None
        account = self._accounts.by_id(row.account_id)
        if account.locked:
            return None
        if seen and self._now() - row.seen >= self._written_every:
            self._write_seen(row)
        return Login(row.id, account)

    def _write_seen(self, row: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(update(logins).where(_L.id == row.id).values(seen=self._now()))

    def _ended(self) -> ColumnElement[bool]:
        now = self._now()
        return (_L.seen <= now - self._rules.idle_s) | (_L.created <= now - self._rules.longest_s)


def hash_of(token: str) -> str:
    """What is stored of a token. It has 256 random bits, so that a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
