"""``posture live``: the command on this machine's camera."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posture.cli.commands.shared import Age, DialectName, OwnFiles, Sex, StatureCm
from posture.cli.exits import exit_with
from posture.cli.help import TranslatedCommand
from posture.i18n.language import mark

camera = typer.Typer()


@camera.command(
    cls=TranslatedCommand,
    help=mark("Guide a person to three photos by this machine's camera."),
)
def live(
    source: Annotated[
        str, typer.Option(metavar="0|FILE", help=mark("Number of the camera, or a video file."))
    ] = "0",
    headless: Annotated[
        bool, typer.Option("--headless", help=mark("No window: captions and result only."))
    ] = False,
    record: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=mark("Write the annotated video to this file.")),
    ] = None,
    out: OwnFiles = None,
    desk: Annotated[
        bool, typer.Option("--desk", help=mark("Head and shoulders are enough, as at a desk."))
    ] = False,
    stature_cm: StatureCm = None,
    age: Age = None,
    sex: Sex = None,
    csv_dialect: DialectName = "standard",
) -> None:
    """Guide a person to three photos by this machine's camera."""

    def command() -> int:
        from posture.cli.live import LiveRequest, run

        return run(
            LiveRequest(source, headless, record, out, desk, stature_cm, age, sex, csv_dialect)
        )

    exit_with(command)
