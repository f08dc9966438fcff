"""Match spots to anatomical points by the probability of every one-to-one assignment.

The estimated points with their joint covariance give the expected position of each sticker. All
assignments of spots to points are enumerated, point after point. Once a spot is assigned to a
point, the expected positions of the remaining points are conditioned on it, because their errors
are correlated. The probability of a pair is the sum over all assignments that contain it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from posture.body.stickers.places import GATE, mahalanobis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.stickers.places import Places

_PRESENT = 0.45
"""Prior probability that a point has a sticker and that it is visible (assumed: few people use all
seven)."""

_MOST_ASSIGNMENTS = 2_000
"""Limit for pictures with many dots. Where it is reached, the enumeration is incomplete and the
probabilities are halved."""

_NEAREST = 6
"""Number of spots tried for each point, the most probable first."""


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Result of matching.

    Attributes
    ----------
    names : tuple of str
        The points, in the order of the rows of ``sure``.
    best : mapping of str to int
        Point to spot in the most probable assignment.
    sure : ndarray, shape (N, M)
        Probability that the spot is the sticker of the point; each row and column sums to 1 at
        most.
    evidence : float
        Log odds of the spots with stickers against without.
    """

    names: tuple[str, ...]
    best: dict[str, int]
    sure: NDArray[np.float64]
    evidence: float


@dataclass(slots=True)
class _Tally:
    """Weights summed over the assignments so far."""

    sure: NDArray[np.float64]
    total: float = 0.0
    top: float = -math.inf
    best: dict[int, int] = field(default_factory=dict[int, int])
    count: int = 0


def match(places: Places, spots: NDArray[np.float64], likeness: NDArray[np.float64]) -> Matches:
    """Match spots to points.

    Parameters
    ----------
    places : Places
    spots : ndarray, shape (M, 2)
        Positions, pixels.
    likeness : ndarray, shape (N, M)
        Likelihood ratio of the spot's shape and colour as a sticker on that point against another
        spot, over the density of other spots there (per pixel squared).

    Returns
    -------
    Matches
    """
    tally = _Tally(np.zeros((len(places.names), len(spots))))
    _descend(places, spots, likeness, 0, {}, 0.0, places.means.copy(), places.covariance, tally)
    total = max(tally.total, 1e-300)
    nothing = len(places.names) * math.log(1 - _PRESENT)
    return Matches(
        names=places.names,
        best={places.names[i]: j for i, j in tally.best.items()},
        # Halved where the enumeration was stopped at the limit.
        sure=tally.sure / total * (0.5 if tally.count >= _MOST_ASSIGNMENTS else 1.0),
        evidence=math.log(total) - nothing,
    )


def _descend(
    places: Places,
    spots: NDArray[np.float64],
    likeness: NDArray[np.float64],
    i: int,
    taken: dict[int, int],
    weight: float,
    means: NDArray[np.float64],
    covariance: NDArray[np.float64],
    tally: _Tally,
) -> None:
    """Enumerate all choices for point ``i`` and the points after it."""
    if i == len(places.names):
        _count(tally, taken, weight)
        return
    block = covariance[2 * i : 2 * i + 2, 2 * i : 2 * i + 2]
    reachable: list[tuple[float, float, int]] = []
    for j in range(len(spots)):
        if j in taken.values() or likeness[i, j] <= 0:
            continue
        distance, log_det = mahalanobis(spots[j] - means[i], block)
        if distance < GATE:
            density = -0.5 * (distance + log_det) - math.log(2 * math.pi)
            reachable.append((density + math.log(likeness[i, j]), distance, j))
    reachable.sort(reverse=True)
    for gain, _, j in reachable[:_NEAREST]:
        if tally.count >= _MOST_ASSIGNMENTS:
            break
        moved = _given(means, covariance, i, spots[j])
        _descend(
            places,
            spots,
            likeness,
            i + 1,
            {**taken, i: j},
            weight + gain + math.log(_PRESENT),
            *moved,
            tally,
        )
    _descend(
        places,
        spots,
        likeness,
        i + 1,
        taken,
        weight + math.log(1 - _PRESENT),
        means,
        covariance,
        tally,
    )


def _count(tally: _Tally, taken: dict[int, int], weight: float) -> None:
    tally.count += 1
    share = math.exp(min(weight, 600.0))
    tally.total += share
    for i, j in taken.items():
        tally.sure[i, j] += share
    if weight > tally.top:
        tally.top, tally.best = weight, dict(taken)


def _given(
    means: NDArray[np.float64], covariance: NDArray[np.float64], i: int, at: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and covariance of all points, given the position of point ``i``."""
    own = slice(2 * i, 2 * i + 2)
    gain = np.linalg.solve(covariance[own, own], covariance[own, :]).T
    moved = means.ravel() + gain @ (at - means[i])
    return moved.reshape(-1, 2), covariance - gain @ covariance[own, :]
