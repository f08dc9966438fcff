"""Cross-validation over bodies: no person is in both training and test set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from posture.measure.registry import METRICS

from groundtruth.calibrate.sensitivity import values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.calibrate.rows import Rows

FOLDS = 5

HALVES = 2
"""Folds where training is slow: each half of the people is estimated from the other half."""


def folds(body: NDArray[np.intp], count: int = FOLDS, *, seed: int = 0) -> NDArray[np.intp]:
    """Fold of each row, the same for both pictures of a person."""
    people = np.unique(body)
    order = np.random.default_rng(seed).permutation(len(people)) % count
    return order[np.searchsorted(people, body)]


def subset(rows: Rows, at: NDArray[np.intp]) -> Rows:
    """Select rows."""
    return type(rows)(**{name: getattr(rows, name)[at] for name in type(rows).__slots__})


def scores(rows: Rows, found: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """RMSE and skill of every metric."""
    error = values(found + rows.origin[:, None, :]) - rows.true
    return {
        metric.name: {
            "rmse": round(float(np.sqrt((error[:, i] ** 2).mean())), 3),
            "skill": round(float(1 - (error[:, i] ** 2).mean() / rows.true[:, i].var()), 3),
        }
        for i, metric in enumerate(METRICS)
    }


def rms(errors: NDArray[np.float64]) -> float:
    """Root mean square."""
    return float(np.sqrt((errors**2).mean()))
