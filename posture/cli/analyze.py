"""``posture analyze``: analyses photos, prints the results and writes the reports."""

from __future__ import annotations

import functools
import itertools
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture.analysis import pipeline
from posture.analysis.options import Options, stop_on
from posture.analysis.options import subject as make_subject
from posture.analysis.reference import unusable_faults
from posture.body.body import Refusal
from posture.cli import places, show, stickers
from posture.cli.names import other_names, output_names, shown_names, shown_with_folder
from posture.errors import InputError, PhotoError
from posture.files.answers import read_answers
from posture.files.documents.read import load_analysis
from posture.files.documents.write import combined_document, to_document, unreadable_document
from posture.files.points import read_points
from posture.files.tables import STANDARD, csv_dialect
from posture.i18n.language import tr
from posture.installation import require
from posture.log.events import tell
from posture.photo.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posture.analysis.types import Analysis
    from posture.body.stickers.find import StickerProposal
    from posture.files.documents.origin import Origin
    from posture.photo.photo import Photo

DONE, REFUSED, UNREADABLE = 0, 3, 4


@dataclass(frozen=True, slots=True)
class Request:
    """Arguments of the command, as typed.

    Attributes
    ----------
    photos : tuple of Path
    out : Path or None
        Folder for pictures and reports; None writes nothing.
    as_json : bool
        One JSON object per line on stdout, nothing else.
    same_person : bool
        Combine the photos by the median.
    stature_cm, age : float or None
    sex : str or None
    points, answers : Path or None
        JSON files.
    reference : Path or None
        Analysis of an earlier photo of the same person, with placed points.
    model : str
    mirror : bool
    roll_deg : float or None
    stickers : str or None
        Colour of the stickers to look for, or "auto"; None for no search.
    yes : bool
        Use the certain stickers without asking.
    csv_dialect : str
        Of the table in ``out``.
    """

    photos: tuple[Path, ...]
    out: Path | None = None
    as_json: bool = False
    same_person: bool = False
    stature_cm: float | None = None
    age: float | None = None
    sex: str | None = None
    points: Path | None = None
    answers: Path | None = None
    reference: Path | None = None
    model: str = "full"
    mirror: bool = True
    roll_deg: float | None = None
    stickers: str | None = None
    yes: bool = False
    csv_dialect: str = STANDARD


def run(request: Request) -> int:
    """Analyse every photo of a request and print the results.

    Returns
    -------
    int
        0 done, 3 a photo was refused, 4 a file cannot be read; the highest of all photos.

    Raises
    ------
    InputError
        The options have faults; all are listed.
    PostureError
        Something that every analysis needs is missing, the model for example.
    """
    options = _checked(request)
    analyses: list[Analysis] = []
    worst = DONE
    names = zip(
        request.photos, shown_names(request.photos), output_names(request.photos), strict=True
    )
    for path, name, folder in names:
        code, analysis = _one(path, name, folder, request, options)
        worst = max(worst, code)
        if analysis is not None:
            analyses.append(analysis)
    if request.same_person:
        _combine(analyses, request)
    if analyses and request.out is None and not request.as_json:
        show.note(tr("Add --out FOLDER for the annotated picture, the report and the data."))
    return worst


def _checked(request: Request) -> Options:
    """Read and check the arguments; one error lists every fault."""
    if request.out is not None:
        require("report")
    faults: list[str] = []
    options = Options()
    try:
        options = Options(
            subject=make_subject(request.age, request.sex, request.stature_cm),
            model=request.model,
            mirror=request.mirror,
            roll_deg=request.roll_deg,
            stickers=request.stickers,
        )
    except InputError as error:
        faults += error.faults
    if request.points is not None and len(request.photos) > 1:
        faults.append(tr("--points belongs to one picture; give one photo at a time"))
    if request.same_person and len(request.photos) < 2:
        faults.append(tr("--same-person needs two photos or more"))
    try:
        if request.answers is not None:
            options = replace(options, answers=read_answers(request.answers))
    except InputError as error:
        faults.append(str(error))
    try:
        if request.reference is not None:
            options = replace(options, reference=load_reference(request.reference))
    except InputError as error:
        faults.append(str(error))
    try:
        csv_dialect(request.csv_dialect)
    except InputError as error:
        faults += error.faults
    stop_on(faults)
    return options


def load_reference(path: Path) -> Analysis:
    """Read the analysis of the reference photo and check that it can be used.

    Raises
    ------
    InputError
        The file cannot be read, is no analysis, or has nothing that a later photo can use. All
        faults are listed.
    """
    reference = load_analysis(path)
    faults = unusable_faults(reference)
    if faults:
        raise InputError(tr("The reference cannot be used:"), tuple(faults))
    return reference


def _one(
    path: Path, name: str, folder: str, request: Request, options: Options
) -> tuple[int, Analysis | None]:
    """Analyse one photo, print and write the result; exit code and the analysis, if any."""
    found = analysed(path, options, name=name, points=request.points, as_json=request.as_json)
    if isinstance(found, int):
        return found, None
    photo, result = found
    proposals: tuple[StickerProposal, ...] = ()
    if request.stickers is not None:
        result, proposals = stickers.use(
            path, photo, result, request.stickers, as_json=request.as_json, yes=request.yes
        )
    # Printed before it is written, so that a full disk does not lose the result.
    if request.as_json:
        print_line(to_document(result) | {"photo": str(path)})
    else:
        show.analysis(result)
    if request.out is not None:
        _write(path, folder, photo, result, proposals, request)
    return DONE, result


def _write(
    path: Path,
    folder: str,
    photo: Photo,
    result: Analysis,
    proposals: Sequence[StickerProposal],
    request: Request,
) -> None:
    """Write the files of one photo; the folder of another photo is left alone."""
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
    options = options or Options()
    try:
        photo = load(path, name=name or path.name)
        if points is not None:
            options = replace(options, points=read_points(points, size=photo.source_size))
        result = pipeline.analyze_photo(photo, options)
    except PhotoError as error:
        tell("photo.unreadable", error=type(error).__name__)
        if as_json:
            print_line(unreadable_document(str(path), error))
        else:
            show.unreadable(path, error)
        return UNREADABLE
    if isinstance(result, Refusal):
        if as_json:
            print_line(to_document(result) | {"photo": str(path)})
        else:
            show.refusal(result)
        return REFUSED
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
        print_line(combined_document(combined))
    else:
        show.combined(combined)


def print_line(document: dict[str, Any]) -> None:
    """Print one JSON object on one line, in ASCII, which every terminal and pipe can carry."""
    sys.stdout.write(json.dumps(document, allow_nan=False) + "\n")
    sys.stdout.flush()
