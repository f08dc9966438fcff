"""Signing in: passwords, waiting times and the audit trail, in one order for everyone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from posture.errors import AccessError
from posture.i18n.language import tr
from posture.studio.access import events, passwords
from posture.studio.access.accounts import Account, Accounts
from posture.studio.access.logins import Login, LoginRules, Logins
from posture.studio.access.throttle import PER_NAME, Throttle

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.studio.access.events import Event
    from posture.studio.store.database.engine import Database


class SignIn:
    """Who may sign in, and with what.

    Parameters
    ----------
    database : Database
    rules : LoginRules, optional
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
        self.accounts = Accounts(database, now=now)
        self.logins = Logins(database, rules, now)
        self.throttle = Throttle(database, now)
        # Made once and ahead, so that the first unknown name takes no longer than others.
        passwords.unknown_hash()

    def with_password(self, name: str, password: str, address: str) -> str:
        """Sign in by name and password.

        Returns
        -------
        str
            The token for the browser's cookie.

        Raises
        ------
        AccessError
            Refused. The sentence is the same for an unknown name, a wrong password and a locked
            account.
        """
        account = self._checked(name, password, address)
        if passwords.needs_rehash(account.password_hash):
            self.accounts.renew_hash(account.id, password)
        return self.logins.begin(account, address)

    def with_email(self, email: str, address: str) -> str:
        """Sign in by an e-mail address that an identity provider has verified.

        Raises
        ------
        AccessError
            No account has this address, or it is locked.
        """
        account = self.accounts.by_email(email)
        if account is None or account.locked:
            self._record(account, "login.refused", address)
            raise AccessError(
                tr("No account of this studio has this e-mail address."),
                tr("Ask the owner of the studio."),
            )
        return self.logins.begin(account, address)

    def change_password(self, login: Login, old: str, new: str, address: str) -> str:
        """Change one's own password; every login of the account ends, and a new one begins.

        Raises
        ------
        AccessError
            The old one is wrong, or the new one is weak or the same.
        """
        account = self._checked(login.account.name, old, address)
        if passwords.normal(old) == passwords.normal(new):
            raise AccessError(tr("The new password is the old one."))
        own = Accounts(self._database, account.actor, self._now)
        return self.logins.begin(own.change_own_password(new), address)

    def _checked(self, name: str, password: str, address: str) -> Account:
        attempt = self.throttle.begin(name, address)
        account = self.accounts.by_name(name)
        if attempt is None:
            self._record(account, "login.has_to_wait", address)
            raise AccessError(
                tr("Too many wrong passwords."),
                tr("Try again in {minutes} min.").format(
                    minutes=self.throttle.minutes_left(name, address)
                ),
            )
        # An unknown name takes as long as a known one.
        stored = passwords.unknown_hash() if account is None else account.password_hash
        right = passwords.verify_password(stored, password[: 4 * passwords.LONGEST])
        if account is None or account.locked or not right:
            self._record(account, "login.refused", address)
            raise AccessError(
                tr("Name or password is wrong, or the account is locked."),
                tr("After {most} wrong passwords you have to wait.").format(most=PER_NAME),
            )
        self.throttle.succeeded(attempt)
        return account

    def _record(self, account: Account | None, event: Event, address: str) -> None:
        actor = events.UNKNOWN if account is None else account.actor
        with self._database.writing() as connection:
            events.record(connection, actor, event, address=address)
