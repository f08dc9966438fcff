"""Statistics of estimates against truth, with bootstrap intervals over bodies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Z = {50: 0.6744897501960817, 80: 1.2815515655446004, 95: 1.959963984540054}
"""Half-width of a central normal interval, in standard deviations, by percent."""

RESAMPLES = 1000
SEED = 20261123
"""Seed of the bootstrap."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Estimates of one measurement against its truth; NaN where there are too few.

    Attributes
    ----------
    n, missing : int
        Pictures with and without an estimate.
    bias, rmse : float
        Mean error and root mean squared error, unit of the measurement.
    rmse_low, rmse_high : float
        95 % bootstrap interval of ``rmse``, bodies resampled.
    r, slope : float
        Correlation, and slope of the estimate on the truth.
    skill, skill_low, skill_high : float
        ``1 - MSE / Var(truth)``, with its bootstrap interval; 0 = no better than the mean of truth.
    cover_50, cover_80, cover_95 : float
        Share of truths inside ``value +- z sd``, percent; NaN without errors.
    effective_80, effective_95 : float
        Effective number of pictures for the coverage: the pictures of one body are correlated. At
        most ``n``; NaN where none or all are inside.
    median_sd : float
        Median stated error.
    """

    n: int
    missing: int
    bias: float
    rmse: float
    rmse_low: float
    rmse_high: float
    r: float
    slope: float
    skill: float
    skill_low: float
    skill_high: float
    cover_50: float
    cover_80: float
    cover_95: float
    effective_80: float
    effective_95: float
    median_sd: float


def accuracy(
    truth: ArrayLike,
    estimate: ArrayLike,
    sd: ArrayLike | None = None,
    bodies: ArrayLike | None = None,
) -> Accuracy:
    """Compare estimates with the truth.

    Parameters
    ----------
    truth, estimate : array_like, shape (n,)
        NaN estimates are missing; NaN truths are left out.
    sd : array_like, shape (n,), optional
        Stated 1-sigma errors.
    bodies : array_like, shape (n,), optional
        Number of the body in each picture; each its own by default.

    Returns
    -------
    Accuracy
    """
    t, e = np.asarray(truth, dtype=float), np.asarray(estimate, dtype=float)
    s = np.full(t.shape, np.nan) if sd is None else np.asarray(sd, dtype=float)
    b = np.arange(t.size) if bodies is None else np.asarray(bodies)
    known = np.isfinite(t)
    kept = known & np.isfinite(e)
    t, e, s, b = t[kept], e[kept], s[kept], b[kept]
    error = e - t
    low_high = _bootstrap(t, error, b)
    cover = {level: coverage(t, e, s, level) for level in Z}
    r, slope = _line(t, e)
    return Accuracy(
        n=int(t.size),
        missing=int(known.sum() - kept.sum()),
        bias=_mean(error),
        rmse=math.sqrt(_mean(error**2)),
        rmse_low=low_high[0],
        rmse_high=low_high[1],
        r=r,
        slope=slope,
        skill=skill(t, e),
        skill_low=low_high[2],
        skill_high=low_high[3],
        cover_50=cover[50],
        cover_80=cover[80],
        cover_95=cover[95],
        effective_80=_effective(_inside(t, e, s, 80), b),
        effective_95=_effective(_inside(t, e, s, 95), b),
        median_sd=float(np.median(s)) if s.size and np.isfinite(s).all() else math.nan,
    )


def skill(truth: NDArray[np.float64], estimate: NDArray[np.float64]) -> float:
    """``1 - MSE / Var(truth)``: 1 = exact, 0 = no better than the mean of the truth."""
    spread = float(np.var(truth)) if truth.size else math.nan
    if not spread > 0.0:
        return math.nan
    return 1.0 - _mean((estimate - truth) ** 2) / spread


def coverage(
    truth: NDArray[np.float64],
    estimate: NDArray[np.float64],
    sd: NDArray[np.float64],
    level: int,
) -> float:
    """Share of truths inside the central interval of a level, percent; NaN without errors."""
    if not truth.size or not np.isfinite(sd).all():
        return math.nan
    return 100.0 * _mean(_inside(truth, estimate, sd, level))


def _inside(
    truth: NDArray[np.float64],
    estimate: NDArray[np.float64],
    sd: NDArray[np.float64],
    level: int,
) -> NDArray[np.float64]:
    """1 where the truth lies inside the central interval of a level, else 0 (as without errors)."""
    return (np.abs(estimate - truth) <= Z[level] * sd).astype(float)


def _effective(held: NDArray[np.float64], bodies: NDArray[np.generic]) -> float:
    """Effective number of independent pictures, from the variance between bodies."""
    share = _mean(held)
    if not 0.0 < share < 1.0:
        return math.nan
    _, index = np.unique(bodies, return_inverse=True)
    spread = (np.bincount(index, weights=held - share) ** 2).sum()
    independent = held.size * share * (1.0 - share)
    return held.size * float(independent / max(spread, independent))


def _mean(values: NDArray[np.float64]) -> float:
    return float(np.mean(values)) if values.size else math.nan


def _line(truth: NDArray[np.float64], estimate: NDArray[np.float64]) -> tuple[float, float]:
    """Correlation and slope; NaN where one of the two does not vary."""
    if truth.size < 2:
        return math.nan, math.nan
    t, e = truth - truth.mean(), estimate - estimate.mean()
    # Rounding leaves a tiny SD where all values are equal.
    flat_t = float(np.ptp(truth)) == 0.0
    flat_e = float(np.ptp(estimate)) == 0.0
    slope = math.nan if flat_t else float(t @ e / (t @ t))
    r = math.nan if flat_t or flat_e else float(t @ e / math.sqrt((t @ t) * (e @ e)))
    return r, slope


def _bootstrap(
    truth: NDArray[np.float64], error: NDArray[np.float64], bodies: NDArray[np.generic]
) -> tuple[float, float, float, float]:
    """95 % intervals of RMSE and skill: low, high, low, high.

    Pictures of one body are correlated, so bodies are resampled, not pictures. Sums per body
    suffice.
    """
    names, index = np.unique(bodies, return_inverse=True)
    if names.size < 3:
        return math.nan, math.nan, math.nan, math.nan
    sums = np.column_stack(
        [
            np.bincount(index, weights=w, minlength=names.size)
            for w in (np.ones_like(truth), error**2, truth, truth**2)
        ]
    )
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(names.size, np.full(names.size, 1 / names.size), size=RESAMPLES)
    n, se, t, tt = (drawn @ sums).T
    mse, spread = se / n, tt / n - (t / n) ** 2
    rmse = np.percentile(np.sqrt(mse), [2.5, 97.5])
    usable = spread > 1e-12
    if not usable.any():
        return float(rmse[0]), float(rmse[1]), math.nan, math.nan
    gained = np.percentile(1 - mse[usable] / spread[usable], [2.5, 97.5])
    return float(rmse[0]), float(rmse[1]), float(gained[0]), float(gained[1])
