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

from posture import __version__, pipeline
from posture.analysis_file import load_analysis
from posture.body.body import Refusal
from posture.body.paired import pair_weights
from posture.changes import change
from posture.commands import show
from posture.commands.analyze import print_line, unreadable_document
from posture.errors import PhotoError
from posture.language import digits, mark, tr
from posture.photo.load import load
from posture.present.document import to_document
from posture.words import printable, speaks_in_degrees, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from posture.analysis import Analysis
    from posture.changes import Change

DONE, REFUSED, UNREADABLE = 0, 3, 4

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
    try:
        result = pipeline.analyze_photo(load(path, name=path.name))
    except PhotoError as error:
        if request.as_json:
            print_line(unreadable_document(path, error))
        else:
            show.unreadable(path, error)
        return UNREADABLE, None
    if isinstance(result, Refusal):
        if request.as_json:
            print_line(to_document(result) | {"photo": str(path)})
        else:
            show.refusal(result)
        return REFUSED, None
    return DONE, result


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
    if one.unit == "deg":
        value, error = digits(one.value), max(1, math.ceil(one.sd - 0.5))
        return tr("{value}° ± {error}°").format(value=_signed(value, one.value), error=error)
    value, error = digits(one.value, 1), digits(max(0.1, one.sd), 1)
    return tr("{value} ± {error} %").format(value=_signed(value, one.value), error=error)


def _least(one: Change) -> str:
    """The smallest change that counts, rounded up."""
    if math.isnan(one.value) or not speaks_in_degrees(one):
        return ""
    if one.unit == "deg":
        return tr("{value}°").format(value=math.ceil(one.least))
    return tr("{value} %").format(value=digits(one.least + 0.05, 1))


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
                "value": _known(one.value),
                "sd": _known(one.sd),
                "unit": one.unit,
                "source": one.source,
                "together": one.together,
                "least": _known(one.least),
                "counts": one.counts,
            }
            for name, one in changes.items()
        },
        "provenance": {"version": __version__, "paired_sha256": pair_weights().sha256},
    }


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
