"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

from posture.i18n.language import mark

OWN_FILES = mark(
    "Write picture, report and data to this folder. Only files of the same photo (same content) "
    "are replaced; beside those of another one a sub-folder is made."
)
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
