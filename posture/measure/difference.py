"""Change of one measurement between two jointly estimated photos.

The errors of both estimates are strongly correlated. A point placed in one photo shows the error of
its estimate and therefore also corrects the estimate of the other photo. The result is the
conditional mean and variance of a joint normal distribution, given the placed points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FARTHEST = 6.63
"""Squared distance in standard errors within which 99 % of values lie (chi squared, 1 df)."""


def difference_of_pair(
    at: NDArray[np.float64],
    sd: NDArray[np.float64],
    placed: NDArray[np.float64],
    placed_sd: NDArray[np.float64],
    size: float,
    correlation: float,
) -> tuple[float, float]:
    """Later less earlier value of one measurement, and its error.

    Parameters
    ----------
    at, sd : ndarray, shape (2,)
        Values of both photos from estimates alone, and their 1-sigma errors.
    placed, placed_sd : ndarray, shape (2,)
        Values and 1-sigma errors with the placed points of each photo.
    size : float
        1-sigma error of the difference of ``at``.
    correlation : float
        Correlation of the errors of ``at``, (-1, 1).

    Returns
    -------
    value, sd : float
        Where a photo has no estimate, the difference of two independent values; NaN where a photo
        has no value.
    """
    if not (np.isfinite(at).all() and np.isfinite(sd).all()):
        return float(placed[1] - placed[0]), float(np.hypot(*placed_sd))
    # A placed value far outside the error of its estimate shows an outlier of that estimate.
    own = np.maximum(sd**2, placed_sd**2 + (placed - at) ** 2 / _FARTHEST)
    common = correlation * sd.prod()
    # Precision and weighted value that the placed points add to the estimates.
    added, weighted = 1.0 / placed_sd**2 - 1.0 / own, placed / placed_sd**2 - at / own
    # Scaled so that the error of the difference of estimates is ``size``.
    both = np.array([[own[0], common], [common, own[1]]]) * size**2 / (sd @ sd - 2 * common)
    precision = np.linalg.inv(both)
    left = np.linalg.inv(precision + np.diag(added))
    later_less_earlier = np.array([-1.0, 1.0])
    value = later_less_earlier @ left @ (precision @ at + weighted)
    return float(value), float(np.sqrt(later_less_earlier @ left @ later_less_earlier))
