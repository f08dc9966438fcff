"""Derivatives of the measurements with respect to the nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from posture.body.points import NODES
from posture.measure.registry import METRICS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEP = 1e-4
"""Step, statures; small compared with every distance between nodes."""


def values(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Every metric of nodes (N, 35, 2), shape (N, 17)."""
    return np.stack([metric.value(positions) for metric in METRICS], axis=-1)


def sensitivity(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Derivative of every metric with respect to every coordinate, by central differences.

    Parameters
    ----------
    positions : ndarray, shape (N, 35, 2)

    Returns
    -------
    ndarray, shape (N, 17, 70)
        Units of the metric per stature.
    """
    count = 2 * len(NODES)
    out = np.empty((len(positions), len(METRICS), count))
    for k in range(count):
        step = np.zeros((len(NODES), 2))
        step[k // 2, k % 2] = _STEP
        out[..., k] = (values(positions + step) - values(positions - step)) / (2 * _STEP)
    return out
