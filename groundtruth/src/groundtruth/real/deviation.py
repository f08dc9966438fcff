"""Estimates less what was marked by eye, with the error of marking taken out of the account."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.score.statistics import RESAMPLES, SEED, Z

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

FEWEST_PAIRS = 3
"""Photographs with two raters below which their error is not known."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """Estimates less marked values of one quantity; NaN where there are too few.

    Attributes
    ----------
    n, persons : int
        Photographs with both, and the people in them.
    bias, bias_low, bias_high : float
        Mean difference and its 95 % bootstrap interval, people resampled.
    sd, sd_low, sd_high : float
        Standard deviation of the difference without the raters' share, and its interval.
    sd_raw : float
        The same with the raters' share.
    label_sd : float
        1-sigma error of one rater; NaN where too few photographs were marked twice.
    stated : float
        Median of the errors that the program states.
    cover_80, cover_95, cover_95_low, cover_95_high : float
        Share of photographs whose interval contains the marked value, percent; the error of
        marking is added to the stated one. With the 95 % bootstrap interval of ``cover_95``.
    cover_95_raw : float
        The same with the stated error alone.
    people : float
        Standard deviation of the marked values among the photographs, without the raters' share.
    """

    n: int
    persons: int
    bias: float
    bias_low: float
    bias_high: float
    sd: float
    sd_low: float
    sd_high: float
    sd_raw: float
    label_sd: float
    stated: float
    cover_80: float
    cover_95: float
    cover_95_low: float
    cover_95_high: float
    cover_95_raw: float
    people: float


def label_sd(differences: ArrayLike) -> float:
    """Error of one rater: standard deviation of the raters' difference over the square root of 2.

    Parameters
    ----------
    differences : array_like, shape (N,)
        Second rater less first.

    Returns
    -------
    float
        NaN for fewer than three.
    """
    values = np.asarray(differences, dtype=float)
    if values.size < FEWEST_PAIRS:
        return math.nan
    return float(np.std(values, ddof=1)) / math.sqrt(2.0)


def deviation(
    estimate: ArrayLike,
    marked: ArrayLike,
    stated: ArrayLike,
    raters: ArrayLike,
    persons: Sequence[str],
    rater_sd: float,
) -> Deviation:
    """Compare estimates with marked values.

    Parameters
    ----------
    estimate, marked, stated : array_like, shape (N,)
        Values, marked values and stated 1-sigma errors; NaN where there is none.
    raters : array_like, shape (N,)
        How many raters' mean each marked value is.
    persons : sequence of str, length N
        Photographs of one person are drawn together.
    rater_sd : float
        Error of one rater; NaN counts as 0.

    Returns
    -------
    Deviation
    """
    e, m, s = (np.asarray(values, dtype=float) for values in (estimate, marked, stated))
    kept = np.isfinite(e) & np.isfinite(m)
    error, s, m = (e - m)[kept], s[kept], m[kept]
    names, person = np.unique(np.asarray(persons)[kept], return_inverse=True)
    share = (0.0 if math.isnan(rater_sd) else rater_sd) ** 2 / np.asarray(raters, float)[kept]
    once = np.ones((1, error.size))
    drawn = _drawn(names.size, person)
    inside = {level: np.abs(error) <= Z[level] * np.sqrt(s**2 + share) for level in (80, 95)}
    raw = np.abs(error) <= Z[95] * s
    stated_known = bool(error.size) and bool(np.isfinite(s).all())

    def cover(held: NDArray[np.bool_], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        told = 100.0 * _mean(held.astype(float), weights)
        return told if stated_known else np.full_like(told, math.nan)

    low, high = _interval(_mean(error, drawn))
    sd_low, sd_high = _interval(_sd(error, share, drawn))
    cover_low, cover_high = _interval(cover(inside[95], drawn))
    return Deviation(
        n=int(error.size),
        persons=int(names.size),
        bias=float(_mean(error, once)[0]),
        bias_low=low,
        bias_high=high,
        sd=float(_sd(error, share, once)[0]),
        sd_low=sd_low,
        sd_high=sd_high,
        sd_raw=float(_sd(error, np.zeros_like(share), once)[0]),
        label_sd=rater_sd,
        stated=float(np.median(s)) if stated_known else math.nan,
        cover_80=float(cover(inside[80], once)[0]),
        cover_95=float(cover(inside[95], once)[0]),
        cover_95_low=cover_low,
        cover_95_high=cover_high,
        cover_95_raw=float(cover(raw, once)[0]),
        people=float(_sd(m, share, once)[0]),
    )


def _drawn(persons: int, person: NDArray[np.intp]) -> NDArray[np.float64]:
    """How often each photograph is in each bootstrap sample of the people, shape (R, N)."""
    if persons < FEWEST_PAIRS:
        return np.empty((0, person.size))
    rng = np.random.default_rng(SEED)
    counts = rng.multinomial(persons, np.full(persons, 1 / persons), size=RESAMPLES)
    return counts[:, person].astype(float)


def _mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted mean for each row of weights; NaN where they are all 0."""
    total = weights.sum(axis=1)
    known = total > 0
    return np.where(known, weights @ values / np.where(known, total, 1.0), math.nan)


def _sd(
    values: NDArray[np.float64], share: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Standard deviation for each row of weights, less a variance that is not the program's."""
    total = weights.sum(axis=1)
    usable = total > 1
    spread = _mean(values**2, weights) - _mean(values, weights) ** 2
    spread = spread * total / np.where(usable, total - 1, 1.0) - _mean(share, weights)
    return np.where(usable, np.sqrt(np.maximum(spread, 0.0)), math.nan)


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not known.size:
        return math.nan, math.nan
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)
