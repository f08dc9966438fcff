"""``posture analyze``: analyses photos, prints the results and writes the reports."""

from __future__ import annotations

import functools
import itertools
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from posture.analysis import ahead, pipeline
from posture.analysis.options import Options
from posture.body.remarks import Refusal
from posture.cli.exits import DONE
from posture.cli.photos import show
from posture.cli.photos.in_order import in_order
from posture.cli.photos.json_line import print_line
from posture.cli.photos.names import other_names, output_names, shown_names, shown_with_folder
from posture.cli.photos.no_analysis import tell_why
from posture.errors import PhotoError
from posture.i18n.language import mark, tr
from posture.photo.load import load
from posture.system.beside import occupied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from posture.analysis.types import Analysis
    from posture.body.stickers.find import StickerProposal
    from posture.cli.photos.analyze_request import Request
    from posture.files.documents.origin import Origin
    from posture.photo.photo import Photo

    Examined = tuple[Photo, Analysis | Refusal] | PhotoError

_FRONTAL = mark(
    'A photo from the front or the back: "posture frontal" compares left and right in it, and so '
    'does "Front or back photo" on the page Check.'
)


def run(request: Request, options: Options, ready: Callable[[], None], threads: int = 1) -> int:
    """Analyse every photo of a request and print the results.

    Parameters
    ----------
    request : Request
    options : Options
        As they were checked.
    ready : callable
        Waits until something may be printed.
    threads : int
        How many photos are analysed side by side.

    Returns
    -------
    int
        0 done, 3 a photo was refused, 4 a file cannot be read; the highest of all photos.

    Raises
    ------
    PostureError
        Something that every analysis needs is missing, the model for example.
    """
    analyses: list[Analysis] = []
    worst = DONE
    names = zip(
        request.photos, shown_names(request.photos), output_names(request.photos), strict=True
    )

    def loaded() -> None:
        # The landmarker has its core until it is made.
        ready()
        ahead.begin()

    def work(one: tuple[Path, str, str]) -> Examined:
        return _examine(one[0], options, one[1], request.points, loaded)

    with occupied(threads - 1):
        for (path, _, folder), found in in_order(work, names, threads):
            ready()
            code, analysis = _one(path, folder, found, request)
            worst = max(worst, code)
            if analysis is not None:
                analyses.append(analysis)
    if request.same_person:
        _combine(analyses, request)
    if analyses and request.out is None and not request.as_json:
        show.note(tr("Add --out FOLDER for the annotated picture, the report and the data."))
    return worst


def _one(
    path: Path, folder: str, examined: Examined, request: Request
) -> tuple[int, Analysis | None]:
    """Print and write what was found in one photo; exit code and the analysis, if any."""
    found = _or_reasons(path, examined, as_json=request.as_json)
    if isinstance(found, int):
        if not request.as_json and _is_turned(examined):
            show.note(tr(_FRONTAL))
        return found, None
    photo, result = found
    proposals: tuple[StickerProposal, ...] = ()
    if request.stickers is not None:
        from posture.cli.photos import stickers

        result, proposals = stickers.use(
            path, photo, result, request.stickers, as_json=request.as_json, yes=request.yes
        )
    # Printed before it is written, so that a full disk does not lose the result.
    if request.as_json:
        from posture.files.documents.write import to_document

        print_line(to_document(result) | {"photo": str(path)})
    else:
        show.analysis(result)
    if request.out is not None:
        _write(path, folder, photo, result, proposals, request)
    return DONE, result


def _is_turned(examined: Examined) -> bool:
    """Whether the turn of the body is all that is wrong with a photo, as in one from the front."""
    result = None if isinstance(examined, PhotoError) else examined[1]
    return isinstance(result, Refusal) and result.is_turned_alone


def _write(
    path: Path,
    folder: str,
    photo: Photo,
    result: Analysis,
    proposals: Sequence[StickerProposal],
    request: Request,
) -> None:
    """Write the files of one photo; the folder of another photo is left alone."""
    from posture.cli.photos import places, stickers
    from posture.files.tables import csv_dialect
    from posture.present.report.report import NAMES, write_report

    assert request.out is not None
    wanted = request.out / folder if len(request.photos) > 1 else request.out
    place, before = places.folder_for(
        wanted,
        functools.partial(_other_folders, request.out, path),
        (result.photo.sha256,),
        NAMES["json"],
        (*NAMES.values(), *stickers.FILES),
    )
    if before is not None and result.photo.name in before.names:
        # Two reports of one name: the folder of the photo tells them apart.
        photo = replace(photo, name=shown_with_folder(path))
        result = replace(result, photo=replace(result.photo, name=photo.name))
    written = (
        *write_report(photo, result, place, dialect=csv_dialect(request.csv_dialect)).values(),
    )
    written += stickers.write(photo, result, proposals, place)
    places.say_moved(wanted, place, before, as_json=request.as_json)
    if not request.as_json:
        show.files(written)


def _other_folders(out: Path, path: Path, before: Origin) -> Iterator[Path]:
    """Sub-folders named after a photo, for where those files lie in its folder; without end."""
    names = other_names(path)
    if before.names and path.name not in before.names:
        # Its own name is enough to tell it from a photo of another name.
        names = itertools.chain(output_names([path]), names)
    return (out / name for name in names)


def analysed(
    path: Path,
    options: Options | None = None,
    *,
    name: str = "",
    points: Path | None = None,
    as_json: bool,
) -> tuple[Photo, Analysis] | int:
    """Analyse one photo; the reasons are printed where that is not possible.

    Parameters
    ----------
    path : Path
    options : Options, optional
    name : str
        Of the photo in the result; the file name by default.
    points : Path, optional
        File with placed points.
    as_json : bool
        Print a refusal or an unreadable file as one JSON object.

    Returns
    -------
    tuple of (Photo, Analysis), or int
        The exit code of a photo that was refused or of a file that cannot be read.
    """
    return _or_reasons(path, _examine(path, options or Options(), name, points), as_json=as_json)


def _examine(
    path: Path,
    options: Options,
    name: str,
    points: Path | None,
    loaded: Callable[[], None] = lambda: None,
) -> Examined:
    """Analyse one photo and print nothing; the error where its file cannot be read.

    ``loaded`` is called between reading the file and the analysis.
    """
    try:
        photo = load(path, name=name or path.name)
        if points is not None:
            from posture.files.points import read_points

            options = replace(options, points=read_points(points, size=photo.source_size))
        loaded()
        return photo, pipeline.analyze_photo(photo, options)
    except PhotoError as error:
        return error


def _or_reasons(path: Path, found: Examined, *, as_json: bool) -> tuple[Photo, Analysis] | int:
    """The analysis, or the exit code once the reasons for there being none are printed."""
    if isinstance(found, PhotoError):
        return tell_why(path, found, as_json=as_json)
    photo, result = found
    if isinstance(result, Refusal):
        return tell_why(path, result, as_json=as_json)
    return photo, result


def _combine(analyses: Sequence[Analysis], request: Request) -> None:
    """Combine the photos of one person, if at least two could be analysed."""
    if len(analyses) < 2:
        if not request.as_json:
            show.note(
                tr("Fewer than two photos could be analysed, so there is nothing to combine.")
            )
        return
    combined = pipeline.combine(analyses)
    if request.as_json:
        from posture.files.documents.write import combined_document

        print_line(combined_document(combined))
    else:
        show.combined(combined)
