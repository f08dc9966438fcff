"""The command line: make sets, gather rows, calibrate, make samples."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Bodies whose angles are known.")

Workers = Annotated[int, typer.Option(help="Processes side by side.")]


@app.command()
def make(
    kind: Annotated[str, typer.Argument(help="train, wide, life, decoupled, stick_wide, ...")],
    count: Annotated[int, typer.Option(help="Pictures; two of each person.")],
    out: Annotated[Path, typer.Option(help="Folder of the sets.")],
    workers: Workers = 2,
) -> None:
    """Render a set of people (about 2 s a picture and core); finished pictures are kept."""
    from groundtruth.sets import KINDS, make_set

    if kind not in KINDS:
        raise typer.BadParameter(f"not one of {', '.join(KINDS)}", param_hint="KIND")
    make_set(out / kind, kind, count, workers=workers)


@app.command()
def gather(
    folders: Annotated[list[Path], typer.Argument(help="Folders of rendered sets.")],
    workers: Workers = 2,
) -> None:
    """Show the pictures to the detector and write down what it saw (about 0.6 s a picture)."""
    from groundtruth.calibrate.gather import gather as run

    for folder in folders:
        run(folder, workers=workers)
