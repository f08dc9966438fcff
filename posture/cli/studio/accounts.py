"""``posture studio account``: who may sign in, as the person at this machine decides."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from posture.cli.studio.passphrase import open_studio
from posture.errors import AccessError, NotFoundError
from posture.i18n.language import tr
from posture.installation import require

if TYPE_CHECKING:
    from posture.studio.access.accounts import Account
    from posture.studio.access.sign_in import SignIn
    from posture.studio.records import Role


def add(name: str, *, owner: bool, email: str, from_input: bool) -> int:
    """Add an account; its password is asked for, or read from the standard input."""
    role: Role = "owner" if owner else "trainer"
    with _opened() as studio:
        password = _password(from_input=from_input)
        account = studio.accounts.add(name or ask_name(), password, role, email=email)
    typer.echo(tr("{name} can sign in.").format(name=account.name))
    return 0


def show_all() -> int:
    """List the accounts: name, role, and whether it is locked."""
    with _opened() as studio:
        from posture.studio.access.accounts import role_name

        accounts = studio.accounts.all()
    if not accounts:
        typer.echo(tr("There is no account."))
    for one in accounts:
        told = [one.name, role_name(one.role), *([tr("locked")] if one.locked else [])]
        typer.echo("\t".join(told))
    return 0


def set_password(name: str, *, from_input: bool) -> int:
    """Set a password that has to be changed at the next sign-in."""
    with _opened() as studio:
        account = _named(studio, name)
        studio.accounts.set_password(account.id, _password(from_input=from_input))
        studio.throttle.release(account.name)
    typer.echo(tr("{name} signs in with it once and then chooses another.").format(name=name))
    return 0


def set_locked(name: str, *, locked: bool) -> int:
    """Lock an account, or let it sign in again at once."""
    with _opened() as studio:
        account = _named(studio, name)
        studio.accounts.set_locked(account.id, locked)
        if not locked:
            studio.throttle.release(account.name)
    told = tr("{name} is locked.") if locked else tr("{name} can sign in.")
    typer.echo(told.format(name=account.name))
    return 0


def ask_name() -> str:
    """Ask for a name at the terminal."""
    return typer.prompt(tr("Name"))


def ask_password() -> str:
    """Ask for a password at the terminal, twice and unseen."""
    return typer.prompt(
        tr("Password"), hide_input=True, confirmation_prompt=tr("Password once more")
    )


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise AccessError(
            tr("There is no terminal at which to ask for the password."),
            tr("Give it on the standard input, with --password-stdin."),
        )
    return ask_password()


def _named(studio: SignIn, name: str) -> Account:
    account = studio.accounts.by_name(name)
    if account is None:
        raise NotFoundError(tr('There is no account "{name}".').format(name=name))
    return account


@contextmanager
def _opened() -> Generator[SignIn]:
    require("studio")
    from posture.studio.access.sign_in import SignIn

    with open_studio() as store:
        yield SignIn(store.database)
