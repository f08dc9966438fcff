"""Arguments of ``posture analyze``, as typed and as checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from posture.analysis.options import Options, stop_on
from posture.analysis.options import subject as make_subject
from posture.analysis.reference import unusable_faults
from posture.errors import InputError
from posture.files.answers import read_answers
from posture.files.tables import STANDARD, csv_dialect
from posture.i18n.language import tr
from posture.installation import require

if TYPE_CHECKING:
    from posture.analysis.types import Analysis


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


def checked(request: Request) -> Options:
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
    from posture.files.documents.read import load_analysis

    reference = load_analysis(path)
    faults = unusable_faults(reference)
    if faults:
        raise InputError(tr("The reference cannot be used:"), tuple(faults))
    return reference
