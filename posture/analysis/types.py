"""The one object that everything downstream shows, stores and compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from posture.assess.assessment import Answers, Assessment, Subject
from posture.body.body import Body
from posture.measure.measurement import Measurement


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """Which picture was analysed; its pixels are not kept.

    Attributes
    ----------
    name : str
    sha256 : str
    width, height : int
        Source pixels, upright.
    """

    name: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the numbers came about.

    Attributes
    ----------
    version : str
        Of this package.
    model, model_sha256 : str
    estimator, estimator_sha256 : str
        Name and hash of the weights that turn landmarks into anatomical points.
    knowledge_sha256 : str
        Hash over the knowledge files.
    settings : mapping of str to str, float, bool or None
        Options that change the numbers (mirror pass, gravity, stature, ...).
    """

    version: str
    model: str
    model_sha256: str
    estimator: str
    estimator_sha256: str
    knowledge_sha256: str
    settings: Mapping[str, str | float | bool | None]


@dataclass(frozen=True, slots=True)
class Analysis:
    """One photo, analysed.

    Attributes
    ----------
    photo : PhotoInfo
    body : Body
        Points with errors, both layers.
    measurements : mapping of str to Measurement
        By name, in display order.
    subject : Subject
    answers : Answers
    assessment : Assessment
    provenance : Provenance
    """

    photo: PhotoInfo
    body: Body
    measurements: Mapping[str, Measurement]
    subject: Subject
    answers: Answers
    assessment: Assessment
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Combined:
    """Several photos of one person, combined by the median.

    Attributes
    ----------
    analyses : tuple of Analysis
        The photos, each on its own.
    measurements : mapping of str to Measurement
        Median per measurement, with the error of the median.
    spread : mapping of str to float
        Half the range over the photos, same unit.
    assessment : Assessment
        Of the combined measurements.
    """

    analyses: tuple[Analysis, ...]
    measurements: Mapping[str, Measurement]
    spread: Mapping[str, float]
    assessment: Assessment
