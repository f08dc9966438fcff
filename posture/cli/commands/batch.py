"""``posture batch``: many photos."""

from __future__ import annotations

from typing import Annotated

import typer

from posture.cli.commands.shared import DialectName, NoMirror, PoseModel
from posture.cli.exits import exit_with
from posture.cli.help import TranslatedCommand
from posture.i18n.language import mark

batch = typer.Typer()


@batch.command(
    "batch",
    cls=TranslatedCommand,
    help=mark(
        "Analyse many photos into one table. It has a row for each and for each person; a summary "
        "comes with it. Given again after it was stopped, it goes on."
    ),
)
def analyze_many(
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR", help=mark("Folder of the results; with --scheduler also an address.")
        ),
    ],
    photos: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PHOTO...]", help=mark("Photos, folders, patterns such as day1/**/*.jpg.")
        ),
    ] = None,
    manifest: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help=mark(
                "Table of the photos (CSV) with the columns photo, person, date, view, age, sex, "
                "stature, group; all but the first may be missing."
            ),
        ),
    ] = None,
    group: Annotated[
        str,
        typer.Option(
            metavar="COLUMN", help=mark("Column of the manifest whose values are compared.")
        ),
    ] = "group",
    view: Annotated[
        str | None,
        typer.Option(
            help=mark("side, front or back, where the manifest does not say; else found out.")
        ),
    ] = None,
    model: PoseModel = "full",
    no_mirror: NoMirror = False,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N", show_default=False, help=mark("Processes. Default: one per processor.")
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help=mark("Let the workers of this Dask scheduler do it, tcp://HOST:8786."),
        ),
    ] = None,
    csv_dialect: DialectName = "standard",
) -> None:
    """Analyse many photos into one table."""

    def command() -> int:
        from posture.installation import require

        require("batch")
        from posture.cli.batch import run

        return run(
            tuple(photos or ()),
            out,
            manifest=manifest,
            group=group,
            view=view,
            model=model,
            mirror=not no_mirror,
            workers=workers,
            scheduler=scheduler,
            csv_dialect=csv_dialect,
        )

    exit_with(command)
