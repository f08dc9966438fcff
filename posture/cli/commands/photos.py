"""``posture analyze``, ``compare`` and ``frontal``: commands on photos."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posture.cli.commands.shared import (
    Age,
    DialectName,
    JsonLines,
    NoMirror,
    OwnFiles,
    PoseModel,
    RollDeg,
    Sex,
    StatureCm,
)
from posture.cli.exits import exit_with
from posture.cli.help import TranslatedCommand
from posture.i18n.language import mark

photos = typer.Typer()


@photos.command(cls=TranslatedCommand, help=mark("Analyse side-view photos."))
def analyze(
    photos: Annotated[
        list[Path], typer.Argument(metavar="PHOTO...", help=mark("Side-view photos."))
    ],
    out: OwnFiles = None,
    as_json: JsonLines = False,
    stature_cm: StatureCm = None,
    age: Age = None,
    sex: Sex = None,
    points: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=mark("Points set by hand or by stickers (JSON or CSV).")),
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help=mark("Answers to the questions (JSON)."))
    ] = None,
    reference: Annotated[
        Path | None,
        typer.Option(
            "--reference",
            "--same-body",
            metavar="FILE",
            help=mark("Earlier photo of this person, with points (JSON)."),
        ),
    ] = None,
    same_person: Annotated[
        bool, typer.Option("--same-person", help=mark("Combine the photos by the median."))
    ] = False,
    model: PoseModel = "full",
    no_mirror: NoMirror = False,
    roll_deg: RollDeg = None,
    stickers: Annotated[
        str | None,
        typer.Option(
            metavar="COLOUR", help=mark("Look for stickers: auto, green, pink, blue, ...")
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=mark("Use the certain stickers without asking."))
    ] = False,
    csv_dialect: DialectName = "standard",
) -> None:
    """Analyse side-view photos."""

    def command() -> int:
        from posture.cli.photos.analyze_request import Request, checked

        request = Request(
            photos=tuple(photos),
            out=out,
            as_json=as_json,
            same_person=same_person,
            stature_cm=stature_cm,
            age=age,
            sex=sex,
            points=points,
            answers=answers,
            reference=reference,
            model=model,
            mirror=not no_mirror,
            roll_deg=roll_deg,
            stickers=stickers,
            yes=yes,
            csv_dialect=csv_dialect,
        )
        # Wrong arguments are told of at once, before a model is loaded.
        options = checked(request)

        from posture.pose.landmarker import prepare
        from posture.system.beside import cores_beside

        # A second thread has a landmarker to make first, which two photos do not repay:
        # no sooner, and for a tenth more of the processor's time.
        threads = min(cores_beside() + 1, len(photos)) if len(photos) > 2 else 1
        wait = prepare(model, threads)
        try:
            from posture.cli.photos.analyze import run

            return run(request, options, wait, threads)
        finally:
            wait()

    exit_with(command)


@photos.command("compare", cls=TranslatedCommand, help=mark("Compare two photos of one person."))
def compare(
    before: Annotated[
        Path, typer.Argument(metavar="BEFORE", help=mark("Earlier photo, or its analysis (JSON)."))
    ],
    after: Annotated[
        Path, typer.Argument(metavar="AFTER", help=mark("Later photo, or its analysis (JSON)."))
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=mark(
                "Write page (PDF) and data to this folder. Only those of the same two photos are "
                "replaced; beside others a sub-folder is made."
            ),
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=mark("One JSON object, nothing else."))
    ] = False,
    csv_dialect: DialectName = "standard",
) -> None:
    """Compare two photos of one person."""

    def command() -> int:
        from posture.cli.photos.compare import Request, run

        return run(Request(before, after, out, as_json, csv_dialect))

    exit_with(command)


@photos.command(
    cls=TranslatedCommand,
    help=mark("Compare left and right in photos from the front or the back."),
)
def frontal(
    photos: Annotated[
        list[Path],
        typer.Argument(metavar="PHOTO...", help=mark("Photos from the front or the back.")),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=mark(
                "Write the annotated pictures to this folder. Only one of the same photo is "
                "replaced; beside another one of that name the new one gets a longer name."
            ),
        ),
    ] = None,
    view: Annotated[
        str | None, typer.Option(help=mark("front or back; found from the face by default."))
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help=mark("The photo is a mirror image (many selfies)."))
    ] = False,
    roll_deg: RollDeg = None,
    age: Age = None,
    as_json: JsonLines = False,
) -> None:
    """Compare left and right in photos from the front or the back."""

    def command() -> int:
        from posture.cli.photos.frontal import Request, run

        return run(Request(tuple(photos), out, view, mirrored, roll_deg, age, as_json))

    exit_with(command)
