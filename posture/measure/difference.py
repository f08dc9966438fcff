"""The difference of two readings whose estimates err by much the same.

Two photos of one body, read together, are off by much the same. A point that was placed in one of
them shows what its estimate is off by, and so tells of the other as well: the mean and variance of
a normal distribution, given what was placed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FARTHEST = 6.63
"""Squared distance in standard errors that 99 % of readings keep (chi squared, 1 df)."""


def difference_of_pair(
    at: NDArray[np.float64],
    sd: NDArray[np.float64],
    told: NDArray[np.float64],
    told_sd: NDArray[np.float64],
    size: float,
    correlation: float,
) -> tuple[float, float]:
    """Later less earlier value of one measurement, and its error.

    Parameters
    ----------
    at, sd : ndarray, shape (2,)
        Readings of both photos by estimates alone, and their errors.
    told, told_sd : ndarray, shape (2,)
        The same with placed points, weighed against their own photo's estimates.
    size : float
        Error of the difference of ``at``.
    correlation : float
        Correlation of their errors, (-1, 1).

    Returns
    -------
    value, sd : float
        Of two independent readings where a photo has no estimate; NaN where it has no reading.
    """
    if not (np.isfinite(at).all() and np.isfinite(sd).all()):
        return float(told[1] - told[0]), float(np.hypot(*told_sd))
    # Where a hand lies beyond what is credible the estimate went wrong, there and there alone.
    own = np.maximum(sd**2, told_sd**2 + (told - at) ** 2 / _FARTHEST)
    common = correlation * sd.prod()
    # What was placed says is what the weighed readings know beyond the estimates.
    added, says = 1.0 / told_sd**2 - 1.0 / own, told / told_sd**2 - at / own
    # Both estimates are as far off as their difference is known to be.
    both = np.array([[own[0], common], [common, own[1]]]) * size**2 / (sd @ sd - 2 * common)
    precision = np.linalg.inv(both)
    left = np.linalg.inv(precision + np.diag(added))
    later_less_earlier = np.array([-1.0, 1.0])
    value = later_less_earlier @ left @ (precision @ at + says)
    return float(value), float(np.sqrt(later_less_earlier @ left @ later_less_earlier))
