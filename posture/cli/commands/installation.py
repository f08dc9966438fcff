"""``posture doctor`` and ``version``: commands on this installation."""

from __future__ import annotations

import typer

from posture import __version__
from posture.cli.exits import exit_with
from posture.cli.help import TranslatedCommand
from posture.i18n.language import mark

installation = typer.Typer()


@installation.command(
    cls=TranslatedCommand,
    help=mark("Check this installation and say what to do."),
)
def doctor() -> None:
    """Check this installation and say what to do."""

    def command() -> int:
        from posture.cli.doctor import run

        return run()

    exit_with(command)


@installation.command("version", cls=TranslatedCommand, help=mark("Print the version."))
def show_version() -> None:
    """Print the version."""
    typer.echo(__version__)
