"""How far two photos that are read together are off, by people from whom nothing was learnt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.pairs import change_design, novelty_log_odds, scaled_covariance
from posture.measure.registry import METRICS

from groundtruth.calibrate.error_sizes import fit_linear
from groundtruth.calibrate.errors import ratio_to, slopes_at, too_narrow
from groundtruth.calibrate.photo_pairs import photo_pairs
from groundtruth.calibrate.sensitivity import values

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from posture.body.estimate.network import Weights
    from posture.body.estimate.pairs import PairWeights

    from groundtruth.calibrate.gather import Rows

_PENALTY = 0.01
"""On what the error of a change does beyond following those of both photos."""

_ROUNDS = 4
"""Of a levelling that converges quickly."""


def with_errors(learnt: PairWeights, alone: Weights, rows: Rows) -> PairWeights:
    """Set the errors of both photos and of the change, and how far both photos' go together.

    Parameters
    ----------
    learnt : PairWeights
        Its errors are not read.
    alone : Weights
        Of the single photo.
    rows : Rows
        Of people from whom neither learnt.

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
        single = single + too_narrow(ratio_to(np.abs(error[used]), stated[used]))
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
    """Nodes with the other photo beside, shape (N, 35, 2); alone where there is no other.

    Parameters
    ----------
    learnt : PairWeights
    alone : Weights
        Of the single photo.
    rows : Rows
    estimates : ndarray, shape (N, 35, 2), optional
        Of each photo by itself; those of ``alone`` by default, who must not have learnt from them.

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
    """Second photos less first ones, shape (pairs, 17); true ones for None."""
    first, second = photo_pairs(rows)
    measurements = rows.true if found is None else measured(rows, found)
    return measurements[second] - measurements[first]


def measured(rows: Rows, found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measurements of nodes that are counted from the rows' origins, shape (N, 17)."""
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
    """What the log of a change's error is in ``design``, shape (4, 17)."""
    found = np.empty(design.shape[1:])
    for m in range(len(METRICS)):
        known = np.isfinite(independent[:, m])
        by, ratio = design[known, :, m], (error / independent)[known, m]
        # Errors are fitted over those of independent readings, from their middle on.
        middle = by[:, 1:].mean(axis=0)
        away = np.column_stack([by[:, 1:] - middle, np.ones(len(by))])
        slopes = fit_linear(away, ratio[:, None] ** 2, np.ones(len(by)), _PENALTY)[:, 0]
        constant = slopes[-1] + too_narrow((ratio / np.exp(away @ slopes))[:, None])[0]
        found[:, m] = constant - slopes[:-1] @ middle, *slopes[:-1]
    found[1] += 1.0
    return found


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each measurement's columns, shape (17,)."""
    known = np.isfinite(a) & np.isfinite(b)
    pairs_known = zip(a.T, b.T, known.T, strict=True)
    return np.array([np.corrcoef(x[at], y[at])[0, 1] for x, y, at in pairs_known])
