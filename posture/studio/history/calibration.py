"""Options for the next photo of a client: their data, and points placed once (ADR 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.analysis.options import Options
from posture.analysis.reference import reference_faults, unusable_faults
from posture.assess.assessment import AGE, STATURE_CM, Subject
from posture.body.estimate.network import weights
from posture.measure.measurement import PALPATED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from posture.analysis.types import Analysis
    from posture.studio.history.occasions import Occasion
    from posture.studio.records import ClientDetails

_YEAR = 365.25


def subject_of(details: ClientDetails, on: date) -> Subject:
    """What is known of a client on a day and can be used; ages and statures outside are left out.

    Parameters
    ----------
    details : ClientDetails
    on : date
        Of the visit. Of the birthday only the year is known, so the age is its expected value.
    """
    age = None
    if details.year_of_birth is not None:
        age = round(on.year - details.year_of_birth + on.timetuple().tm_yday / _YEAR - 0.5, 1)
    return Subject(
        age=_within(age, AGE), sex=details.sex, stature_cm=_within(details.stature_cm, STATURE_CM)
    )


def options_for(
    details: ClientDetails,
    occasions: Iterable[Occasion],
    on: date,
    base: Options | None = None,
) -> Options:
    """Options with which a new photo of a client is analysed.

    Parameters
    ----------
    details : ClientDetails
    occasions : iterable of Occasion
        Earlier visits: points placed or stickered in one of them calibrate the new photo.
    on : date
        Day of the new photo.
    base : Options, optional
        Everything else: model, stickers, camera roll.

    Returns
    -------
    Options
        With the client's age, sex and stature, and the reference photo where there is a usable one.
    """
    base = base or Options()
    subject = subject_of(details, on)
    return replace(base, subject=subject, reference=find_reference(occasions, subject, base.model))


def find_reference(
    occasions: Iterable[Occasion], subject: Subject, model: str = "full"
) -> Analysis | None:
    """The earlier photo whose placed points tell most of this body.

    Parameters
    ----------
    occasions : iterable of Occasion
    subject : Subject
    model : str
        Pose model of the new photo.

    Returns
    -------
    Analysis or None
        With the most palpated points, then the most points, then the latest.
    """
    usable = [
        one
        for one in occasions
        if not unusable_faults(one.analysis)
        and not reference_faults(
            one.analysis, subject, model=model, estimator_sha256=weights().sha256
        )
    ]
    best = max(usable, key=_worth, default=None)
    return None if best is None else best.analysis


def _within(value: float | None, between: tuple[float, float]) -> float | None:
    """A value in its range; None for any other, as a child of two or an older record may have."""
    low, high = between
    return value if value is not None and low <= value <= high else None


def _worth(one: Occasion) -> tuple[int, int, date]:
    placed = one.analysis.body.placed
    return sum(point.source in PALPATED for point in placed), len(placed), one.on
