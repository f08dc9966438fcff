"""Fits the covariance of the errors and its dependence on the features."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.error_model import ErrorModel, match_errors, novelty
from posture.body.estimate.features import names
from posture.body.points import NODES, POINTS
from posture.intervals import HOLDS_80, HOLDS_95

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
"""Features on which the errors may depend, besides the novelty of the row."""

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
"""Number of rows whose median slope is the typical one."""

_STEEPEST = 5000.0
"""Limit of a slope, units per stature: a slope jumps where another node becomes the rearmost."""

_RATIO = (0.2, 5.0)
"""Limits of the ratio of the error that follows from the nodes to the fitted one."""

_ROUNDS = 4
"""Iterations of :func:`with_widths`."""

_CHUNK = 2000
"""Rows computed at once."""

_Z_OF_SHARE = {0.8: HOLDS_80, 0.95: HOLDS_95}
"""Half-width of central normal intervals, standard deviations, by probability."""


def group_of_coordinates() -> NDArray[np.intp]:
    """Group of each of the 70 coordinates; the coordinates of a group share their widening."""
    group = np.zeros(len(NODES), dtype=np.intp)
    for number, members in enumerate(_GROUPS):
        for name in members:
            group[NODES.index(name)] = number
    spine = np.arange(len(NODES) - len(POINTS))
    group[len(POINTS) :] = len(_GROUPS) + np.minimum(spine // 9, 2)
    return np.repeat(group, 2)


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Estimates of held-out people with their truth.

    Attributes
    ----------
    z : ndarray, shape (N, F)
        Standardised features.
    found, true : ndarray, shape (N, 35, 2)
        Nodes, body axes.
    weight : ndarray, shape (N,)
        Weight of each row.
    unusual : ndarray of bool, shape (N,)
        People from a wider spread than that of life.
    """

    z: NDArray[np.float64]
    found: NDArray[np.float64]
    true: NDArray[np.float64]
    weight: NDArray[np.float64]
    unusual: NDArray[np.bool_]

    @property
    def nodes(self) -> NDArray[np.float64]:
        """Estimates, shape (N, 70)."""
        return self.found.reshape(len(self.z), -1)

    @property
    def error(self) -> NDArray[np.float64]:
        """Estimates less truth, shape (N, 70)."""
        return (self.found - self.true).reshape(len(self.z), -1)


def fit_errors(seen: HeldOut, judged: NDArray[np.bool_]) -> ErrorModel:
    """Fit the covariance and the error of each measurement to held-out people.

    Parameters
    ----------
    seen : HeldOut
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
    return with_widths(_with_odds(_with_sizes(model, seen), seen), seen, judged)


def stated(
    model: ErrorModel, z: NDArray[np.float64], found: NDArray[np.float64]
) -> NDArray[np.float64]:
    """1-sigma error of each measurement that follows from the covariance of the nodes.

    It differs from the fitted error, because the slope at an estimate differs from the typical
    slope along which the covariance was scaled.

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
        # Only variances along the slopes are needed: the same scaling on far fewer axes.
        roots = (slopes * model.widths(z[at])[:, None]) @ model.root
        sizes = model.sizes(z[at], found[at].reshape(len(at), -1))
        along = match_errors(roots @ roots.transpose(0, 2, 1), np.eye(2 * count)[:count], sizes)
        variance = np.diagonal(along, axis1=1, axis2=2)[:, count:]
        out[at] = np.sqrt(np.where(variance > 0.0, variance, np.nan))
    return out


def _with_sizes(model: ErrorModel, seen: HeldOut) -> ErrorModel:
    """Fit the size of each measurement's error.

    The covariance is scaled to this size along the typical slope. The first fit ignores that the
    slope at an estimate differs from the typical one; the second fit corrects for it.
    """
    linear, everything = model.designs(seen.z, seen.nodes)
    error = values(seen.found) - values(seen.true)
    usual = np.sqrt(np.nanmean(error**2, axis=0))
    squares = np.where(np.isfinite(error), error / usual, 1.0) ** 2
    first = fit_linear(linear, squares, seen.weight)
    model = replace(model, log_size=_constant(first, np.log(usual)))
    ratio = ratio_to(stated(model, seen.z, seen.found), model.sizes(seen.z, seen.nodes))
    ratio = np.clip(ratio, *_RATIO)
    log_size, hidden, hidden_out = fit_network(linear, everything, squares / ratio**2, seen.weight)
    log_size = _constant(log_size, np.log(usual))
    return replace(
        model,
        log_size=log_size,
        hidden=hidden,
        hidden_out=hidden_out,
        odds=np.zeros(len(hidden_out)),
    )


def _with_odds(model: ErrorModel, seen: HeldOut) -> ErrorModel:
    """Fit the odds of an unusual person; ``ranges`` fits their effect on the errors."""
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


def log_widening(ratio: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log of the factor by which intervals are too narrow, from error ratios; shape (17,)."""
    lacking = [np.log(np.nanquantile(ratio, p, axis=0) / q) for p, q in _Z_OF_SHARE.items()]
    return np.mean(lacking, axis=0)


def ratio_to(error: NDArray[np.float64], stated: NDArray[np.float64]) -> NDArray[np.float64]:
    """Errors over stated errors; 1 where a measurement has no slope."""
    ratio = error / stated
    return np.where(np.isfinite(ratio), ratio, 1.0)


def slopes_at(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Derivative of each measurement at nodes (N, 35, 2), limited; shape (N, 17, 70)."""
    return np.clip(np.nan_to_num(sensitivity(found)), -_STEEPEST, _STEEPEST)


def _constant(log_size: NDArray[np.float64], more: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add to the constant of a log size."""
    return np.concatenate([log_size[:-1], log_size[-1:] + more])


def with_widths(model: ErrorModel, seen: HeldOut, judged: NDArray[np.bool_]) -> ErrorModel:
    """Scale each measurement's error so that intervals have their nominal coverage.

    The factor is added at all odds of being unusual, so that the fitted sizes stay separate from
    the scaling of the intervals.

    It is the geometric mean of the factors for the 80 % and the 95 % interval: where errors are not
    normal, one standard error cannot fit both.
    """
    at = np.flatnonzero(judged)
    found = seen.found[at]
    error = np.abs(values(found) - values(seen.true[at]))
    for _ in range(_ROUNDS):
        ratio = error / stated(model, seen.z[at], found)
        model = replace(model, by_odds=model.by_odds + log_widening(ratio))
    return model


def _means(squares: NDArray[np.float64], group: NDArray[np.intp]) -> NDArray[np.float64]:
    """Mean over the coordinates of each group, shape (N, groups)."""
    groups = range(int(group.max()) + 1)
    return np.stack([squares[:, group == g].mean(axis=1) for g in groups], axis=1)
