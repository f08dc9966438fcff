"""Learning what the detection says about the camera: a small network, errors by what is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from posture.body.camera.corrections import LEAST_ROLL_SD, LENSES, ROLL_KNOTS, CameraHead
from posture.body.estimate.error_model import linear_basis
from posture.body.estimate.features import names

from groundtruth.calibrate.crossval import HALVES, folds, some
from groundtruth.calibrate.error_sizes import fit_linear
from groundtruth.calibrate.errors import CONDITIONS
from groundtruth.calibrate.export import as_one
from groundtruth.calibrate.network import descend
from groundtruth.processes import side_by_side
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from posture.body.estimate.network import Weights
    from posture.body.estimate.perceptron import Perceptron

    from groundtruth.calibrate.gather import Rows
    from groundtruth.calibrate.network import Network, Recipe, Standard

PARAMETERS = ("roll_deg", "yaw_deg", "log_distance", "log_scale", "pitch_deg")
"""What is corrected, in order."""

UNSEEN = "roll_deg, no vertical seen"
"""The roll of pictures in which nothing but the person tells it."""

_PENALTY = 0.1
"""On the squares of what circumstances mean for an error, chosen by cross-validation."""

_WITHIN_80 = 1.2816
"""Standard errors to either side that hold 80 % of a normal distribution."""


def errors_of(rows: Rows) -> NDArray[np.float64]:
    """The camera model's errors, roll towards the side that the person faces; shape (N, 5)."""
    turned = rows.camera_errors.copy()
    turned[:, 0] *= rows.facing_sign
    return turned


def fit_camera_head(
    made: Standard,
    rows: Rows,
    fast: Rows | None,
    picture_weight: float,
    recipe: Recipe,
    judged: NDArray[np.bool_],
    error: NDArray[np.float64],
) -> tuple[CameraHead, NDArray[np.float64]]:
    """Learn the corrections; what remains uncertain is that of people not learnt from.

    Parameters
    ----------
    made : Standard
        As the other network's, so that both read the same features.
    rows, fast : Rows
        Pictures; rows made without rendering.
    picture_weight : float
        A picture counts as much as this many fast rows.
    recipe : Recipe
    judged : ndarray of bool, shape (N,)
        Pictures that set the size of what remains uncertain.
    error : ndarray, shape (N, 35, 2)
        How far the estimator was off on each picture, cross-validated over the same people.

    Returns
    -------
    CameraHead
        Its errors are alike in all circumstances; :func:`with_sizes` learns how they are not.
    ndarray, shape (N, 5)
        Errors after the correction of each picture, cross-validated over people.
    """
    half = folds(rows.body, HALVES)
    who = [half == 1, half == 0, np.ones(len(half), dtype=bool)]
    parts = [some(rows, np.flatnonzero(at)) for at in who]
    *halves, net = _fit(made, parts, fast, picture_weight, recipe)
    remaining = errors_of(rows)
    for k, other in enumerate(halves):
        remaining[half == k] -= other(made.features(rows.features[half == k]))
    roll_sd, sd = _sizes(rows, remaining, judged)
    alike = np.zeros((len(CONDITIONS) + 3, len(PARAMETERS)))
    return CameraHead(net, roll_sd, sd, alike, slopes_of(error, remaining)), remaining


def left_by(learnt: Weights, rows: Rows) -> NDArray[np.float64]:
    """Errors of the camera after its corrections, shape (N, 5)."""
    return errors_of(rows) - learnt.camera.errors(learnt.standardised(rows.features))


def with_sizes(learnt: Weights, rows: Rows) -> CameraHead:
    """The same corrections, and what remains uncertain on people from whom nothing was learnt.

    Parameters
    ----------
    learnt : Weights
    rows : Rows
        Pictures of these people.

    Returns
    -------
    CameraHead
    """
    remaining = left_by(learnt, rows)
    roll_sd, sd = _sizes(rows, remaining, np.ones(len(remaining), dtype=bool))
    alike = replace(
        learnt.camera, roll_sd=roll_sd, sd=sd, widening=np.zeros_like(learnt.camera.widening)
    )
    return replace(alike, widening=_widening(alike, learnt, rows, remaining))


