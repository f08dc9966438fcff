"""``posture change``: what differs between two photos of one person, as far as can be told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from posture import __version__
from posture.analysis_file import load_analysis
from posture.body.paired import pair_weights
from posture.changes import change
from posture.commands import show
from posture.commands.analyze import DONE, analysed, print_line
from posture.language import digits, mark, tr
from posture.present.document_models import finite
from posture.words import printable, speaks_in_degrees, title, with_error, with_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from posture.analysis import Analysis
    from posture.changes import Change

_MOVED = {True: mark("larger than before"), False: mark("smaller than before")}
_TOGETHER = mark("Both photos were read together: each shows of the body what the other hides.")
_HOW = mark(
    "A change counts where it is larger than both the error of these two photos and what differs "
    "from one stand to the next; too small to tell means that it is smaller than this method can "
    "detect. Wear the same clothes in both photos and stand in the same way."
)


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for.

    Attributes
    ----------
    before, after : Path
        Photos, or analyses that were written as JSON.
    as_json : bool
        One JSON object on stdout, nothing else.
    """

    before: Path
    after: Path
    as_json: bool = False


def run(request: Request) -> int:
    """Compare two photos of one person and show it.

    Returns
    -------
    int
        0 done, 3 a photo was refused, 4 a file cannot be read; the highest of both.

    Raises
    ------
    InputError
        A JSON file holds no analysis, or the photos do not belong together.
    """
    read = [_read(path, request) for path in (request.before, request.after)]
    worst = max(code for code, _ in read)
    found = [analysis for _, analysis in read if analysis is not None]
    if len(found) < len(read):
        return worst
    changes = change(*found)
    if request.as_json:
        print_line(_document(found, changes))
    else:
        _show(found, changes)
    return worst


def _read(path: Path, request: Request) -> tuple[int, Analysis | None]:
    """An analysis and its exit code; what cannot be compared is said on the terminal."""
    if path.suffix.lower() == ".json":
        return DONE, load_analysis(path)
    result = analysed(path, as_json=request.as_json)
    return (result, None) if isinstance(result, int) else (DONE, result[1])


def _show(photos: Sequence[Analysis], changes: Mapping[str, Change]) -> None:
    out = show.console()
    before, after = (printable(one.photo.name) for one in photos)
    lines = [Text(tr("From {before} to {after}").format(before=before, after=after))]
    if any(one.together for one in changes.values()):
        lines.append(Text(f"• {tr(_TOGETHER)}"))
    out.print(Panel(Group(*lines), title=Text(tr("Change")), title_align="left"))
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(tr("What"), ratio=3)
    table.add_column(tr("Change ± error"), justify="right", no_wrap=True)
    table.add_column(tr("Counts from"), justify="right", no_wrap=True)
    table.add_column(tr("What it says"), ratio=3)
    for one in sorted(changes.values(), key=lambda one: not one.counts):
        said = _verdict(one)
        style = "" if one.counts else "dim"
        table.add_row(title(one.name), _number(one), _least(one), said, style=style)
    out.print(table)
    out.print(Text(tr(_HOW), style="dim"))


def _verdict(one: Change) -> str:
    if math.isnan(one.value):
        return tr("not measured in both photos")
    if not one.counts:
        return tr("too small to tell")
    return tr(_MOVED[one.value > 0])


def _number(one: Change) -> str:
    """The change with its sign and its 1-sigma error; empty where no number may be shown."""
    if math.isnan(one.value) or not speaks_in_degrees(one):
        return ""
    shown = digits(one.value, 0 if one.unit == "deg" else 1)
    return with_error(_signed(shown, one.value), one.sd, one.unit)


def _least(one: Change) -> str:
    """The smallest change that counts, rounded up."""
    if math.isnan(one.value) or not speaks_in_degrees(one):
        return ""
    shown = str(math.ceil(one.least)) if one.unit == "deg" else digits(one.least + 0.05, 1)
    return with_unit(shown, one.unit)


def _signed(shown: str, value: float) -> str:
    """With a plus sign where it is above zero as shown."""
    return f"+{shown}" if value > 0 and shown.strip("0.,") else shown


def _document(photos: Sequence[Analysis], changes: Mapping[str, Change]) -> dict[str, Any]:
    before, after = (one.photo.name for one in photos)
    return {
        "status": "compared",
        "before": before,
        "after": after,
        "changes": {
            name: {
                "value": finite(one.value),
                "sd": finite(one.sd),
                "unit": one.unit,
                "source": one.source,
                "together": one.together,
                "least": finite(one.least),
                "counts": one.counts,
            }
            for name, one in changes.items()
        },
        "provenance": {"version": __version__, "paired_sha256": pair_weights().sha256},
    }
