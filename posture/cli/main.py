"""The command line: all groups of commands.

Exit codes: 0 done, 1 something the program needs is missing, 2 usage, 3 photo refused,
4 file unreadable, 130 stopped by Ctrl-C. Everything heavy is imported inside the commands, so that
help is quick.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from posture.cli.commands.batch import batch
from posture.cli.commands.camera import camera
from posture.cli.commands.installation import installation
from posture.cli.commands.models import models
from posture.cli.commands.photos import photos
from posture.cli.commands.server import server
from posture.cli.commands.studio import studio
from posture.cli.encoding import write_on_any_code_page
from posture.cli.exits import USAGE, complain
from posture.cli.help import TranslatedGroup
from posture.cli.logged import named
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

# In the order in which help lists them; groups with a name come last.
for group in (photos, batch, installation, camera, server):
    app.add_typer(group)
app.add_typer(models, name="models")
app.add_typer(studio, name="studio")


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
    log_json: Annotated[
        bool,
        typer.Option(
            "--log-json",
            help=mark(
                "Write the log to standard error, one JSON object a line; nothing of a person is "
                "in it. The same as POSTURE_LOG=json."
            ),
        ),
    ] = False,
) -> None:
    """Set the language of all output, and where the log goes."""
    ctx.with_resource(use_language(_known(language)))
    ctx.with_resource(named(ctx.invoked_subcommand or "posture", log_json=log_json))


def main() -> None:
    """Run the command line; the entry point of the ``posture`` script."""
    # The matrices are small: threads that wait for each other over them cost more than they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Looking for plugins of pydantic, of which none is used, reads every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    write_on_any_code_page()
    app()


def _known(language: str) -> str:
    """Two letters of a language that has a catalogue; a locale such as de_AT is accepted."""
    code = language[:2].lower()
    if code not in LANGUAGES:
        fault = tr('language is one of {languages}, not "{given}"')
        known = ", ".join(LANGUAGES)
        raise typer.Exit(complain(fault.format(languages=known, given=language), USAGE))
    return code
