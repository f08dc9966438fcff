"""The commands of ``posture studio`` that look after records: backups, erasure, encryption."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posture.cli.exits import exit_with
from posture.cli.help import TranslatedCommand
from posture.i18n.language import mark

records = typer.Typer()

Yes = Annotated[bool, typer.Option("--yes", help=mark("Do not ask."))]
_CLIENT = mark("Name or id of the client.")


@records.command(
    cls=TranslatedCommand,
    help=mark(
        "Back up the studio into one file. It holds every record and photo and is checked by "
        "restoring it elsewhere. The backup of an encrypted studio is encrypted."
    ),
)
def backup(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=mark("A new file, or a folder for one that is named by date and time."),
        ),
    ],
) -> None:
    """Back up the studio."""

    def command() -> int:
        from posture.cli.studio.backups import back_up

        return back_up(target)

    exit_with(command)


@records.command(
    cls=TranslatedCommand,
    help=mark(
        "Restore a backup, whole or not at all. Without --replace the studio has to be empty."
    ),
)
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=mark("The backup."))],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help=mark("Put it in place of the records that are there; they are backed up before."),
        ),
    ] = False,
) -> None:
    """Restore a backup."""

    def command() -> int:
        from posture.cli.studio.backups import restore as run

        return run(file, replace=replace)

    exit_with(command)


@records.command(
    cls=TranslatedCommand,
    help=mark(
        "Check every record and photo. Exit code 1 says that something is missing or not whole."
    ),
)
def verify() -> None:
    """Check records and photos."""

    def command() -> int:
        from posture.cli.studio.backups import verify as run

        return run()

    exit_with(command)


@records.command(
    cls=TranslatedCommand,
    help=mark(
        "Write clients with their visits into one ZIP file. It is for other programs: tables "
        "(CSV), JSON, FHIR and photos. It is not encrypted."
    ),
)
def export(
    target: Annotated[Path, typer.Argument(metavar="FILE", help=mark("A new file."))],
    client: Annotated[
        str | None,
        typer.Option(metavar="CLIENT", help=mark("Name or id of one client; all by default.")),
    ] = None,
    csv_dialect: Annotated[
        str,
        typer.Option(
            "--csv-dialect",
            metavar="NAME",
            help=mark(
                "Of the tables: standard (commas, decimal points) or excel-de (semicolons, decimal "
                "commas, opens in German Excel)."
            ),
        ),
    ] = "standard",
) -> None:
    """Export clients."""

    def command() -> int:
        from posture.cli.studio.backups import export as run

        return run(target, client, csv_dialect)

    exit_with(command)


@records.command(
    cls=TranslatedCommand,
    help=mark(
        "Erase a client. Every visit, photo and plan goes too, and the backups that still hold "
        "them are named."
    ),
)
def erase(
    client: Annotated[str, typer.Argument(metavar="CLIENT", help=_CLIENT)], yes: Yes = False
) -> None:
    """Erase a client."""

    def command() -> int:
        from posture.cli.studio.erasing import erase as run

        return run(client, yes=yes)

    exit_with(command)


@records.command(
    cls=TranslatedCommand,
    help=mark(
        "Encrypt photos and database. A passphrase is asked for. Close the app first. After a "
        "crash the same command goes on."
    ),
)
def encrypt(
    keyring: Annotated[
        bool,
        typer.Option(
            "--keyring",
            help=mark("Keep the key in this system's keyring; a recovery code is shown once."),
        ),
    ] = False,
    yes: Yes = False,
) -> None:
    """Encrypt the studio."""

    def command() -> int:
        from posture.cli.studio.encryption import encrypt as run

        return run(keyring=keyring, yes=yes)

    exit_with(command)


@records.command(
    cls=TranslatedCommand,
    help=mark(
        "Decrypt photos and database again. Close the app first. After a crash the same command "
        "goes on."
    ),
)
def decrypt(yes: Yes = False) -> None:
    """Decrypt the studio."""

    def command() -> int:
        from posture.cli.studio.encryption import decrypt as run

        return run(yes=yes)

    exit_with(command)


@records.command(
    cls=TranslatedCommand,
    help=mark(
        "Change the passphrase of an encrypted studio. Nothing is encrypted anew. Backups from "
        "before are opened by the last one."
    ),
)
def passphrase() -> None:
    """Change the passphrase."""

    def command() -> int:
        from posture.cli.studio.encryption import change_passphrase as run

        return run()

    exit_with(command)
