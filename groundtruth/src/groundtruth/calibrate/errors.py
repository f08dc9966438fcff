"""The covariance of the errors, and how it widens with what is seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from posture.body.body import NODES, POINTS
from posture.body.estimate.error_model import ErrorModel, match_errors, novelty
from posture.body.estimate.features import names

from groundtruth.calibrate.error_sizes import fit_linear, fit_network, fit_odds
from groundtruth.calibrate.sensitivity import sensitivity, values

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
    "border",
    "hips_seen",
    "knees_seen",
    "feet_seen",
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

_USUAL_ROWS = 400
"""Rows whose median slope is the usual one."""

_STEEPEST = 5000.0
"""Units per stature: a slope jumps where another node becomes the rearmost, and is bounded."""

_RATIO = (0.2, 5.0)
"""Limits of the error that follows from the nodes over the one stretched to."""

_ROUNDS = 4
"""Of a levelling that converges quickly."""

_CHUNK = 2000
"""Rows computed at once."""

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
    unusual : ndarray of bool, shape (N,)
        People who were made to differ more than people do in life.
    """

    z: NDArray[np.float64]
    found: NDArray[np.float64]
    true: NDArray[np.float64]
    weight: NDArray[np.float64]
    unusual: NDArray[np.bool_]

    @property
    def nodes(self) -> NDArray[np.float64]:
        """The estimates in one row each, shape (N, 70)."""
        return self.found.reshape(len(self.z), -1)

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
    by = np.column_stack([z[:, conditions], novelty(z), np.ones(len(z))])
    size = np.sqrt(np.average(flat**2, axis=0, weights=seen.weight))
    group = group_of_coordinates()
    squares = _means((flat / size) ** 2, group)
    widening = fit_linear(by, squares, seen.weight)[:, group]
    evened = flat / np.exp(by @ widening)
    covariance = (evened * seen.weight[:, None]).T @ evened / seen.weight.sum()
    lengths, axes = np.linalg.eigh(covariance)
    mean = np.average(seen.nodes, axis=0, weights=seen.weight)
    slope = np.median(slopes_at(seen.found[:_USUAL_ROWS]), axis=0)
    usual = ((seen.nodes - mean) @ slope.T).std(axis=0)
    root = axes * np.sqrt(np.maximum(lengths, 0.0))
    model = ErrorModel(
        root=root,
        conditions=conditions,
        widening=widening,
        mean=mean,
        slope=slope,
        usual=usual,
        log_size=np.zeros((by.shape[1] + len(slope), len(slope))),
        hidden=np.zeros((z.shape[1] + len(slope) + 2, 0)),
        hidden_out=np.zeros((0, len(slope))),
        odds=np.zeros(0),
        odds_at=np.zeros(1),
        by_odds=np.zeros((1, len(slope))),
        roll=known.index("roll_sd"),
        roll_at=np.zeros(1),
        by_roll=np.zeros((1, len(slope))),
    )
    return levelled(_with_odds(_sized(model, seen), seen), seen, judged)


