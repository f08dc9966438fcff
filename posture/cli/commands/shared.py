"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posture.i18n.language import mark

OwnFiles = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help=mark(
            "Write picture, report and data to this folder. Only files of the same photo (same "
            "content) are replaced; beside those of another one a sub-folder is made."
        ),
    ),
]
StatureCm = Annotated[
    float | None,
    typer.Option("--stature-cm", "--height-cm", help=mark("Stature, 100 to 230 cm.")),
]
Age = Annotated[float | None, typer.Option(help=mark("Years, 3 to 110."))]
Sex = Annotated[str | None, typer.Option(help=mark("female or male."))]
RollDeg = Annotated[float | None, typer.Option(help=mark("Known camera roll, clockwise positive."))]
PoseModel = Annotated[str, typer.Option(help=mark("full, lite or heavy."))]
NoMirror = Annotated[
    bool, typer.Option("--no-mirror", help=mark("Do not analyse the mirror image too."))
]
JsonLines = Annotated[
    bool, typer.Option("--json", help=mark("One JSON object per line and photo, nothing else."))
]
DialectName = Annotated[
    str,
    typer.Option(
        "--csv-dialect",
        metavar="NAME",
        help=mark(
            "Of the table: standard (commas, decimal points) or excel-de (semicolons, decimal "
            "commas, opens in German Excel)."
        ),
    ),
]
