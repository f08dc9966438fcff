"""How several photos of one person are combined, whatever holds their measurements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.assess.assess import assess
from posture.assess.assessment import Answers, Assessment, Subject
from posture.measure.combine import combine, spread
from posture.measure.measurement import Measurement

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTHING = Answers()


@dataclass(frozen=True, slots=True)
class Medians:
    """Several photos of one person, combined by the median.

    Attributes
    ----------
    measurements : mapping of str to Measurement
        Median per measurement, with the error of the median.
    spread : mapping of str to float
        Half the range over the photos, same unit.
    assessment : Assessment
        Of the combined measurements.
    """

    measurements: Mapping[str, Measurement]
    spread: Mapping[str, float]
    assessment: Assessment


def combine_photos(
    series: Sequence[Mapping[str, Measurement]],
    subject: Subject,
    answers: Answers = _NOTHING,
    *,
    stances: int | None = None,
) -> Medians:
    """Combine the measurements of several side photos of one person and assess them.

    Parameters
    ----------
    series : sequence of mapping of str to Measurement
        One mapping per photo.
    subject : Subject
    answers : Answers
    stances : int, optional
        How many separate times the person stood for these photos; default: one per photo.

    Returns
    -------
    Medians
    """
    measurements = combine(series)
    assessment = assess(measurements, subject, answers, photos=stances or len(series))
    return Medians(measurements, spread(series), assessment)
