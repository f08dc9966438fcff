"""``posture compare``: changes between two photos of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from posture.analysis.comparison import compare
from posture.cli.exits import DONE
from posture.cli.photos import places, show
from posture.cli.photos.analyze import analysed
from posture.cli.photos.json_line import print_line
from posture.cli.photos.names import numbered, other_names, output_names, shown_names
from posture.files.documents.read import load_analysis
from posture.files.documents.write import comparison_document
from posture.files.tables import STANDARD, csv_dialect
from posture.i18n.language import tr
from posture.installation import require
from posture.present import comparison_wording as words
from posture.present.overlay.overlay import draw
from posture.present.wording import printable, title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from posture.analysis.comparison import Comparison
    from posture.analysis.types import Analysis
    from posture.files.documents.origin import Origin
    from posture.photo.photo import Photo


@dataclass(frozen=True, slots=True)
class Request:
    """Arguments of the command.

    Attributes
    ----------
    before, after : Path
        Photos, or analyses that were written as JSON.
    out : Path or None
        Folder for the page and the data; None writes nothing.
    as_json : bool
        One JSON object on stdout, nothing else.
    csv_dialect : str
        Of the table in ``out``.
    """

    before: Path
    after: Path
    out: Path | None = None
    as_json: bool = False
    csv_dialect: str = STANDARD


def run(request: Request) -> int:
    """Compare two photos of one person and print the changes.

    Returns
    -------
    int
        0 done, 3 a photo was refused, 4 a file cannot be read; the highest of both.

    Raises
    ------
    InputError
        A JSON file holds no analysis, the photos do not belong together, or there is no such
        dialect.
    StorageError
        The folder cannot be made or written.
    """
    if request.out is not None:
        require("report")
    csv_dialect(request.csv_dialect)
    paths = (request.before, request.after)
    names = shown_names(paths)
    read = [_read(path, name, request) for path, name in zip(paths, names, strict=True)]
    worst = max(code for code, _, _ in read)
    found = [analysis for _, _, analysis in read if analysis is not None]
    if len(found) < len(read):
        return worst
    comparison = compare(*found)
    if request.as_json:
        print_line(comparison_document(comparison))
    else:
        _show(comparison)
    if request.out is not None:
        _write(comparison, [(photo, one) for _, photo, one in read], request, request.out)
    return worst


def _write(
    comparison: Comparison,
    read: Sequence[tuple[Photo | None, Analysis | None]],
    request: Request,
    out: Path,
) -> None:
    """Write page and data; those of other photos are left alone."""
    from posture.present.encode import encode_jpeg
    from posture.present.report.comparison import comparison_files
    from posture.present.report.report import write_files

    pictures = [
        None if photo is None or one is None else encode_jpeg(draw(photo, one))
        for photo, one in read
    ]
    made = comparison_files(comparison, pictures, dialect=csv_dialect(request.csv_dialect))

    def others(before: Origin) -> Iterator[Path]:
        paths = (request.before, request.after)
        names = output_names(paths)
        if before.names == tuple(one.photo.name for one in comparison.photos):
            names = [next(other_names(path)) for path in paths]
        return (out / one for one in numbered("-".join(names)))

    place, before = places.folder_for(
        out,
        others,
        tuple(one.photo.sha256 for one in comparison.photos),
        "comparison.json",
        made,
    )
    written = write_files(made, place)
    places.say_moved(out, place, before, as_json=request.as_json)
    if not request.as_json:
        show.files(written.values())


def _read(path: Path, name: str, request: Request) -> tuple[int, Photo | None, Analysis | None]:
    """An analysis with its exit code and picture; what cannot be compared is said."""
    if path.suffix.lower() == ".json":
        return DONE, None, load_analysis(path)
    result = analysed(path, name=name, as_json=request.as_json)
    return (result, None, None) if isinstance(result, int) else (DONE, *result)


def _show(comparison: Comparison) -> None:
    out = show.console()
    before, after = (printable(one.photo.name) for one in comparison.photos)
    lines = [
        Text(tr("From {before} to {after}").format(before=before, after=after)),
        Text(f"• {words.joint_sentence(comparison)}"),
    ]
    if not comparison.judged:
        lines.append(Text(f"• {tr(words.UNDER_18)}"))
    out.print(Panel(Group(*lines), title=Text(tr("Comparison")), title_align="left"))
    out.print(_table(comparison))
    for sentence in words.how_to_read(judged=comparison.judged):
        out.print(Text(sentence, style="dim"))


def _table(comparison: Comparison) -> Table:
    """A row per change, those that count first; without a limit where nothing is judged."""
    judged = comparison.judged
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(tr("What"), ratio=3)
    table.add_column(tr("Change ± error"), justify="right", no_wrap=True)
    if judged:
        table.add_column(tr("Smallest detectable"), justify="right")
    table.add_column(tr("What it says"), ratio=3)
    for one in sorted(comparison.changes.values(), key=lambda one: judged and not one.exceeds_mdc):
        told = judged and one.exceeds_mdc
        said = words.verdict(one, judged=judged)
        cells = [title(one.name), words.number(one)]
        cells += [words.mdc(one)] * judged
        cells += [f"{said}: {words.body_change(one)}" if told else said]
        table.add_row(*cells, style="" if told or not judged else "dim")
    return table
