"""Merges placed points with the estimates (docs/adr/0006).

An estimate and a placed point are two measurements of one position, each with its error. The
errors of estimates are correlated, and all share the camera. So a placed point and its estimate are
averaged by their errors, and their difference also corrects the other estimates: the conditional
mean and covariance of the normal distribution.

A placed point far outside the error of its estimate shows an outlier of that one estimate. The
excess is added to the variance of that estimate alone, so that the placed point prevails and the
other estimates do not move.

Who places a point by hand says where it is. Within ``AGREES`` standard errors of the estimate the
two are averaged; from there on the estimate loses weight, and beyond ``ELSEWHERE`` it has none,
however large the error of placing (docs/adr/0035).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera.errors import add_to_placed
from posture.body.points import coordinates

if TYPE_CHECKING:
    from numpy.typing import NDArray

FARTHEST = 9.21
"""Squared distance in standard errors within which 99 % of pairs lie (chi squared, 2 df)."""

APART = 0.0016
"""Smallest 1-sigma error of any combination of estimates in the gain of a placed point, statures.
The correlations were learnt from a limited number of pictures; smaller errors are chance, and
several placed points together would amplify them (docs/adr/0012 and 0015)."""


AGREES, ELSEWHERE = 2.0, 4.0
"""Distance from its estimate up to which a point placed by hand is averaged with it, and from which
the estimate has no weight, standard errors of the estimate."""

_LEAST_WEIGHT = 1e-6


def distance_in_sds(apart: NDArray[np.float64], covariance: NDArray[np.float64]) -> float:
    """Distance of a placed point from its estimate in standard errors of the estimate.

    Parameters
    ----------
    apart : ndarray, shape (2,)
        Estimated less placed, statures.
    covariance : ndarray, shape (2, 2)
        Of the estimate.

    Returns
    -------
    float
        [0, inf).
    """
    values, vectors = np.linalg.eigh(covariance)
    return float(np.sqrt(((vectors.T @ apart) ** 2 / np.maximum(values, APART**2)).sum()))


def merge(
    positions: NDArray[np.float64],
    covariance: NDArray[np.float64],
    modes: NDArray[np.float64],
    shared: NDArray[np.float64],
    own: NDArray[np.intp],
    at: NDArray[np.float64],
    at_covariance: NDArray[np.float64],
    by_hand: NDArray[np.bool_] | None = None,
    *,
    movable: NDArray[np.intp] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Merge estimates with placed points.

    Parameters
    ----------
    positions : ndarray, shape (N, 2)
        Estimates, body axes, statures; NaN where unknown.
    covariance : ndarray, shape (2 N, 2 N)
        Their joint covariance, the camera's errors included; NaN where unknown.
    modes : ndarray, shape (2 N, K)
        Shift of points by one standard error of the camera (``CameraErrors.modes``).
    shared : ndarray, shape (2 N, K)
        The same for the estimates, as far as their covariance shares it.
    own : ndarray of int, shape (M,)
        Rows of the placed points.
    at : ndarray, shape (M, 2)
        Where they were placed, body axes.
    at_covariance : ndarray, shape (2 M, 2 M)
        Errors of placing and of depth, without those of the camera.
    by_hand : ndarray of bool, shape (M,), optional
        Which of them a person placed: these win over an estimate that lies elsewhere. Default:
        none.
    movable : ndarray of int, optional
        Rows of the estimates that move, as far as their errors go with those of the placed points.
        Default: all.

    Returns
    -------
    positions : ndarray, shape (N, 2)
    covariance : ndarray, shape (2 N, 2 N)
        NaN where a node is neither estimated nor placed.
    """
    count = positions.size
    rows = coordinates(own)
    known = ~np.isnan(positions.ravel())
    covariance = np.where(np.logical_and.outer(known, known), covariance, np.nan)
    joint, doubted = (
        _joint(covariance, modes, shared, rows, at_covariance, least) for least in (0.0, APART)
    )
    seen = np.flatnonzero(known[rows])
    less = np.zeros((len(seen), len(joint)))
    less[np.arange(len(seen)), rows[seen]] = 1.0
    less[np.arange(len(seen)), count + seen] = -1.0
    apart = positions.ravel()[rows[seen]] - at.ravel()[seen]
    expected = less @ doubted @ less.T
    extra = _beyond(apart, expected)
    if by_hand is not None:
        own_covariance = covariance[np.ix_(rows[seen], rows[seen])]
        said = np.repeat(by_hand, 2)[seen]
        extra = np.maximum(extra, _overruled(apart, own_covariance, expected, said))
    for each in (joint, doubted):
        each[rows[seen], rows[seen]] += extra
    gain = doubted @ less.T @ np.linalg.pinv(less @ doubted @ less.T, hermitian=True)
    if movable is not None:
        fixed = np.setdiff1d(np.arange(count // 2), movable)
        gain[coordinates(fixed)] = 0.0
    moved = gain @ less
    left = np.eye(len(joint)) - moved
    values = np.concatenate([positions.ravel(), at.ravel()]) - gain @ apart
    # The enlarged covariance counts only where a placed point has moved something.
    spread = left @ joint @ left.T + moved @ (doubted - joint) @ moved.T
    # A point that could not be estimated is where it was placed.
    take = np.arange(count)
    take[rows] = np.where(known[rows], rows, count + np.arange(len(rows)))
    merged = spread[np.ix_(take, take)]
    lost = np.isnan(values[take])
    merged[lost, :] = np.nan
    merged[:, lost] = np.nan
    return values[take].reshape(-1, 2), (merged + merged.T) / 2


def _joint(
    covariance: NDArray[np.float64],
    modes: NDArray[np.float64],
    shared: NDArray[np.float64],
    rows: NDArray[np.intp],
    at_covariance: NDArray[np.float64],
    least: float,
) -> NDArray[np.float64]:
    """Joint covariance of all estimates, then of the placed points; zero where unknown."""
    count = len(covariance)
    both = np.zeros((count + len(rows), count + len(rows)))
    both[:count, :count] = covariance
    both[count:, count:] = at_covariance
    placed = np.arange(len(both) // 2) >= count // 2
    return np.nan_to_num(add_to_placed(both, np.vstack([shared, modes[rows]]), placed, least))


def _beyond(apart: NDArray[np.float64], spread: NDArray[np.float64]) -> NDArray[np.float64]:
    """Variance to add to each estimate so that its placed point lies within ``FARTHEST``.

    Parameters
    ----------
    apart : ndarray, shape (2 M,)
        Estimated less placed.
    spread : ndarray, shape (2 M, 2 M)
        Covariance of ``apart`` as far as it is expected.

    Returns
    -------
    ndarray, shape (2 M,)
        The same for both coordinates of a point; 0 where the two agree.
    """
    extra = np.zeros(len(apart))
    for i in range(0, len(apart), 2):
        values, vectors = np.linalg.eigh(spread[i : i + 2, i : i + 2])
        squares = (vectors.T @ apart[i : i + 2]) ** 2
        if np.all(squares == 0):
            continue
        # With this much added the distance is below the limit whatever the spread is.
        low, high = 0.0, float(squares.sum()) / FARTHEST
        if (squares / np.maximum(values, 1e-12)).sum() <= FARTHEST:
            continue
        for _ in range(50):
            middle = (low + high) / 2
            far = (squares / (np.maximum(values, 0.0) + middle)).sum() > FARTHEST
            low, high = (middle, high) if far else (low, middle)
        extra[i : i + 2] = high
    return extra


def _overruled(
    apart: NDArray[np.float64],
    covariance: NDArray[np.float64],
    spread: NDArray[np.float64],
    by_hand: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Variance to add to each estimate so that a hand that is elsewhere wins, without a jump.

    Parameters
    ----------
    apart : ndarray, shape (2 M,)
        Estimated less placed.
    covariance, spread : ndarray, shape (2 M, 2 M)
        Covariance of the estimates, and of ``apart`` as far as it is expected.
    by_hand : ndarray of bool, shape (2 M,)

    Returns
    -------
    ndarray, shape (2 M,)
        The same for both coordinates of a point; 0 within ``AGREES``.
    """
    extra = np.zeros(len(apart))
    for i in range(0, len(apart), 2):
        if not by_hand[i]:
            continue
        both = slice(i, i + 2)
        far = distance_in_sds(apart[both], covariance[both, both])
        share = np.clip((far - AGREES) / (ELSEWHERE - AGREES), 0.0, 1.0)
        # Adding this multiplies the weight of the estimate by the square.
        weight = max(float(1.0 - share) ** 2, _LEAST_WEIGHT)
        extra[both] = np.trace(spread[both, both]) / 2 * (1.0 / weight - 1.0)
    return extra
