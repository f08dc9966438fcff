"""Means, spreads and intervals that are gathered piece by piece, without holding the values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONFIDENCE = 0.95
_LARGE = 1000
"""Degrees of freedom from which the normal distribution serves."""


@dataclass(slots=True)
class Moments:
    """Number, mean and sum of squared deviations of the values so far.

    Pieces are joined by the formula of Chan, Golub & LeVeque (1983), which loses no digits where
    the mean is large against the spread.
    """

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0

    def add(self, values: NDArray[np.float64]) -> None:
        """Take more values; NaN counts nothing."""
        known = values[np.isfinite(values)]
        if not known.size:
            return
        mean = float(known.mean())
        total = self.count + known.size
        by = mean - self.mean
        self.squares += float(((known - mean) ** 2).sum()) + by**2 * self.count * known.size / total
        self.mean += by * known.size / total
        self.count = total

    @property
    def sd(self) -> float:
        """Standard deviation with n - 1; NaN for fewer than two values."""
        return math.sqrt(self.squares / (self.count - 1)) if self.count > 1 else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """95 % confidence interval of the mean (Student's t); NaN for fewer than two values."""
        if self.count < 2:
            return math.nan, math.nan
        half = t_quantile(self.count - 1) * self.sd / math.sqrt(self.count)
        return self.mean - half, self.mean + half


@cache
def t_quantile(freedom: int) -> float:
    """Two-sided 95 % quantile of Student's t.

    With ``t = sqrt(f) tan(a)`` the density is proportional to ``cos(a)^(f - 1)``, which is summed.

    Examples
    --------
    >>> round(t_quantile(10), 3)
    2.228
    """
    if freedom >= _LARGE:
        return NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    angles = np.linspace(0.0, math.pi / 2, 20_001)
    density = np.cos(angles) ** (freedom - 1)
    area = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    return math.sqrt(freedom) * math.tan(np.interp(CONFIDENCE * area[-1], area, angles))


def share_interval(hits: int, count: int) -> tuple[float, float]:
    """95 % confidence interval of a share (Wilson 1927); NaN of none.

    Examples
    --------
    >>> [round(end, 2) for end in share_interval(0, 10)]
    [0.0, 0.28]
    """
    if not count:
        return math.nan, math.nan
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share, scale = hits / count, 1 + z**2 / count
    centre = (share + z**2 / (2 * count)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    return max(0.0, centre - half), min(1.0, centre + half)
