"""``posture doctor``: one line per check."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from posture.cli.machine.checks import Check, checks
from posture.cli.photos.show import console
from posture.i18n.language import TranslatedTable, mark, tr
from posture.present.wording import printable

_STATUS = TranslatedTable({"ok": mark("ok"), "warn": mark("warn"), "fail": mark("fail")})
_STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def run(folder: Path = Path("out")) -> int:
    """Check everything and show it.

    Returns
    -------
    int
        1 if a check failed, else 0.
    """
    found = checks(folder)
    console().print(_table(found))
    failed = sum(check.status == "fail" for check in found)
    warned = sum(check.status == "warn" for check in found)
    if failed:
        ending = tr("{count} to put right before an analysis can run.").format(count=failed)
    elif warned:
        ending = tr("Ready; {count} worth a look.").format(count=warned)
    else:
        ending = tr("Ready.")
    console().print(Text(ending, style="bold"))
    return 1 if failed else 0


def run_bundle(path: Path, *, yes: bool = False) -> int:
    """Show what a bug report would hold, and write it unless told otherwise.

    Parameters
    ----------
    path : Path
        Of the ZIP; it must not be there yet.
    yes : bool
        Do not ask.

    Returns
    -------
    int
        0, also where it was not written.
    """
    from posture.cli.machine import bundle

    texts = bundle.gather()
    for name, text in texts.items():
        # Whole and as it will be written, so that it can be read before it is sent.
        typer.echo(f"== {name}\n{text}")
    if not yes and not typer.confirm(tr("Write this to {path}?").format(path=path), default=True):
        typer.echo(tr("Nothing was written."))
        return 0
    bundle.write(path, texts)
    typer.echo(tr("Written: {path}").format(path=path))
    return 0


def _table(found: list[Check]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    # A path or a command that is longer than the line goes on below: it is meant to be copied.
    table.add_column(overflow="fold")
    for check in found:
        text = Text(printable(check.text))
        if check.remedy:
            text.append(f"\n→ {check.remedy}", style="bold")
        table.add_row(
            Text(_STATUS[check.status], style=_STYLES[check.status]), Text(check.name), text
        )
    return table