def _widening(
    alike: CameraHead, learnt: Weights, rows: Rows, remaining: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How much larger errors are in which circumstances; on average as large as they are."""
    told, seen = _told(rows), _circumstances(learnt, rows)
    mean, spread = seen.mean(axis=0), seen.std(axis=0)
    # What was alike in all of them tells nothing.
    scale = np.where(spread > 0, spread, 1.0)
    design = np.column_stack([(seen - mean) / scale, np.ones(len(seen))])
    ratio = remaining / alike.sizes(*told, seen)
    slopes = fit_linear(design, ratio**2, np.ones(len(seen)), _PENALTY)
    linear = slopes[:-1] / scale[:, None]
    found = np.vstack([linear, slopes[-1] - mean @ linear])
    found[-1] += np.log(_lacking(remaining, replace(alike, widening=found).sizes(*told, seen)))
    return found


def _circumstances(learnt: Weights, rows: Rows) -> NDArray[np.float64]:
    """Of each picture, shape (N, C + 2)."""
    estimates = learnt.positions(rows.features).reshape(len(rows.features), -1)
    return learnt.errors.camera_conditions(learnt.standardised(rows.features), estimates)


def by_spread(head: CameraHead, learnt: Weights, rows: Rows) -> dict[str, Any]:
    """What is stated of the camera and what is so, among usual and among unusual people.

    Parameters
    ----------
    head : CameraHead
        As :func:`with_sizes` gives it: its errors are what is stated.
    learnt : Weights
        With the same corrections.
    rows : Rows
        Pictures of people from whom nothing was learnt.

    Returns
    -------
    dict
        By spread and parameter: ``stated`` and ``so``, root mean square, and ``cover_80``, percent;
        ``UNSEEN`` is the roll where the room shows no vertical.
    """
    remaining = left_by(learnt, rows)
    stated, lens = _told(rows)
    sd = head.sizes(stated, lens, _circumstances(learnt, rows))
    cases = {name: (k, np.ones(len(sd), dtype=bool)) for k, name in enumerate(PARAMETERS)}
    cases[UNSEEN] = (0, stated >= ROLL_KNOTS[-1])
    return {
        str(spread): {
            name: _held(remaining[at & which, k], sd[at & which, k])
            for name, (k, which) in cases.items()
        }
        for spread in np.unique(rows.spread)
        for at in [rows.spread == spread]
    }


def _held(error: NDArray[np.float64], sd: NDArray[np.float64]) -> dict[str, float]:
    """Stated and true error, root mean square, and the share inside the stated 80 % range."""
    return {
        "stated": round(float(np.sqrt((sd**2).mean())), 4),
        "so": round(float(np.sqrt((error**2).mean())), 4),
        "cover_80": round(float(100.0 * (np.abs(error) < _WITHIN_80 * sd).mean()), 1),
    }


def _sizes(
    rows: Rows, remaining: NDArray[np.float64], judged: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What remains uncertain: of the roll by its stated error, of the others by the lens."""
    stated, lens = _told(rows)
    roll_sd = np.maximum(by_stated(stated, remaining[:, 0], judged), LEAST_ROLL_SD)
    return roll_sd, _by_lens(lens, remaining[:, 1:], judged)


def _told(rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Error stated of the first roll, degrees, and whether the lens is known."""
    stated, lens = (rows.features[:, names().index(name)] for name in ("roll_sd", "lens_known"))
    return stated, lens.astype(int)


def slopes_of(error: NDArray[np.float64], remaining: NDArray[np.float64]) -> NDArray[np.float64]:
    """How errors of estimates go with those of the camera, by least squares.

    Parameters
    ----------
    error : ndarray, shape (N, 35, 2)
        A common shift plays no part.
    remaining : ndarray, shape (N, 5)

    Returns
    -------
    ndarray, shape (70, 5)
    """
    apart = (error - error.mean(axis=1, keepdims=True)).reshape(len(error), -1)
    return np.linalg.lstsq(remaining, apart, rcond=None)[0].T


def by_stated(
    stated: NDArray[np.float64], remaining: NDArray[np.float64], judged: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Errors of the roll that remain, by the error that was stated for it.

    Parameters
    ----------
    stated, remaining : ndarray, shape (N,)
        Degrees.
    judged : ndarray of bool, shape (N,)
        Rows that set the size; how it grows with the stated error is read from all.

    Returns
    -------
    ndarray, shape (K,)
        At ``ROLL_KNOTS``; it never falls, since who sees less does not know more.
    """
    knots = np.array(ROLL_KNOTS)
    share = linear_basis(stated, knots).T
    reached = share.sum(axis=1) > 0
    squares = (share[reached] @ remaining**2) / share[reached].sum(axis=1)
    sd = np.interp(knots, knots[reached], np.sqrt(squares))
    sd = np.maximum.accumulate(sd)
    return sd * _lacking(remaining[judged], np.interp(stated[judged], ROLL_KNOTS, sd))


def _by_lens(
    lens: NDArray[np.intp], remaining: NDArray[np.float64], judged: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Errors of the others that remain, shape (LENSES, 4)."""
    sd = np.tile(np.sqrt((remaining**2).mean(axis=0)), (LENSES, 1))
    for known in np.unique(lens):
        sd[known] = np.sqrt((remaining[lens == known] ** 2).mean(axis=0))
    return sd * _lacking(remaining[judged], sd[lens[judged]])


def _lacking(error: NDArray[np.float64], sd: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much stated errors are too small, in the mean over rows."""
    return np.sqrt((error**2).mean(axis=0) / (sd**2).mean(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class _Lesson:
    """Standardised features, errors and weights of some rows."""

    x: torch.Tensor
    y: torch.Tensor
    weight: torch.Tensor


def _fit(
    made: Standard, parts: list[Rows], fast: Rows | None, picture_weight: float, recipe: Recipe
) -> list[Perceptron]:
    """A network from each of these parts of the pictures, all beside the same fast rows."""
    most = parts[-1] if fast is None else fast
    error = errors_of(most)
    mean, scale = error.mean(axis=0), error.std(axis=0)

    def lesson(rows: Rows, weight: float) -> _Lesson:
        x, y = made.features(rows.features), (errors_of(rows) - mean) / scale
        return _Lesson(
            torch.tensor(x, dtype=torch.float32),
            torch.tensor(y, dtype=torch.float32),
            torch.full((len(x),), weight),
        )

    lessons = [lesson(part, picture_weight) for part in parts]
    if fast is not None:
        beside = lesson(fast, 1.0)
        lessons = [_both(one, beside) for one in lessons]
    nets = side_by_side(_learn, lessons, [recipe] * len(lessons))
    return [as_one([net], np.diag(scale), mean) for net in nets]


def _both(a: _Lesson, b: _Lesson) -> _Lesson:
    return _Lesson(torch.cat([a.x, b.x]), torch.cat([a.y, b.y]), torch.cat([a.weight, b.weight]))


def _learn(lesson: _Lesson, recipe: Recipe) -> Network:
    def loss(found: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        far = torch.nn.functional.huber_loss(found, lesson.y[at], reduction="none", delta=3.0)
        weight = lesson.weight[at]
        return (far.mean(dim=1) * weight).sum() / weight.sum()

    return descend(lesson.x, lesson.y.shape[1], loss, recipe, ROOT_SEED)
