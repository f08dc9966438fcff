"""Learns corrections of the camera model from the features, and the remaining errors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from posture.body.estimate.corrections import LEAST_ROLL_SD, LENSES, ROLL_KNOTS, CameraHead
from posture.body.estimate.error_model import linear_basis
from posture.body.estimate.features import names
from posture.intervals import HOLDS_80

from groundtruth.calibrate.crossval import HALVES, folds, subset
from groundtruth.calibrate.error_sizes import fit_linear
from groundtruth.calibrate.errors import CONDITIONS
from groundtruth.calibrate.export import merged
from groundtruth.calibrate.network import train_network
from groundtruth.calibrate.rows import PARAMETERS
from groundtruth.processes import side_by_side
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from posture.body.estimate.network import Weights
    from posture.body.estimate.perceptron import Perceptron

    from groundtruth.calibrate.network import Network, Recipe, Standardisation
    from groundtruth.calibrate.rows import Rows

ROLL_WITHOUT_VERTICAL = "roll_deg, no vertical seen"
"""Key of the roll in pictures without visible verticals."""

_PENALTY = 0.1
"""Ridge penalty on the slopes of the log error, chosen by cross-validation."""


def errors_of(rows: Rows) -> NDArray[np.float64]:
    """Errors of the camera model, shape (N, 5); roll is + towards the side of the face."""
    turned = rows.camera_errors.copy()
    turned[:, 0] *= rows.facing_sign
    return turned


def fit_camera_head(
    made: Standardisation,
    rows: Rows,
    fast: Rows | None,
    picture_weight: float,
    recipe: Recipe,
    judged: NDArray[np.bool_],
    error: NDArray[np.float64],
) -> tuple[CameraHead, NDArray[np.float64]]:
    """Fit the corrections, and the errors that remain on held-out people.

    Parameters
    ----------
    made : Standardisation
        Of the network that estimates the points; both read the same features.
    rows, fast : Rows
        Pictures; rows made without rendering.
    picture_weight : float
        Weight of a picture relative to a fast row.
    recipe : Recipe
    judged : ndarray of bool, shape (N,)
        Pictures that set the size of the remaining errors.
    error : ndarray, shape (N, 35, 2)
        Errors of the estimated nodes, cross-validated over the same people.

    Returns
    -------
    CameraHead
        Its errors do not depend on the conditions; :func:`with_error_sizes` adds that.
    ndarray, shape (N, 5)
        Errors after the correction of each picture, cross-validated over people.
    """
    half = folds(rows.body, HALVES)
    who = [half == 1, half == 0, np.ones(len(half), dtype=bool)]
    parts = [subset(rows, np.flatnonzero(at)) for at in who]
    *halves, net = _fit(made, parts, fast, picture_weight, recipe)
    remaining = errors_of(rows)
    for k, other in enumerate(halves):
        remaining[half == k] -= other(made.features(rows.features[half == k]))
    roll_sd, sd = _sizes(rows, remaining, judged)
    alike = np.zeros((len(CONDITIONS) + 3, len(PARAMETERS)))
    return CameraHead(net, roll_sd, sd, alike, slopes_of(error, remaining)), remaining


def remaining_errors(learnt: Weights, rows: Rows) -> NDArray[np.float64]:
    """Errors of the camera after its corrections, shape (N, 5)."""
    return errors_of(rows) - learnt.camera.errors(learnt.standardised(rows.features))


def with_error_sizes(learnt: Weights, rows: Rows) -> CameraHead:
    """Keep the corrections; refit the remaining errors on held-out people.

    Parameters
    ----------
    learnt : Weights
    rows : Rows
        Pictures of these people.

    Returns
    -------
    CameraHead
    """
    remaining = remaining_errors(learnt, rows)
    roll_sd, sd = _sizes(rows, remaining, np.ones(len(remaining), dtype=bool))
    alike = replace(
        learnt.camera, roll_sd=roll_sd, sd=sd, widening=np.zeros_like(learnt.camera.widening)
    )
    return replace(alike, widening=_fit_widening(alike, learnt, rows, remaining))


def _fit_widening(
    alike: CameraHead, learnt: Weights, rows: Rows, remaining: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Log-linear dependence of the remaining errors on the conditions; the mean square is kept."""
    stated, lens = _roll_sd_and_lens(rows)
    seen = _conditions(learnt, rows)
    mean, spread = seen.mean(axis=0), seen.std(axis=0)
    # A condition without variation has no slope.
    scale = np.where(spread > 0, spread, 1.0)
    design = np.column_stack([(seen - mean) / scale, np.ones(len(seen))])
    ratio = remaining / alike.sizes(stated, lens, seen)
    slopes = fit_linear(design, ratio**2, np.ones(len(seen)), _PENALTY)
    linear = slopes[:-1] / scale[:, None]
    found = np.vstack([linear, slopes[-1] - mean @ linear])
    sizes = replace(alike, widening=found).sizes(stated, lens, seen)
    found[-1] += np.log(_rms_ratio(remaining, sizes))
    return found


