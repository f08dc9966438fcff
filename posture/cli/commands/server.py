"""``posture app`` and ``serve``: commands that start the app."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posture.cli.exits import exit_with
from posture.cli.help import TranslatedCommand
from posture.i18n.language import mark

server = typer.Typer()


@server.command("app", cls=TranslatedCommand, help=mark("Open the app in the browser."))
def start_app() -> None:
    """Open the app in the browser."""

    def command() -> int:
        from posture.cli.serve import run_app

        return run_app()

    exit_with(command)


@server.command(
    cls=TranslatedCommand,
    help=mark("Ask a running app whether it answers. Exit code 0 says that it does."),
)
def health(
    address: Annotated[
        str | None,
        typer.Argument(
            metavar="[ADDRESS]",
            show_default=False,
            help=mark("Of the app. Default: port 8501 of this computer."),
        ),
    ] = None,
) -> None:
    """Ask a running app whether it answers."""

    def command() -> int:
        from posture.cli.machine.health import run

        return run(address)

    exit_with(command)


@server.command(
    cls=TranslatedCommand,
    help=mark(
        "Serve the app, with --lan to tablets of the local network. There it is encrypted and has "
        "accounts."
    ),
)
def serve(
    lan: Annotated[
        bool, typer.Option("--lan", help=mark("Serve the local network, not this computer alone."))
    ] = False,
    port: Annotated[
        int | None, typer.Option(show_default=False, help=mark("From 1 to 65535. Default: 8501."))
    ] = None,
    address: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help=mark("Listen at this address of the network only.")),
    ] = "",
    cert: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=mark("Certificate with its chain (PEM) in place of an own one.")
        ),
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help=mark("Key of the certificate (PEM)."))
    ] = None,
    idle_minutes: Annotated[
        float | None,
        typer.Option(
            min=0.01, help=mark("Minutes without a click until one is signed out. Default: 60.")
        ),
    ] = None,
    longest_hours: Annotated[
        float | None,
        typer.Option(min=0.01, help=mark("Hours until one has to sign in again. Default: 12.")),
    ] = None,
) -> None:
    """Serve the app to this machine or to the local network."""

    def command() -> int:
        from posture.cli.serve import ServeRequest, run

        return run(ServeRequest(lan, port, address, cert, key, idle_minutes, longest_hours))

    exit_with(command)
