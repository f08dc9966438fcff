"""Fits the errors of two photos that are read jointly, on held-out people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.pair_weights import change_design, novelty_log_odds, scaled_covariance
from posture.measure.registry import METRICS

from groundtruth.calibrate.error_sizes import fit_linear
from groundtruth.calibrate.errors import log_widening, ratio_to, slopes_at
from groundtruth.calibrate.photo_pairs import photo_pairs
from groundtruth.calibrate.sensitivity import values

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from posture.body.estimate.network import Weights
    from posture.body.estimate.pair_weights import PairWeights

    from groundtruth.calibrate.rows import Rows

_PENALTY = 0.01
"""Ridge penalty on the slopes of the error of a change."""

_ROUNDS = 4
"""Iterations of the scaling."""


def with_errors(learnt: PairWeights, alone: Weights, rows: Rows) -> PairWeights:
    """Fit the errors of both photos and of the change, and the correlation of both photos' errors.

    Parameters
    ----------
    learnt : PairWeights
        Its errors are replaced.
    alone : Weights
        Weights for a single photo.
    rows : Rows
        Rows of held-out people.

    Returns
    -------
    PairWeights
    """
    first, second = photo_pairs(rows)
    found = answers(learnt, alone, rows)
    error = measured(rows, found) - rows.true
    used = np.concatenate([first, second])
    single = np.zeros(len(METRICS))
    for _ in range(_ROUNDS):
        stated = _stated(alone, rows, found, single)
        single = single + log_widening(ratio_to(np.abs(error[used]), stated[used]))
    stated = _stated(alone, rows, found, single)
    independent = np.hypot(stated[first], stated[second])
    moved = changes(rows, found)
    odds = novelty_log_odds(alone, rows.features)
    design = change_design(independent, moved, (odds[first] + odds[second]) / 2)
    change = _fit_change(np.abs(moved - changes(rows, None)), independent, design)
    alike = _correlation(error[first] / stated[first], error[second] / stated[second])
    return replace(learnt, single=single, change=change, correlation=alike)


def answers(
    learnt: PairWeights,
    alone: Weights,
    rows: Rows,
    estimates: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Nodes read jointly with the other photo, shape (N, 35, 2); alone where there is no other.

    Parameters
    ----------
    learnt : PairWeights
    alone : Weights
        Of the single photo.
    rows : Rows
    estimates : ndarray, shape (N, 35, 2), optional
        Of each photo alone; by default those of ``alone``, for people outside its training set.

    Returns
    -------
    ndarray
    """
    if estimates is None:
        estimates = alone.positions(rows.features)
    seen = learnt.inputs.from_estimates(alone.standardised(rows.features), estimates)
    found = estimates.copy()
    first, second = photo_pairs(rows)
    for own, other in ((first, second), (second, first)):
        found[own] = learnt.corrected(estimates[own], seen[own], seen[other])
    return found


def changes(rows: Rows, found: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """Changes, second less first photo, shape (pairs, 17); true ones for None."""
    first, second = photo_pairs(rows)
    measurements = rows.true if found is None else measured(rows, found)
    return measurements[second] - measurements[first]


def measured(rows: Rows, found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measurements of nodes relative to the rows' origins, shape (N, 17)."""
    return values(found + rows.origin[:, None, :])


def _stated(
    alone: Weights, rows: Rows, found: NDArray[np.float64], single: NDArray[np.float64]
) -> NDArray[np.float64]:
    """1-sigma error of each measurement as the program states it, shape (N, 17)."""
    sds = np.empty((len(found), len(METRICS)))
    for at in np.array_split(np.arange(len(found)), len(found) // 200 + 1):
        covariance = scaled_covariance(alone, rows.features[at], single)
        own = slopes_at(found[at])
        variance = np.einsum("nmi,nij,nmj->nm", own, covariance, own)
        sds[at] = np.sqrt(np.where(variance > 0.0, variance, np.nan))
    return sds


def _fit_change(
    error: NDArray[np.float64], independent: NDArray[np.float64], design: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Coefficients of the log error of a change in ``design``, shape (4, 17)."""
    found = np.empty(design.shape[1:])
    for m in range(len(METRICS)):
        known = np.isfinite(independent[:, m])
        by, ratio = design[known, :, m], (error / independent)[known, m]
        # The ratio to the error of independent photos is fitted on a centred design.
        middle = by[:, 1:].mean(axis=0)
        away = np.column_stack([by[:, 1:] - middle, np.ones(len(by))])
        slopes = fit_linear(away, ratio[:, None] ** 2, np.ones(len(by)), _PENALTY)[:, 0]
        constant = slopes[-1] + log_widening((ratio / np.exp(away @ slopes))[:, None])[0]
        found[:, m] = constant - slopes[:-1] @ middle, *slopes[:-1]
    found[1] += 1.0
    return found


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlation of each measurement's columns, shape (17,)."""
    known = np.isfinite(a) & np.isfinite(b)
    pairs_known = zip(a.T, b.T, known.T, strict=True)
    return np.array([np.corrcoef(x[at], y[at])[0, 1] for x, y, at in pairs_known])
