"""Fits how the features of one region of the body follow from those of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.regions import REGIONS, RegionModel, parts_of_features

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PENALTY = 1e-3
"""Ridge penalty, share of the number of rows."""

_EXCEEDED = 0.005
"""Share of people whose novelty of a part is beyond its limit."""

_LEAST_SD = 0.02
"""Least spread about a prediction: neighbours on the outline of a pixel's precision."""


def fit_regions(
    standardised: NDArray[np.float64], known: NDArray[np.bool_], weight: NDArray[np.float64]
) -> RegionModel:
    """Fit by ridge regression.

    Parameters
    ----------
    standardised : ndarray, shape (N, F)
        Features in standard deviations, unknown ones 0.
    known : ndarray of bool, shape (N, F)
    weight : ndarray, shape (N,)
        Weight of each row.

    Returns
    -------
    RegionModel
    """
    region = parts_of_features() // 3
    count = standardised.shape[1]
    weighted = standardised * weight[:, None]
    moments = weighted.T @ standardised / weight.sum()
    weights = np.zeros((count, count))
    for number in range(len(REGIONS)):
        own, others = np.flatnonzero(region == number), np.flatnonzero(region != number)
        inner = moments[np.ix_(others, others)] + _PENALTY * np.eye(len(others))
        weights[np.ix_(others, own)] = np.linalg.solve(inner, moments[np.ix_(others, own)])
    squares = np.where(known, (standardised - standardised @ weights) ** 2, 0.0)
    counts = np.maximum((known * weight[:, None]).sum(axis=0), 1e-9)
    sd = np.sqrt((squares * weight[:, None]).sum(axis=0) / counts)
    model = RegionModel(weights, np.maximum(sd, _LEAST_SD), np.ones(3 * len(REGIONS)))
    limits = np.quantile(model.novelty(standardised, known), 1.0 - _EXCEEDED, axis=0)
    # A part without features, such as landmarks of the neck, is never new.
    return RegionModel(model.weights, model.sd, np.where(limits > 0.0, limits, np.inf))
