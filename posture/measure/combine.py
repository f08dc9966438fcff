"""Combine several photos of one person: the median of each measurement, with its error."""

from __future__ import annotations

import math
from statistics import fmean, median, stdev
from typing import TYPE_CHECKING

import numpy as np

from posture.measure.measure import least_certain
from posture.measure.measurement import Measurement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHARED_VARIANCE = 0.8
"""Share of a single photo's variance that all photos of a person have in common.

An engineering assumption, not a measured value: most of a point's error comes from the shape of the
body (where C7 or the hip bones lie under skin and cloth) and is the same in every photo. More
photos reduce only the rest: differences of stance, pixel noise, variation of the detector."""

MEDIAN_LOSS = math.sqrt(math.pi / 2)
"""Standard error of a median over that of a mean, for a normal distribution: 1.253."""


def combine(series: Sequence[Mapping[str, Measurement]]) -> dict[str, Measurement]:
    """Combine the measurements of several photos of one person.

    Parameters
    ----------
    series : sequence of mapping of str to Measurement
        One mapping per photo, as ``measure`` gives it.

    Returns
    -------
    dict of str to Measurement
        For each name, in the order of the first photos: the median over the photos that have it.
        Its error is the larger of the scatter between photos, ``1.253 SD / sqrt(n)``, and the
        single-photo error after averaging, ``mean sd * sqrt(rho + (1 - rho) / n)`` with rho =
        ``SHARED_VARIANCE``. The source is the least certain one used. A measurement known in one
        photo only is returned unchanged; one known in none is missing, with the reason of the
        first photo. Empty for no photos.
    """
    return {name: _combine_one(_all_of(name, series)) for name in _names(series)}


def spread(series: Sequence[Mapping[str, Measurement]]) -> dict[str, float]:
    """Half the range of each measurement over several photos of one person.

    Parameters
    ----------
    series : sequence of mapping of str to Measurement

    Returns
    -------
    dict of str to float
        ``(largest - smallest) / 2`` in the measurement's unit; NaN where fewer than two photos
        have it.
    """
    halves: dict[str, float] = {}
    for name in _names(series):
        values = [one.value for one in _all_of(name, series) if math.isfinite(one.value)]
        halves[name] = (max(values) - min(values)) / 2 if len(values) > 1 else np.nan
    return halves


def _names(series: Sequence[Mapping[str, Measurement]]) -> list[str]:
    return list(dict.fromkeys(name for photo in series for name in photo))


def _all_of(name: str, series: Sequence[Mapping[str, Measurement]]) -> list[Measurement]:
    return [photo[name] for photo in series if name in photo]


def _combine_one(photos: list[Measurement]) -> Measurement:
    known = [one for one in photos if math.isfinite(one.value)]
    if len(known) < 2:
        return (known or photos)[0]
    n = len(known)
    scatter = MEDIAN_LOSS * stdev(one.value for one in known) / math.sqrt(n)
    single = fmean(one.sd for one in known)
    floor = single * math.sqrt(SHARED_VARIANCE + (1.0 - SHARED_VARIANCE) / n)
    return Measurement(
        name=known[0].name,
        value=median(one.value for one in known),
        sd=max(scatter, floor),
        unit=known[0].unit,
        source=least_certain(one.source for one in known),
    )
