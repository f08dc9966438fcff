"""Which spot is the sticker of which point: every one-to-one assignment, weighed.

The detected points say with their joint covariance where each sticker may lie. All assignments of
spots to points are gone through, point after point; a spot taken by one point moves the expectation
of the others (a person estimated too far left is so everywhere). The weights of all assignments sum
up to how sure each pair is.
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

_WORN = 0.45
"""Prior that a point wears a sticker and that it is seen. Assumed: few people wear all seven."""

_MOST_ASSIGNMENTS = 2_000
"""A bound for pictures full of dots: beyond it nothing is sure, as not all was weighed."""

_NEAREST = 6


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """The outcome.

    Attributes
    ----------
    names : tuple of str
        The points, in the order of the rows of ``sure``.
    best : mapping of str to int
        Point to spot in the likeliest assignment.
    sure : ndarray, shape (N, M)
        Probability that the spot is the sticker of the point; each row and column sums to 1 at
        most.
    evidence : float
        Logarithm of how much likelier the spots are with stickers than without.
    """

    names: tuple[str, ...]
    best: dict[str, int]
    sure: NDArray[np.float64]
    evidence: float


@dataclass(slots=True)
class _Tally:
    """Weights summed over the assignments seen so far."""

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
        How much likelier the look of the spot is as a sticker on that point than as anything else,
        over the density of anything else there (per pixel squared).

    Returns
    -------
    Matches
    """
    tally = _Tally(np.zeros((len(places.names), len(spots))))
    _descend(places, spots, likeness, 0, {}, 0.0, places.means.copy(), places.covariance, tally)
    total = max(tally.total, 1e-300)
    nothing = len(places.names) * math.log(1 - _WORN)
    return Matches(
        names=places.names,
        best={places.names[i]: j for i, j in tally.best.items()},
        # Half at most where the bound cut the search short.
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
    """Go through every choice for point ``i`` and the points after it."""
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
            weight + gain + math.log(_WORN),
            *moved,
            tally,
        )
    _descend(
        places,
        spots,
        likeness,
        i + 1,
        taken,
        weight + math.log(1 - _WORN),
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
    """Expectation of all points once point ``i`` is known to be at a position."""
    own = slice(2 * i, 2 * i + 2)
    gain = np.linalg.solve(covariance[own, own], covariance[own, :]).T
    moved = means.ravel() + gain @ (at - means[i])
    return moved.reshape(-1, 2), covariance - gain @ covariance[own, :]