def _conditions(learnt: Weights, rows: Rows) -> NDArray[np.float64]:
    """Conditions of each picture, shape (N, C + 2)."""
    estimates = learnt.positions(rows.features).reshape(len(rows.features), -1)
    return learnt.errors.camera_conditions(learnt.standardised(rows.features), estimates)


def by_spread(head: CameraHead, learnt: Weights, rows: Rows) -> dict[str, Any]:
    """Stated and true errors of the camera, by spread of the people.

    Parameters
    ----------
    head : CameraHead
        From :func:`with_error_sizes`; it states the errors.
    learnt : Weights
        With the same corrections.
    rows : Rows
        Pictures of held-out people.

    Returns
    -------
    dict
        By spread and parameter: ``stated`` and ``so`` (the true error), root mean square, and
        ``cover_80``, percent; ``ROLL_WITHOUT_VERTICAL`` is the roll where no vertical is visible.
    """
    remaining = remaining_errors(learnt, rows)
    stated, lens = _roll_sd_and_lens(rows)
    sd = head.sizes(stated, lens, _conditions(learnt, rows))
    cases = {name: (k, np.ones(len(sd), dtype=bool)) for k, name in enumerate(PARAMETERS)}
    cases[ROLL_WITHOUT_VERTICAL] = (0, stated >= ROLL_KNOTS[-1])
    return {
        str(spread): {
            name: _rms_and_coverage(remaining[at & which, k], sd[at & which, k])
            for name, (k, which) in cases.items()
        }
        for spread in np.unique(rows.spread)
        for at in [rows.spread == spread]
    }


def _rms_and_coverage(error: NDArray[np.float64], sd: NDArray[np.float64]) -> dict[str, float]:
    """Root mean square of stated and true error, and coverage of the stated 80 % interval."""
    return {
        "stated": round(float(np.sqrt((sd**2).mean())), 4),
        "so": round(float(np.sqrt((error**2).mean())), 4),
        "cover_80": round(float(100.0 * (np.abs(error) < HOLDS_80 * sd).mean()), 1),
    }


