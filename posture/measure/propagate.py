"""Propagate the joint covariance of the points to the standard error of one metric.

A first-order Jacobian is inaccurate where two points are close together relative to their error
(ASIS-PSIS, tragus-canthus) and where a metric selects an extreme point. So each metric is evaluated
on a fixed sample around the measured points: 256 draws from the normal distribution, mirrored and
whitened so that their mean and covariance are exactly those of the points. For a linear metric the
result is exact; for a non-linear one it includes the curvature. The sample is fixed, so the same
body always gives the same numbers.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from posture.body.points import coordinates
from posture.measure.angles import wrap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.measure.registry import Metric

_PAIRS = 128
_SEED = 20170621


@cache
def _sample(size: int) -> NDArray[np.float64]:
    """Standard normal draws, shape (2 * _PAIRS, size): mean exactly 0, covariance exactly 1."""
    # RandomState, not Generator: NumPy guarantees that its stream never changes.
    draws = np.random.RandomState(_SEED).standard_normal((_PAIRS, size))
    values, vectors = np.linalg.eigh(draws.T @ draws / _PAIRS)
    draws = draws @ (vectors / np.sqrt(values)) @ vectors.T
    offsets = np.concatenate([draws, -draws])
    offsets.setflags(write=False)
    return offsets


def _root(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Symmetric square root of a covariance; eigenvalues that round below zero count as zero."""
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.clip(values, 0.0, None))) @ vectors.T


def standard_error(
    metric: Metric,
    positions: NDArray[np.float64],
    covariance: NDArray[np.float64],
) -> float:
    """1-sigma error of a metric, from the covariance of the nodes that it depends on.

    Parameters
    ----------
    metric : Metric
    positions : ndarray, shape (35, 2)
        Body axes; the metric's nodes must be finite.
    covariance : ndarray, shape (70, 70)
        Joint covariance of ``positions.ravel()``; finite for the metric's nodes.

    Returns
    -------
    float
        Root mean square deviation from the value at ``positions``, in the metric's unit; it
        includes the bias that errors cause in a non-linear metric. Angles differ by at most 180
        degrees.
    """
    rows = metric.rows
    flat = coordinates(rows)
    root = _root(covariance[np.ix_(flat, flat)])
    offsets = _sample(flat.size) @ root
    around = np.repeat(positions[None], len(offsets), axis=0)
    around[:, rows] += offsets.reshape(len(offsets), -1, 2)
    deviation = metric.value(around) - metric.value(positions)
    if metric.unit == "deg":
        deviation = wrap(deviation)
    return float(np.sqrt(np.mean(deviation**2)))
