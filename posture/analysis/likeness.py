"""Whether two photos look like different people: by body shape and by dress.

Neither proves anything. Proportions have errors of 1 % of the stature, so that only unusual
differences show; dress tells apart most people who are photographed one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from posture.body.points import NODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.body.dress import Dress

Trait = Literal["shape", "dress"]

_SEGMENTS = (
    ("tragus", "canthus"),
    ("asis", "psis"),
    ("trochanter", "knee"),
    ("knee", "malleolus"),
)
"""Lengths of bones, which no posture changes."""

_UNLIKELY = {1: 6.63, 2: 9.21, 3: 11.34, 4: 13.28}
"""Squared distance that 1 % of pairs of one person exceed (chi squared), by number of lengths."""

_ONE_FAR, _BOTH_FAR = 25.0, 15.0
"""Distance of colours, CIELAB with half of the lightness, from which dress differs: of trunk or
legs alone, and of both (engineering assumption; two photos of one person differed by 20 and 3)."""

_WEIGHTS = np.array([0.5, 1.0, 1.0])


@dataclass(frozen=True, slots=True)
class Portrait:
    """What two photos are compared by.

    Attributes
    ----------
    body : Body
    dress : Dress or None
        None where there is no picture.
    """

    body: Body
    dress: Dress | None


def differing_traits(portraits: Sequence[Portrait]) -> tuple[Trait, ...]:
    """By what photos look like different people.

    Parameters
    ----------
    portraits : sequence of Portrait

    Returns
    -------
    tuple of {"shape", "dress"}
        In which any photo differs from the first; empty where all may show one person.
    """
    first, *others = portraits
    shape = any(_differ_in_shape(first.body, one.body) for one in others)
    dress = any(_differ_in_dress(first.dress, one.dress) for one in others)
    found: dict[Trait, bool] = {"shape": shape, "dress": dress}
    return tuple(trait for trait, there in found.items() if there)


def _differ_in_shape(first: Body, second: Body) -> bool:
    (lengths, covariance), (others, their) = _lengths(first), _lengths(second)
    apart = lengths - others
    known = ~np.isnan(apart)
    if not known.any():
        return False
    spread = (covariance + their)[np.ix_(known, known)]
    distance = float(apart[known] @ np.linalg.solve(spread, apart[known]))
    return distance > _UNLIKELY[int(known.sum())]


def _lengths(body: Body) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lengths of the segments, statures, and their covariance; NaN where unknown."""
    points = body.points
    slopes = np.zeros((len(_SEGMENTS), points.covariance.shape[0]))
    lengths = np.empty(len(_SEGMENTS))
    for row, names in enumerate(_SEGMENTS):
        a, b = (NODES.index(name) for name in names)
        line = points.positions[b] - points.positions[a]
        lengths[row] = np.hypot(*line)
        slopes[row, 2 * a : 2 * a + 2] = -line / lengths[row]
        slopes[row, 2 * b : 2 * b + 2] = line / lengths[row]
    slopes = np.nan_to_num(slopes)
    return lengths, slopes @ np.nan_to_num(points.covariance) @ slopes.T


def _differ_in_dress(first: Dress | None, second: Dress | None) -> bool:
    if first is None or second is None:
        return False
    pairs = ((first.trunk, second.trunk), (first.legs, second.legs))
    far = [float(np.linalg.norm(_WEIGHTS * (a - b))) for a, b in pairs]
    # What is not seen compares false.
    return any(one > _ONE_FAR for one in far) or all(one > _BOTH_FAR for one in far)
