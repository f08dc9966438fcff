"""``posture serve``: the app for this machine or for the local network, behind a sign-in."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from posture.analysis.options import stop_on
from posture.cli import app
from posture.cli.studio.passphrase import unlock_for_the_app
from posture.i18n.language import VARIABLE, language, tr
from posture.installation import require

if TYPE_CHECKING:
    from pathlib import Path

LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class ServeRequest:
    """What was asked for on the command line.

    Attributes
    ----------
    lan : bool
    port : int or None
    address : str
    cert, key : Path or None
    idle_minutes, longest_hours : float or None
        Until a login ends.
    """

    lan: bool = False
    port: int | None = None
    address: str = ""
    cert: Path | None = None
    key: Path | None = None
    idle_minutes: float | None = None
    longest_hours: float | None = None

    @property
    def arguments(self) -> list[str]:
        """For the server's own process."""
        given = {
            "--port": self.port,
            "--address": self.address or None,
            "--cert": self.cert,
            "--key": self.key,
            "--idle-minutes": self.idle_minutes,
            "--longest-hours": self.longest_hours,
        }
        told = [f"{name}={value}" for name, value in given.items() if value is not None]
        return ["--lan", *told] if self.lan else told


def run(request: ServeRequest) -> int:
    """Serve until it is stopped.

    Returns
    -------
    int
        Exit code of the server; 0 when stopped by the keyboard.

    Raises
    ------
    PostureError
        A part is not installed, the studio cannot be opened, or there is no such port.
    """
    if request.port is not None and not 1 <= request.port <= LAST_PORT:
        stop_on([tr("port is a number from 1 to {last}").format(last=LAST_PORT)])
    require("studio")
    require("app")
    require("report")
    unlock_for_the_app()
    if request.lan:
        _make_first_owner()
    return _serve(request)


def run_app() -> int:
    """Start the app for this machine: behind the sign-in where the studio has accounts."""
    from posture.installation import missing_extras

    if "studio" not in missing_extras():
        unlock_for_the_app()
        if _has_accounts():
            require("app")
            require("report")
            return _serve(ServeRequest())
    return app.run()


def _serve(request: ServeRequest) -> int:
    command = [sys.executable, "-m", "posture.ui.serve", *request.arguments]
    # A QR code has signs that not every terminal can show.
    variables = {
        **app.MEMORY,
        **os.environ,
        **{VARIABLE: language(), "PYTHONIOENCODING": ":replace"},
    }
    if os.name == "posix":
        # In the place of this process: whoever ends it ends the server.
        sys.stdout.flush()
        os.execve(command[0], command, variables)
    try:
        return subprocess.run(command, check=False, env=variables).returncode
    except KeyboardInterrupt:
        return 0


def _has_accounts() -> bool:
    """Whether somebody has to sign in; a studio that is not there yet is not made."""
    from posture.studio.access.accounts import Accounts
    from posture.studio.store.settings import default_settings
    from posture.studio.store.store import open_store

    settings = default_settings()
    if settings.url is None and not settings.database.is_file():
        return False
    with open_store(settings) as store:
        return Accounts(store.database).exist()


def _make_first_owner() -> None:
    """Ask for the first account, where there is a terminal to ask at."""
    from posture.cli.studio.accounts import ask_name, ask_password
    from posture.studio.access.accounts import Accounts
    from posture.studio.store.settings import default_settings
    from posture.studio.store.store import open_store

    with open_store(default_settings()) as store:
        accounts = Accounts(store.database)
        if accounts.has_owner() or not sys.stdin.isatty():
            return
        typer.echo(
            tr("Nobody can sign in yet. Make the account of the studio's owner: name and password.")
        )
        accounts.add(ask_name(), ask_password(), "owner")
