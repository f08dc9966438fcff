"""Every choice about an analysis, in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

from posture.assess.assessment import AGE, STATURE_CM, Answers, Subject
from posture.body.camera.roll import GRAVITY_SD_DEG
from posture.body.stickers.colours import HUES
from posture.errors import InputError
from posture.i18n.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.analysis.types import Analysis
    from posture.body.frontal.view import FrontalSide
    from posture.body.placed.entries import PointEntry

ROLL_DEG = (-45.0, 45.0)
MODELS = ("full", "lite", "heavy")


@dataclass(frozen=True, slots=True)
class Options:
    """Every choice about one analysis, passed unchanged from CLI, app, live view and API.

    The default suits an ordinary side photo.

    Attributes
    ----------
    subject : Subject
        Age, sex and stature as far as known; they narrow the typical range. Under 18 a frontal
        photo is measured and not judged.
    answers : Answers
        Self-checks, tense-or-not and screening answers; they shape the plan.
    points : tuple of PointEntry
        Points placed by hand (``posture.files.points.read_points`` reads a file).
    reference : Analysis or None
        Reference photo: an earlier photo of the same person with placed points, which correct the
        estimated points of this photo (personal calibration).
    model : {"full", "lite", "heavy"}
        Pose model.
    mirror : bool
        Detect on the mirror image too and take the mean: no left-right bias, at the price of a
        second detection.
    roll_deg : float or None
        Camera roll from gravity: how far a true vertical leans clockwise in the picture, degrees
        in [-45, 45]. None estimates it from the picture.
    roll_sd_deg : float
        1-sigma error of a given roll, degrees.
    stickers : str or None
        Find stickers on the body: their colour (see ``posture.body.stickers.colours.HUES``), or
        "auto" to find it. Clear ones become placed points and a notice names them; points placed
        by hand take precedence.
    view : {"front", "back"} or None
        Of a frontal photo; None finds it from the face.
    mirrored : bool
        Whether a frontal photo is a mirror image, as selfies often are.

    Raises
    ------
    InputError
        A choice lies outside its range; all faults are listed.
    """

    subject: Subject = field(default_factory=Subject)
    answers: Answers = field(default_factory=Answers)
    points: tuple[PointEntry, ...] = ()
    reference: Analysis | None = None
    model: str = "full"
    mirror: bool = True
    roll_deg: float | None = None
    roll_sd_deg: float = GRAVITY_SD_DEG
    stickers: str | None = None
    view: FrontalSide | None = None
    mirrored: bool = False

    def __post_init__(self) -> None:
        stop_on([*_subject_faults(self.subject), *_picture_faults(self)])


def subject(
    age: float | None = None, sex: str | None = None, stature_cm: float | None = None
) -> Subject:
    """Make a subject of what was typed; :class:`Options` checks it.

    Parameters
    ----------
    age : float or None
        Years, 3 to 110.
    sex : str or None
        "female" or "male", in any case.
    stature_cm : float or None
        Stature, 100 to 230 cm.

    Returns
    -------
    Subject
    """
    known = None if sex is None else cast("Literal['female', 'male']", sex.strip().lower())
    return Subject(age=age, sex=known, stature_cm=stature_cm)


def _subject_faults(subject: Subject) -> Iterable[str]:
    """What is wrong with the subject, one sentence each."""
    stature = mark("stature lies between {low:g} and {high:g} cm, not {given:g}")
    yield from _outside(stature, subject.stature_cm, STATURE_CM)
    age = mark("age lies between {low:g} and {high:g} years, not {given:g}")
    yield from _outside(age, subject.age, AGE)
    if subject.sex not in (None, "female", "male"):
        fault = tr('sex is "female" or "male", not "{given}"; leave it out if neither fits')
        yield fault.format(given=subject.sex)


def _picture_faults(options: Options) -> Iterable[str]:
    """What is wrong with the choices about reading the picture, one sentence each."""
    roll = mark("roll lies between {low:g} and {high:g} degrees, not {given:g}")
    yield from _outside(roll, options.roll_deg, ROLL_DEG)
    if options.model not in MODELS:
        fault = tr('model is one of {models}, not "{given}"')
        yield fault.format(models=", ".join(MODELS), given=options.model)
    if options.stickers not in (None, "auto", *HUES):
        fault = tr('stickers are "auto" or one of {colours}, not "{given}"')
        yield fault.format(colours=", ".join(HUES), given=options.stickers)
    if options.view not in (None, "front", "back"):
        yield tr('view is "front" or "back", not "{given}"').format(given=options.view)


def stop_on(faults: Iterable[str]) -> None:
    """Raise one ``InputError`` that lists all faults; do nothing where there are none."""
    listed = tuple(faults)
    if listed:
        raise InputError(tr("What was given cannot be used:"), listed)


def _outside(fault: str, value: float | None, allowed: tuple[float, float]) -> list[str]:
    low, high = allowed
    # Written so that NaN, which compares false with everything, counts as outside.
    if value is None or low <= value <= high:
        return []
    return [tr(fault).format(low=low, high=high, given=value)]
