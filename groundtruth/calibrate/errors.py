"""The covariance of the errors, and how it widens with what is seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch

from groundtruth.calibrate.sensitivity import sensitivity, values
from posture.body.body import NODES, POINTS
from posture.body.features import names
from posture.body.spread_of_errors import ErrorModel, oddness

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONDITIONS = (
    "looseness",
    "hair",
    "resolution",
    "lens_known",
    "distance",
    "near_wrist_x",
    "near_elbow_x",
    "tilt_of_axis",
    "roll_sd",
)
"""Features that the errors may depend on; how odd the whole row is comes in addition."""

_GROUPS = (
    ("tragus", "canthus"),
    ("c7",),
    ("acromion",),
    ("asis",),
    ("psis",),
    ("trochanter",),
    ("knee",),
    ("malleolus", "toe"),
)

_PENALTY = 0.02
"""On the squares of the slopes: without it chance would be learnt."""

_INSIDE = {0.8: 1.2816, 0.95: 1.9600}
"""Standard deviations within which a normal error lies with that probability."""


def group_of_coordinates() -> NDArray[np.intp]:
    """Group of each of the 70 coordinates: nodes widen together, the profile in three parts."""
    group = np.zeros(len(NODES), dtype=np.intp)
    for number, members in enumerate(_GROUPS):
        for name in members:
            group[NODES.index(name)] = number
    spine = np.arange(len(NODES) - len(POINTS))
    group[len(POINTS) :] = len(_GROUPS) + np.minimum(spine // 9, 2)
    return np.repeat(group, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Estimates of people who were not learnt from, beside their truth.

    Attributes
    ----------
    z : ndarray, shape (N, F)
        Standardised features.
    found, true : ndarray, shape (N, 35, 2)
        Nodes, body axes.
    weight : ndarray, shape (N,)
        How much a row counts.
    """

    z: NDArray[np.float64]
    found: NDArray[np.float64]
    true: NDArray[np.float64]
    weight: NDArray[np.float64]

    @property
    def error(self) -> NDArray[np.float64]:
        """Shape (N, 70)."""
        return (self.found - self.true).reshape(len(self.z), -1)


def fit_errors(seen: Seen, judged: NDArray[np.bool_]) -> ErrorModel:
    """Fit the covariance, and the error of each measurement, to people not learnt from.

    Parameters
    ----------
    seen : Seen
    judged : ndarray of bool, shape (N,)
        Rows of the real detector: they set the final size of every measurement's error.

    Returns
    -------
    ErrorModel
    """
    known = list(names())
    conditions = np.array([known.index(name) for name in CONDITIONS], dtype=np.intp)
    z, flat = seen.z, seen.error
    by = np.column_stack([z[:, conditions], oddness(z), np.ones(len(z))])
    size = np.sqrt(np.average(flat**2, axis=0, weights=seen.weight))
    group = group_of_coordinates()
    squares = _means((flat / size) ** 2, group)
    widening = _fit_log_size(squares, by, seen.weight)[:, group]
    evened = flat / np.exp(by @ widening)
    covariance = (evened * seen.weight[:, None]).T @ evened / seen.weight.sum()
    lengths, axes = np.linalg.eigh(covariance)
    mean = np.average(seen.found.reshape(len(z), -1), axis=0, weights=seen.weight)
    slope, usual, log_size = _metrics(seen, by, mean)
    root = axes * np.sqrt(np.maximum(lengths, 0.0))
    model = ErrorModel(root, conditions, widening, mean, slope, usual, log_size)
    return _levelled(model, seen, judged)


def _metrics(
    seen: Seen, by: NDArray[np.float64], mean: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Slope, usual spread and log error of each measurement, as ``ErrorModel`` has them."""
    slope = np.median(np.clip(np.nan_to_num(sensitivity(seen.found[:400])), -400, 400), axis=0)
    unusual = (seen.found.reshape(len(by), -1) - mean) @ slope.T
    usual = unusual.std(axis=0)
    error = values(seen.found) - values(seen.true)
    size = np.sqrt(np.nanmean(error**2, axis=0))
    squares = np.where(np.isfinite(error), error / size, 1.0) ** 2
    design = np.column_stack([by[:, :-1], np.abs(unusual / usual), by[:, -1:]])
    log_size = _fit_log_size(squares, design, seen.weight)
    log_size[-1] += np.log(size)
    return slope, usual, log_size


def _levelled(model: ErrorModel, seen: Seen, judged: NDArray[np.bool_]) -> ErrorModel:
    """Set the size of each measurement's error so that ranges hold as often as they say.

    Between the factor that makes 80 % right and the one that makes 95 % right, their geometric
    mean: one normal range cannot have both where errors are not normal.
    """
    at = np.flatnonzero(judged)
    found = seen.found[at]
    error = np.abs(values(found) - values(seen.true[at]))
    slopes = np.nan_to_num(sensitivity(found))
    log_size = model.log_size.copy()
    for _ in range(3):
        now = replace(model, log_size=log_size)
        pairs = zip(seen.z[at], found, strict=True)
        covariances = np.array([now.covariance(z, nodes.ravel()) for z, nodes in pairs])
        variance = np.einsum("nmi,nij,nmj->nm", slopes, covariances, slopes)
        # Where a measurement has no slope (two points coincide) it has no error to be judged by.
        ratio = error / np.sqrt(np.where(variance > 0.0, variance, np.nan))
        log_size[-1] += np.mean(
            [np.log(np.nanquantile(ratio, p, axis=0) / q) for p, q in _INSIDE.items()], axis=0
        )
    return replace(model, log_size=log_size)


def _means(squares: NDArray[np.float64], group: NDArray[np.intp]) -> NDArray[np.float64]:
    """Mean over the coordinates of each group, shape (N, groups)."""
    groups = range(int(group.max()) + 1)
    return np.stack([squares[:, group == g].mean(axis=1) for g in groups], axis=1)


def _fit_log_size(
    squares: NDArray[np.float64], design: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Maximum likelihood of heavy-tailed errors; one column of slopes for each of ``squares``."""
    x, y, w = (torch.tensor(a, dtype=torch.float64) for a in (design, squares, weight))
    w = (w / w.sum())[:, None]
    slopes = torch.zeros((x.shape[1], y.shape[1]), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([slopes], max_iter=200)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        log = x @ slopes
        loss = (w * (log + 2.5 * torch.log1p(y * torch.exp(-2 * log) / 4))).sum()
        loss = loss + _PENALTY * (slopes[:-1] ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return slopes.detach().numpy()
