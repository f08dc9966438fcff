"""The commands below ``posture studio``."""

from __future__ import annotations

from typing import Annotated

import typer

from posture.cli.commands.studio_records import records
from posture.cli.exits import exit_with
from posture.cli.help import TranslatedCommand, TranslatedGroup
from posture.i18n.language import mark

studio = typer.Typer(
    cls=TranslatedGroup,
    help=mark("Look after the studio's records."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
account = typer.Typer(
    cls=TranslatedGroup,
    help=mark("Manage who may sign in. It holds where the studio is served to the local network."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
studio.add_typer(account, name="account")
studio.add_typer(records)

AccountName = Annotated[str, typer.Argument(metavar="NAME", help=mark("As it is signed in with."))]
FromInput = Annotated[
    bool,
    typer.Option("--password-stdin", help=mark("Read the password from the standard input.")),
]


@account.command("add", cls=TranslatedCommand, help=mark("Add an account."))
def add_account(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help=mark("As it is signed in with."))
    ] = "",
    owner: Annotated[
        bool,
        typer.Option("--owner", help=mark("Sees every client; a trainer those shared with them.")),
    ] = False,
    email: Annotated[
        str, typer.Option(help=mark("Address by which an identity provider knows them."))
    ] = "",
    password_stdin: FromInput = False,
) -> None:
    """Add an account."""

    def command() -> int:
        from posture.cli.studio.accounts import add

        return add(name, owner=owner, email=email, from_input=password_stdin)

    exit_with(command)


@account.command("list", cls=TranslatedCommand, help=mark("List the accounts."))
def list_accounts() -> None:
    """List the accounts."""

    def command() -> int:
        from posture.cli.studio.accounts import show_all

        return show_all()

    exit_with(command)


@account.command(
    "password",
    cls=TranslatedCommand,
    help=mark("Set a password. Whoever signs in with it has to change it."),
)
def set_account_password(name: AccountName, password_stdin: FromInput = False) -> None:
    """Set a password."""

    def command() -> int:
        from posture.cli.studio.accounts import set_password

        return set_password(name, from_input=password_stdin)

    exit_with(command)


@account.command("lock", cls=TranslatedCommand, help=mark("Lock an account and sign it out."))
def lock_account(name: AccountName) -> None:
    """Lock an account and sign it out."""

    def command() -> int:
        from posture.cli.studio.accounts import set_locked

        return set_locked(name, locked=True)

    exit_with(command)


@account.command(
    "unlock",
    cls=TranslatedCommand,
    help=mark("Unlock an account. Wrong passwords that make it wait are forgotten."),
)
def unlock_account(name: AccountName) -> None:
    """Unlock an account."""

    def command() -> int:
        from posture.cli.studio.accounts import set_locked

        return set_locked(name, locked=False)

    exit_with(command)
