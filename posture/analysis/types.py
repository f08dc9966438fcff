"""The result of analysing one photo, or several photos of one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from posture.assess.assessment import Answers, Assessment, Subject
from posture.body.body import Body
from posture.body.placed_notices import placed_notices
from posture.body.remarks import Notice
from posture.body.stickers.apply import sticker_notice
from posture.json_types import Number, Text
from posture.measure.measurement import Measurement

if TYPE_CHECKING:
    from posture.photo.photo import Photo


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """Which photo was analysed; its pixels are not kept.

    Attributes
    ----------
    name : str
    sha256 : str
    width, height : int
        Source pixels, upright.
    taken : datetime or None
        When the photo was taken, as its EXIF says; with the offset from UTC only where EXIF has it.
    """

    name: Text
    sha256: str
    width: int
    height: int
    taken: datetime | None = None

    @classmethod
    def of(cls, photo: Photo) -> PhotoInfo:
        """What is kept of a photo."""
        return cls(photo.name, photo.sha256, *photo.source_size, photo.taken)


@dataclass(frozen=True, slots=True)
class Provenance:
    """With which program, models and settings the numbers were made.

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
    analysed_on : date or None
        Day of the analysis, local time; None where the document did not keep it.
    """

    version: str
    model: str
    model_sha256: str
    estimator: str
    estimator_sha256: str
    knowledge_sha256: str
    settings: Mapping[str, str | float | bool | None]
    analysed_on: date | None = None


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

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a reader should know: of the photo, of placed points, of stickers looked for."""
        settings = self.provenance.settings
        notices = (*self.body.notices, *placed_notices(self.body))
        if "stickers" not in settings:
            return notices
        found = settings.get("sticker_points")
        # Documents from before the names were kept: every point that a sticker marks.
        names = None if found is None else str(found).split()
        return (*notices, sticker_notice(self.body, names))


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
    spread: Mapping[str, Number]
    assessment: Assessment
