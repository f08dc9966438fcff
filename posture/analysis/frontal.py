"""Analyses one frontal photo: left and right compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from posture.analysis.options import Options
from posture.analysis.types import PhotoInfo
from posture.assess.assessment import Subject
from posture.assess.frontal import FrontalAssessment, assess_frontal
from posture.body.frontal.body import FrontalBody
from posture.body.frontal.build import build_frontal_body
from posture.body.remarks import Refusal
from posture.measure.frontal import measure_levels
from posture.measure.measurement import Measurement
from posture.photo.load import load
from posture.pose.search import find_main_person

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posture.photo.photo import Photo


@dataclass(frozen=True, slots=True)
class FrontalAnalysis:
    """The result of one frontal photo.

    Attributes
    ----------
    photo : PhotoInfo
    body : FrontalBody
    measurements : mapping of str to Measurement
        Degrees, + the person's right side higher.
    assessment : FrontalAssessment
    subject : Subject
        The person; an age under 18 changes what is said.
    """

    photo: PhotoInfo
    body: FrontalBody
    measurements: Mapping[str, Measurement]
    assessment: FrontalAssessment
    subject: Subject = field(default_factory=Subject)


def analyze_frontal(
    source: str | Path | bytes | NDArray[np.generic],
    options: Options | None = None,
    *,
    name: str | None = None,
) -> FrontalAnalysis | Refusal:
    """Compare left and right in one photo.

    Parameters
    ----------
    source : str, Path, bytes or ndarray
        The picture, from the front or the back.
    options : Options, optional
        Of them count: subject, model, mirror, roll with its error, view and mirrored.
    name : str, optional
        Shown in its place.

    Returns
    -------
    FrontalAnalysis or Refusal
        A refusal lists every fault with its remedy.

    Raises
    ------
    PhotoError
        The picture cannot be read.
    ModelError
        The pose model is missing or damaged.

    Examples
    --------
    >>> from posture.analysis.frontal import analyze_frontal
    >>> analysis = analyze_frontal("front.jpg")  # doctest: +SKIP
    >>> analysis.measurements["shoulder_level"]  # doctest: +SKIP
    """
    return analyze_frontal_photo(load(source, name=name), options)


def reassessed(
    analysis: FrontalAnalysis | Refusal, subject: Subject | None = None
) -> FrontalAnalysis | Refusal:
    """Assess the measurements again, in the current language and for a subject.

    Parameters
    ----------
    analysis : FrontalAnalysis or Refusal
        A refusal is returned unchanged: it is translated where it is shown.
    subject : Subject, optional
        Default: the subject of the analysis.

    Returns
    -------
    FrontalAnalysis or Refusal
    """
    if isinstance(analysis, Refusal):
        return analysis
    subject = subject or analysis.subject
    assessment = assess_frontal(analysis.measurements, subject)
    return replace(analysis, assessment=assessment, subject=subject)


def analyze_frontal_photo(
    photo: Photo, options: Options | None = None
) -> FrontalAnalysis | Refusal:
    """Compare left and right in a picture that was already read; see :func:`analyze_frontal`."""
    options = options or Options()
    part, people = find_main_person(photo, model=options.model, mirror=options.mirror)
    body = build_frontal_body(
        part,
        people,
        roll_deg=options.roll_deg,
        roll_sd_deg=options.roll_sd_deg,
        view=options.view,
        mirrored=options.mirrored,
    )
    if isinstance(body, Refusal):
        return body
    return analysis_of(PhotoInfo.of(photo), body, options.subject)


def analysis_of(photo: PhotoInfo, body: FrontalBody, subject: Subject) -> FrontalAnalysis:
    """Measure and assess a body that was built already, in the current language."""
    measurements = measure_levels(body)
    return FrontalAnalysis(
        photo, body, measurements, assess_frontal(measurements, subject), subject
    )
