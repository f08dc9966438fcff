"""``posture models``: commands on the pose model."""

from __future__ import annotations

from typing import Annotated

import typer

from posture.cli.exits import exit_with
from posture.cli.help import TranslatedCommand, TranslatedGroup
from posture.i18n.language import mark

models = typer.Typer(
    cls=TranslatedGroup,
    help=mark("List, download or check the pose model."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

ModelName = Annotated[str, typer.Argument(metavar="[NAME]", help=mark("full, lite or heavy."))]


@models.command(
    "list", cls=TranslatedCommand, help=mark("List the models and where they are stored.")
)
def list_models() -> None:
    """List the models and where they are stored."""

    def command() -> int:
        from posture.cli.machine.models import show_all

        return show_all()

    exit_with(command)


@models.command(cls=TranslatedCommand, help=mark("Download a model and check it."))
def fetch(name: ModelName = "full") -> None:
    """Download a model and check it."""

    def command() -> int:
        from posture.cli.machine.models import fetch_one

        return fetch_one(name)

    exit_with(command)


@models.command(cls=TranslatedCommand, help=mark("Check a model against its SHA-256."))
def verify(name: ModelName = "full") -> None:
    """Check a model against its SHA-256."""

    def command() -> int:
        from posture.cli.machine.models import verify_one

        return verify_one(name)

    exit_with(command)
