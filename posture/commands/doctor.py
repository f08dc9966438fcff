"""``posture doctor``: one line per check."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table
from rich.text import Text

from posture.commands.show import console
from posture.doctor import Check, checks
from posture.words import printable

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
        ending = f"{failed} to put right before an analysis can run."
    elif warned:
        ending = f"Ready; {warned} worth a look."
    else:
        ending = "Ready."
    console().print(Text(ending, style="bold"))
    return 1 if failed else 0


def _table(found: list[Check]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for check in found:
        text = Text(printable(check.text))
        if check.remedy:
            text.append(f"\n→ {check.remedy}", style="bold")
        table.add_row(Text(check.status, style=_STYLES[check.status]), Text(check.name), text)
    return table
