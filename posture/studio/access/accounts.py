"""Accounts of a studio: owners and trainers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import delete, func, insert, select, update

from posture.errors import AccessError, NotFoundError
from posture.files.text import plain_name
from posture.i18n.language import tr
from posture.studio.access.events import Event, record
from posture.studio.access.passwords import hash_password, refuse_weak
from posture.studio.access.tables import accounts, logins
from posture.studio.records import LOCAL, LONGEST_NAME, Actor, Role, new_id
from posture.studio.store.records.access import need_owner

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Connection

    from posture.studio.store.database.engine import Database

_A = accounts.c


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may sign in.

    Attributes
    ----------
    id : str
    name : str
        By which they sign in.
    role : {"owner", "trainer"}
    locked : bool
        By an owner; wrong passwords lock for a while only, which is not told here.
    password_temporary : bool
        Set by somebody else: it has to be changed before anything else.
    password_hash : str
    """

    id: str
    name: str
    role: Role
    locked: bool
    password_temporary: bool
    password_hash: str

    @property
    def actor(self) -> Actor:
        """Who reads and writes records."""
        return Actor(self.id, self.name, self.role)


class Accounts:
    """The accounts of one database, as an owner may see and change them.

    Parameters
    ----------
    database : Database
    actor : Actor
        Who does it; the person at this machine unless given.
    now : callable
        Seconds since 1970.

    Raises
    ------
    AccessError
        Every change by anyone but an owner.
    """

    def __init__(
        self, database: Database, actor: Actor = LOCAL, now: Callable[[], float] = time.time
    ) -> None:
        self._database, self._actor, self._now = database, actor, now

    def add(
        self, name: str, password: str, role: Role, *, email: str = "", temporary: bool = False
    ) -> Account:
        """Add an account.

        Parameters
        ----------
        name, password : str
        role : {"owner", "trainer"}
        email : str, optional
            By which an identity provider knows them.
        temporary : bool
            Whether the password has to be changed at the first sign-in.

        Raises
        ------
        AccessError
            The name is empty, too long or taken, or the password is weak.
        """
        need_owner(self._actor)
        shown = " ".join(name.split())
        if not shown or len(shown) > LONGEST_NAME:
            raise AccessError(
                tr("An account needs a name of 1 to {most} characters.").format(most=LONGEST_NAME)
            )
        _known_role(role)
        refuse_weak(password, shown, email)
        values: dict[str, Any] = {
            "id": new_id(),
            "name": shown,
            "name_key": plain_name(shown),
            "email_key": plain_name(email) or None,
            "role": role,
            "password_hash": hash_password(password),
            "password_temporary": temporary,
            "locked": False,
            "created": self._now(),
        }
        with self._database.writing() as connection:
            taken = _A.name_key == values["name_key"]
            if values["email_key"]:
                taken |= _A.email_key == values["email_key"]
            if connection.execute(select(_A.id).where(taken)).first() is not None:
                raise AccessError(
                    tr("There is an account of this name or e-mail address already."),
                    tr("Choose another one."),
                )
            connection.execute(insert(accounts).values(values))
            record(connection, self._actor, "account.added", account=values["id"])
        return self.by_id(values["id"])

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(accounts).order_by(_A.name_key))
            return tuple(_account(row) for row in rows)

    def by_id(self, account_id: str) -> Account:
        """One account.

        Raises
        ------
        NotFoundError
            There is none of this id.
        """
        found = self._one(_A.id == account_id)
        if found is None:
            raise NotFoundError(tr("There is no such account."))
        return found

    def by_name(self, name: str) -> Account | None:
        """The account of a name as typed; None where there is none."""
        return self._one(_A.name_key == plain_name(name))

    def by_email(self, email: str) -> Account | None:
        """The account of an e-mail address; None where there is none."""
        return self._one(_A.email_key == plain_name(email)) if plain_name(email) else None

    def has_owner(self) -> bool:
        """Whether an owner can sign in."""
        with self._database.reading() as connection:
            return _owners(connection) > 0

    def exist(self) -> bool:
        """Whether there is any account, locked ones included."""
        with self._database.reading() as connection:
            return connection.execute(select(_A.id).limit(1)).first() is not None

    def set_role(self, account_id: str, role: Role) -> Account:
        """Change a role; it holds from the next click on.

        Raises
        ------
        AccessError
            No owner would be left.
        """
        _known_role(role)
        return self._change(account_id, {"role": role}, "account.role_changed")

    def set_locked(self, account_id: str, locked: bool) -> Account:
        """Lock an account and end its logins, or unlock it.

        Raises
        ------
        AccessError
            No owner would be left.
        """
        event: Event = "account.locked" if locked else "account.unlocked"
        return self._change(account_id, {"locked": locked}, event, ends_logins=locked)

    def set_password(self, account_id: str, password: str) -> Account:
        """Set a password that has to be changed at the next sign-in; every login ends.

        Raises
        ------
        AccessError
            It is weak.
        """
        refuse_weak(password, self.by_id(account_id).name)
        values = {"password_hash": hash_password(password), "password_temporary": True}
        return self._change(account_id, values, "account.password_set", ends_logins=True)

    def change_own_password(self, password: str) -> Account:
        """Change the actor's own password, whatever their role; every login of theirs ends.

        Raises
        ------
        AccessError
            It is weak.
        """
        refuse_weak(password, self._actor.name)
        values = {"password_hash": hash_password(password), "password_temporary": False}
        return self._change(
            self._actor.account_id,
            values,
            "account.password_changed",
            ends_logins=True,
            owner=False,
        )

    def renew_hash(self, account_id: str, password: str) -> None:
        """Store the same password under today's parameters; logins stay."""
        values = {"password_hash": hash_password(password)}
        self._change(account_id, values, None, owner=False)

    def _one(self, condition: ColumnElement[bool]) -> Account | None:
        with self._database.reading() as connection:
            row = connection.execute(select(accounts).where(condition)).one_or_none()
        return None if row is None else _account(row)

    def _change(
        self,
        account_id: str,
        values: dict[str, Any],
        event: Event | None,
        *,
        ends_logins: bool = False,
        owner: bool = True,
    ) -> Account:
        if owner:
            need_owner(self._actor)
        with self._database.writing() as connection:
            # Two owners who lock each other at the same time wait for one another here.
            connection.execute(select(_A.id).where(_A.role == "owner").with_for_update())
            changed = update(accounts).where(_A.id == account_id).values(values)
            if not connection.execute(changed).rowcount:
                raise NotFoundError(tr("There is no such account."))
            if ("role" in values or "locked" in values) and not _owners(connection):
                raise AccessError(
                    tr("The studio needs one owner who can sign in."),
                    tr("Make somebody else an owner first."),
                )
            if ends_logins:
                connection.execute(delete(logins).where(logins.c.account_id == account_id))
            if event is not None:
                record(connection, self._actor, event, account=account_id)
        return self.by_id(account_id)


def role_name(role: Role) -> str:
    """A role in words."""
    return tr("owner") if role == "owner" else tr("trainer")


def _owners(connection: Connection) -> int:
    condition = (_A.role == "owner") & _A.locked.is_(False)
    return connection.scalar(select(func.count()).select_from(accounts).where(condition)) or 0


def _known_role(role: str) -> None:
    if role not in get_args(Role):
        known = ", ".join(get_args(Role))
        raise AccessError(
            tr('A role is one of {roles}, not "{given}".').format(roles=known, given=role)
        )


def _account(row: Any) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        role=row.role,
        locked=bool(row.locked),
        password_temporary=bool(row.password_temporary),
        password_hash=row.password_hash,
    )