def stated(
    model: ErrorModel, z: NDArray[np.float64], found: NDArray[np.float64]
) -> NDArray[np.float64]:
    """1-sigma error of each measurement as it follows from the covariance of the nodes.

    A measurement's own slope at an estimate is not the usual one along which the covariance was
    stretched, so this is not what was learnt for it.

    Parameters
    ----------
    model : ErrorModel
    z : ndarray, shape (N, F)
        Standardised features.
    found : ndarray, shape (N, 35, 2)

    Returns
    -------
    ndarray, shape (N, 17)
        NaN where a measurement has no slope (two points coincide).
    """
    count = len(model.slope)
    out = np.empty((len(z), count))
    for at in np.array_split(np.arange(len(z)), len(z) // _CHUNK + 1):
        own = slopes_at(found[at])
        slopes = np.concatenate([np.broadcast_to(model.slope, own.shape), own], axis=1)
        # Only variances along the slopes are wanted: the same stretching on far fewer axes.
        roots = (slopes * model.widths(z[at])[:, None]) @ model.root
        sizes = model.sizes(z[at], found[at].reshape(len(at), -1))
        along = match_errors(roots @ roots.transpose(0, 2, 1), np.eye(2 * count)[:count], sizes)
        variance = np.diagonal(along, axis1=1, axis2=2)[:, count:]
        out[at] = np.sqrt(np.where(variance > 0.0, variance, np.nan))
    return out


def _sized(model: ErrorModel, seen: Seen) -> ErrorModel:
    """Learn the size of each measurement's error.

    What is learnt is the size to stretch to, such that the error which follows from the nodes with
    a measurement's own slope fits: the first round is without the difference, the second with it.
    """
    linear, everything = model.designs(seen.z, seen.nodes)
    error = values(seen.found) - values(seen.true)
    usual = np.sqrt(np.nanmean(error**2, axis=0))
    squares = np.where(np.isfinite(error), error / usual, 1.0) ** 2
    first = fit_linear(linear, squares, seen.weight)
    model = replace(model, log_size=_constant(first, np.log(usual)))
    ratio = ratio_to(stated(model, seen.z, seen.found), model.sizes(seen.z, seen.nodes))
    ratio = np.clip(ratio, *_RATIO)
    log_size, hidden, bent = fit_network(linear, everything, squares / ratio**2, seen.weight)
    log_size = _constant(log_size, np.log(usual))
    return replace(
        model, log_size=log_size, hidden=hidden, hidden_out=bent, odds=np.zeros(len(bent))
    )


def _with_odds(model: ErrorModel, seen: Seen) -> ErrorModel:
    """Learn who differs more from others than people do in life; what that means comes later."""
    if seen.unusual.all() or not seen.unusual.any():
        return model
    hidden, odds = fit_odds(model.designs(seen.z, seen.nodes)[1], seen.unusual, seen.weight)
    none = np.zeros((len(odds), len(model.slope)))
    return replace(
        model,
        hidden=np.concatenate([model.hidden, hidden], axis=1),
        hidden_out=np.concatenate([model.hidden_out, none]),
        odds=np.concatenate([np.zeros(len(model.hidden_out)), odds]),
    )


def too_narrow(ratio: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log of the factor that ranges lack, by errors over their stated size; shape (17,)."""
    lacking = [np.log(np.nanquantile(ratio, p, axis=0) / q) for p, q in _INSIDE.items()]
    return np.mean(lacking, axis=0)


def ratio_to(error: NDArray[np.float64], stated: NDArray[np.float64]) -> NDArray[np.float64]:
    """Errors over what is stated of them; 1 where a measurement has no slope."""
    ratio = error / stated
    return np.where(np.isfinite(ratio), ratio, 1.0)


def slopes_at(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """How each measurement moves with the nodes (N, 35, 2), shape (N, 17, 70)."""
    return np.clip(np.nan_to_num(sensitivity(found)), -_STEEPEST, _STEEPEST)


def _constant(log_size: NDArray[np.float64], more: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same with another constant."""
    return np.concatenate([log_size[:-1], log_size[-1:] + more])


def levelled(model: ErrorModel, seen: Seen, judged: NDArray[np.bool_]) -> ErrorModel:
    """Set the size of each measurement's error so that ranges hold as often as they say.

    What is missing is gained whatever the odds of being unusual, so that what was learnt of an
    error stays apart from how wide ranges then have to be.

    Between the factor that makes 80 % right and the one that makes 95 % right, their geometric
    mean: one normal range cannot have both where errors are not normal.
    """
    at = np.flatnonzero(judged)
    found = seen.found[at]
    error = np.abs(values(found) - values(seen.true[at]))
    for _ in range(_ROUNDS):
        ratio = error / stated(model, seen.z[at], found)
        model = replace(model, by_odds=model.by_odds + too_narrow(ratio))
    return model


def _means(squares: NDArray[np.float64], group: NDArray[np.intp]) -> NDArray[np.float64]:
    """Mean over the coordinates of each group, shape (N, groups)."""
    groups = range(int(group.max()) + 1)
    return np.stack([squares[:, group == g].mean(axis=1) for g in groups], axis=1)
