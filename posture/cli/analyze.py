"""``posture analyze``: analyses photos, prints the results and writes the reports."""

from __future__ import annotations

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
from posture.cli import show, stickers
from posture.errors import InputError, PhotoError
from posture.files.answers import read_answers
from posture.files.documents.read import load_analysis
from posture.files.documents.write import combined_document, to_document, unreadable_document
from posture.files.points import read_points
from posture.i18n.language import tr
from posture.installation import require
from posture.photo.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posture.analysis.types import Analysis
    from posture.body.stickers.find import StickerProposal
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
    for path, folder in zip(request.photos, _folders(request), strict=True):
        code, analysis = _one(path, folder, request, options)
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
    path: Path, folder: Path | None, request: Request, options: Options
) -> tuple[int, Analysis | None]:
    """Analyse one photo, print and write the result; exit code and the analysis, if any."""
    found = analysed(path, options, points=request.points, as_json=request.as_json)
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
    if folder is not None:
        from posture.present.report.report import write_report

        written = (*write_report(photo, result, folder).values(),)
        written += stickers.write(photo, result, proposals, folder)
        if not request.as_json:
            show.files(written)
    return DONE, result


def analysed(
    path: Path, options: Options | None = None, *, points: Path | None = None, as_json: bool
) -> tuple[Photo, Analysis] | int:
    """Analyse one photo; the reasons are printed where that is not possible.

    Parameters
    ----------
    path : Path
    options : Options, optional
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
        photo = load(path, name=path.name)
        if points is not None:
            options = replace(options, points=read_points(points, size=photo.source_size))
        result = pipeline.analyze_photo(photo, options)
    except PhotoError as error:
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


def _folders(request: Request) -> list[Path | None]:
    """One output folder per photo; several photos get sub-folders with distinct names."""
    if request.out is None:
        return [None] * len(request.photos)
    if len(request.photos) == 1:
        return [request.out]
    return [request.out / name for name in _distinct(path.stem for path in request.photos)]


def _distinct(names: Iterable[str]) -> list[str]:
    """Make names distinct with a number, also on file systems that ignore case."""
    taken: set[str] = set()
    made: list[str] = []
    for name in names:
        candidate, count = name or "photo", 2
        while candidate.casefold() in taken:
            candidate, count = f"{name}-{count}", count + 1
        taken.add(candidate.casefold())
        made.append(candidate)
    return made


def print_line(document: dict[str, Any]) -> None:
    """Print one JSON object on one line, in ASCII, which every terminal and pipe can carry."""
    sys.stdout.write(json.dumps(document, allow_nan=False) + "\n")
    sys.stdout.flush()
