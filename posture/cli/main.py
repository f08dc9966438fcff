"""The command line: declares the commands.

Exit codes: 0 done, 1 something the program needs is missing, 2 usage, 3 photo refused,
4 file unreadable. Everything heavy is imported inside the commands, so that help is quick.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posture import __version__
from posture.cli.encoding import write_on_any_code_page
from posture.cli.exits import USAGE, complain, exit_with
from posture.cli.help import TranslatedCommand, TranslatedGroup
from posture.cli.studio import studio
from posture.i18n.language import ENGLISH, LANGUAGES, VARIABLE, mark, tr, use_language

# Plain help: rich's panels would cost as much again as everything else that help needs.
app = typer.Typer(
    name="posture",
    cls=TranslatedGroup,
    help=mark(
        "Measures standing posture from one side photo, with an error for every number. "
        "Everything stays on this machine."
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
models = typer.Typer(
    cls=TranslatedGroup,
    help=mark("List, download or check the pose model."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(models, name="models")
app.add_typer(studio, name="studio")

_OWN_FILES = mark(
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
ModelName = Annotated[str, typer.Argument(metavar="[NAME]", help=mark("full, lite or heavy."))]


@app.callback()
def begin(
    ctx: typer.Context,
    language: Annotated[
        str,
        typer.Option(
            metavar="CODE",
            envvar=VARIABLE,
            show_envvar=False,
            show_default=False,
            help=mark("en or de. Default: POSTURE_LANGUAGE, else en."),
        ),
    ] = ENGLISH,
) -> None:
    """Set the language of all output."""
    ctx.with_resource(use_language(_known(language)))


def main() -> None:
    """Run the command line; the entry point of the ``posture`` script."""
    write_on_any_code_page()
    app()


@app.command(cls=TranslatedCommand, help=mark("Analyse side-view photos."))
def analyze(
    photos: Annotated[
        list[Path], typer.Argument(metavar="PHOTO...", help=mark("Side-view photos."))
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=_OWN_FILES),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=mark("One JSON object per line and photo, nothing else."))
    ] = False,
    stature_cm: Annotated[
        float | None,
        typer.Option("--stature-cm", "--height-cm", help=mark("Stature, 100 to 230 cm.")),
    ] = None,
    age: Annotated[float | None, typer.Option(help=mark("Years, 3 to 110."))] = None,
    sex: Annotated[str | None, typer.Option(help=mark("female or male."))] = None,
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
    model: Annotated[str, typer.Option(help=mark("full, lite or heavy."))] = "full",
    no_mirror: Annotated[
        bool, typer.Option("--no-mirror", help=mark("Do not analyse the mirror image too."))
    ] = False,
    roll_deg: Annotated[
        float | None, typer.Option(help=mark("Known camera roll, clockwise positive."))
    ] = None,
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
        from posture.cli.analyze import Request, run

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
        return run(request)

    exit_with(command)


@app.command("compare", cls=TranslatedCommand, help=mark("Compare two photos of one person."))
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
        from posture.cli.compare import Request, run

        return run(Request(before, after, out, as_json, csv_dialect))

    exit_with(command)


@app.command(
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
    roll_deg: Annotated[
        float | None, typer.Option(help=mark("Known camera roll, clockwise positive."))
    ] = None,
    age: Annotated[float | None, typer.Option(help=mark("Years, 3 to 110."))] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=mark("One JSON object per line and photo, nothing else."))
    ] = False,
) -> None:
    """Compare left and right in photos from the front or the back."""

    def command() -> int:
        from posture.cli.frontal import Request, run

        return run(Request(tuple(photos), out, view, mirrored, roll_deg, age, as_json))

    exit_with(command)


@app.command(
    cls=TranslatedCommand,
    help=mark("Check this installation and say what to do."),
)
def doctor() -> None:
    """Check this installation and say what to do."""

    def command() -> int:
        from posture.cli.doctor import run

        return run()

    exit_with(command)


@app.command("version", cls=TranslatedCommand, help=mark("Print the version."))
def show_version() -> None:
    """Print the version."""
    typer.echo(__version__)


@app.command(
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
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=_OWN_FILES),
    ] = None,
    desk: Annotated[
        bool, typer.Option("--desk", help=mark("Head and shoulders are enough, as at a desk."))
    ] = False,
    stature_cm: Annotated[
        float | None,
        typer.Option("--stature-cm", "--height-cm", help=mark("Stature, 100 to 230 cm.")),
    ] = None,
    age: Annotated[float | None, typer.Option(help=mark("Years, 3 to 110."))] = None,
    sex: Annotated[str | None, typer.Option(help=mark("female or male."))] = None,
    csv_dialect: DialectName = "standard",
) -> None:
    """Guide a person to three photos by this machine's camera."""

    def command() -> int:
        from posture.cli.live import LiveRequest, run

        return run(
            LiveRequest(source, headless, record, out, desk, stature_cm, age, sex, csv_dialect)
        )

    exit_with(command)


@app.command("app", cls=TranslatedCommand, help=mark("Open the app in the browser."))
def start_app() -> None:
    """Open the app in the browser."""

    def command() -> int:
        from posture.cli.serve import run_app

        return run_app()

    exit_with(command)


@app.command(
    cls=TranslatedCommand,
    help=mark(
        "Serve the app, with --lan to tablets of the local network: encrypted, with accounts."
    ),
)
def serve(
    lan: Annotated[
        bool, typer.Option("--lan", help=mark("Serve the local network, not this computer alone."))
    ] = False,
    port: Annotated[
        int | None, typer.Option(show_default=False, help=mark("Default: 8501."))
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


@models.command(
    "list", cls=TranslatedCommand, help=mark("List the models and where they are stored.")
)
def list_models() -> None:
    """List the models and where they are stored."""

    def command() -> int:
        from posture.cli.models import show_all

        return show_all()

    exit_with(command)


@models.command(cls=TranslatedCommand, help=mark("Download a model and check it."))
def fetch(name: ModelName = "full") -> None:
    """Download a model and check it."""

    def command() -> int:
        from posture.cli.models import fetch_one

        return fetch_one(name)

    exit_with(command)


@models.command(cls=TranslatedCommand, help=mark("Check a model against its SHA-256."))
def verify(name: ModelName = "full") -> None:
    """Check a model against its SHA-256."""

    def command() -> int:
        from posture.cli.models import verify_one

        return verify_one(name)

    exit_with(command)


def _known(language: str) -> str:
    """Two letters of a language that has a catalogue; a locale such as de_AT is accepted."""
    code = language[:2].lower()
    if code not in LANGUAGES:
        fault = tr('language is one of {languages}, not "{given}"')
        known = ", ".join(LANGUAGES)
        raise typer.Exit(complain(fault.format(languages=known, given=language), USAGE))
    return code
