"""``posture doctor`` and ``version``: commands on this installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
def doctor(
    bundle: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=mark(
                "Gather what a bug report needs in a ZIP, with nothing private in it; it is shown "
                "first."
            ),
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=mark("Write the bundle without asking."))
    ] = False,
) -> None:
    """Check this installation and say what to do."""

    def command() -> int:
        from posture.cli.machine.doctor import run, run_bundle

        return run() if bundle is None else run_bundle(bundle, yes=yes)

    exit_with(command)


@installation.command("version", cls=TranslatedCommand, help=mark("Print the version."))
def show_version() -> None:
    """Print the version."""
    typer.echo(__version__)
