"""Left and right in one call: a photo from the front or the back in, levels out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from posture.analysis.types import PhotoInfo
from posture.assess.assessment import Subject
from posture.assess.frontal import SidesAssessment, assess_sides
from posture.body.body import Refusal
from posture.body.front.body import FrontBody
from posture.body.front.build import stand_front
from posture.measure.frontal import measure_levels
from posture.measure.measurement import Measurement
from posture.photo.load import load
from posture.pose.detect import detect
from posture.pose.second_look import second_look

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posture.body.front.view import View
    from posture.photo.photo import Photo


@dataclass(frozen=True, slots=True)
class Sides:
    """One photo from the front or the back, read.

    Attributes
    ----------
    photo : PhotoInfo
    body : FrontBody
    measurements : mapping of str to Measurement
        Degrees, + the person's right side higher.
    assessment : SidesAssessment
    subject : Subject
        Who it is; of all that is known of them, an age under 18 changes what is said.
    """

    photo: PhotoInfo
    body: FrontBody
    measurements: Mapping[str, Measurement]
    assessment: SidesAssessment
    subject: Subject = field(default_factory=Subject)


def analyze_sides(
    source: str | Path | bytes | NDArray[np.generic],
    *,
    name: str | None = None,
    subject: Subject | None = None,
    roll_deg: float | None = None,
    view: View | None = None,
    mirrored: bool = False,
    model: str = "full",
) -> Sides | Refusal:
    """Compare left and right in one photo.

    Parameters
    ----------
    source : str, Path, bytes or ndarray
        The picture, from the front or the back.
    name : str, optional
        Shown in its place.
    subject : Subject, optional
        Children are measured and not judged.
    roll_deg : float, optional
        Camera roll from gravity: how far a true vertical leans clockwise in the picture.
    view : {"front", "back"}, optional
        Found from the face by default.
    mirrored : bool
        Whether the picture is a mirror image, as selfies often are.
    model : {"full", "lite", "heavy"}

    Returns
    -------
    Sides or Refusal
        A refusal lists every fault with its remedy.

    Raises
    ------
    PhotoError
        The picture cannot be read.
    ModelError
        The pose model is missing or damaged.

    Examples
    --------
    >>> from posture.analysis.frontal import analyze_sides
    >>> sides = analyze_sides("front.jpg")  # doctest: +SKIP
    >>> sides.measurements["shoulder_level"]  # doctest: +SKIP
    """
    photo = load(source, name=name)
    return analyze_sides_photo(
        photo, subject=subject, roll_deg=roll_deg, view=view, mirrored=mirrored, model=model
    )


def told(sides: Sides | Refusal, subject: Subject | None = None) -> Sides | Refusal:
    """The same in the language that is spoken now, and of this person.

    Parameters
    ----------
    sides : Sides or Refusal
        A refusal remembers how it was said, and is nobody's.
    subject : Subject, optional
        What is known of the person by now; what was known before by default.
    """
    if isinstance(sides, Refusal):
        return sides
    subject = subject or sides.subject
    return replace(sides, assessment=assess_sides(sides.measurements, subject), subject=subject)


def analyze_sides_photo(
    photo: Photo,
    *,
    subject: Subject | None = None,
    roll_deg: float | None = None,
    view: View | None = None,
    mirrored: bool = False,
    model: str = "full",
) -> Sides | Refusal:
    """Compare left and right in a picture that was already read; see :func:`analyze_sides`."""
    body = stand_front(
        photo,
        detect(photo, model=model),
        second_look=lambda: second_look(photo, model=model),
        roll_deg=roll_deg,
        view=view,
        mirrored=mirrored,
    )
    if isinstance(body, Refusal):
        return body
    subject = subject or Subject()
    measurements = measure_levels(body)
    info = PhotoInfo(photo.name, photo.sha256, *photo.source_size)
    return Sides(info, body, measurements, assess_sides(measurements, subject), subject)