def _sizes(
    rows: Rows, remaining: NDArray[np.float64], judged: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Remaining errors: roll by its stated error, the others by known lens."""
    stated, lens = _roll_sd_and_lens(rows)
    roll_sd = np.maximum(roll_sd_by_stated(stated, remaining[:, 0], judged), LEAST_ROLL_SD)
    return roll_sd, _by_lens(lens, remaining[:, 1:], judged)


def _roll_sd_and_lens(rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Stated error of the initial roll, degrees, and whether the lens is known."""
    stated, lens = (rows.features[:, names().index(name)] for name in ("roll_sd", "lens_known"))
    return stated, lens.astype(int)


def slopes_of(error: NDArray[np.float64], remaining: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slopes of the node errors on the remaining camera errors, by least squares.

    Parameters
    ----------
    error : ndarray, shape (N, 35, 2)
        The mean over the nodes is removed.
    remaining : ndarray, shape (N, 5)

    Returns
    -------
    ndarray, shape (70, 5)
    """
    apart = (error - error.mean(axis=1, keepdims=True)).reshape(len(error), -1)
    return np.linalg.lstsq(remaining, apart, rcond=None)[0].T


def roll_sd_by_stated(
    stated: NDArray[np.float64], remaining: NDArray[np.float64], judged: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Remaining error of the roll as a function of its stated error.

    Parameters
    ----------
    stated, remaining : ndarray, shape (N,)
        Degrees.
    judged : ndarray of bool, shape (N,)
        Rows that set the size; all rows set how it grows with the stated error.

    Returns
    -------
    ndarray, shape (K,)
        At ``ROLL_KNOTS``; it never decreases with the stated error.
    """
    knots = np.array(ROLL_KNOTS)
    share = linear_basis(stated, knots).T
    reached = share.sum(axis=1) > 0
    squares = (share[reached] @ remaining**2) / share[reached].sum(axis=1)
    sd = np.interp(knots, knots[reached], np.sqrt(squares))
    sd = np.maximum.accumulate(sd)
    return sd * _rms_ratio(remaining[judged], np.interp(stated[judged], ROLL_KNOTS, sd))


def _by_lens(
    lens: NDArray[np.intp], remaining: NDArray[np.float64], judged: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Remaining errors of the other parameters, shape (LENSES, 4)."""
    sd = np.tile(np.sqrt((remaining**2).mean(axis=0)), (LENSES, 1))
    for known in np.unique(lens):
        sd[known] = np.sqrt((remaining[lens == known] ** 2).mean(axis=0))
    return sd * _rms_ratio(remaining[judged], sd[lens[judged]])


def _rms_ratio(error: NDArray[np.float64], sd: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ratio of true to stated error, root mean squares over rows."""
    return np.sqrt((error**2).mean(axis=0) / (sd**2).mean(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class _Examples:
    """Standardised features, errors and weights of some rows."""

    x: torch.Tensor
    y: torch.Tensor
    weight: torch.Tensor


def _fit(
    made: Standardisation,
    parts: list[Rows],
    fast: Rows | None,
    picture_weight: float,
    recipe: Recipe,
) -> list[Perceptron]:
    """Train one network on each part of the pictures, each together with all fast rows."""
    most = parts[-1] if fast is None else fast
    error = errors_of(most)
    mean, scale = error.mean(axis=0), error.std(axis=0)

    def examples(rows: Rows, weight: float) -> _Examples:
        x, y = made.features(rows.features), (errors_of(rows) - mean) / scale
        return _Examples(
            torch.tensor(x, dtype=torch.float32),
            torch.tensor(y, dtype=torch.float32),
            torch.full((len(x),), weight),
        )

    example_sets = [examples(part, picture_weight) for part in parts]
    if fast is not None:
        beside = examples(fast, 1.0)
        example_sets = [_concatenated(one, beside) for one in example_sets]
    nets = side_by_side(_learn, example_sets, [recipe] * len(example_sets))
    return [merged([net], np.diag(scale), mean) for net in nets]


def _concatenated(a: _Examples, b: _Examples) -> _Examples:
    return _Examples(torch.cat([a.x, b.x]), torch.cat([a.y, b.y]), torch.cat([a.weight, b.weight]))


def _learn(examples: _Examples, recipe: Recipe) -> Network:
    def loss(found: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        far = torch.nn.functional.huber_loss(found, examples.y[at], reduction="none", delta=3.0)
        weight = examples.weight[at]
        return (far.mean(dim=1) * weight).sum() / weight.sum()

    return train_network(examples.x, examples.y.shape[1], loss, recipe, ROOT_SEED)
