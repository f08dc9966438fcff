"""Rotation of each body segment between two photos, from the estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posture.body.points import NODES, SPINE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.points import PointSet

AXES = (
    ("tragus", "canthus", ("tragus", "canthus")),
    (SPINE[-1], "c7", ("c7", "acromion", *SPINE)),
    ("psis", "asis", ("psis", "asis")),
    ("trochanter", "knee", ("trochanter", "knee")),
    ("knee", "malleolus", ("malleolus",)),
)
"""Head, trunk, pelvis, thigh and shank: the two nodes of the axis, then the nodes that turn with
it. The foot does not turn."""

_USUAL_TURN = np.radians(6.0)
"""1-sigma rotation of a segment between two standing photos of one person. An engineering
assumption: angles repeat to 2-4 degrees on one day; training and another stance add to it."""


def segment_rotations(
    earlier: PointSet, later: PointSet, photo_share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Rotation of each node's segment from an earlier to a later photo of one person.

    The difference of the estimated angles is the true rotation plus the errors that differ between
    the photos. It is shrunk towards zero accordingly: strongly for an axis with a large error (the
    pelvis), hardly for one with a small error (the trunk).

    Parameters
    ----------
    earlier, later : PointSet
        Estimates in body axes.
    photo_share : ndarray, shape (35,)
        Share of each node's error variance that differs between photos, [0, 1].

    Returns
    -------
    ndarray, shape (35,)
        Radians, from forward (+x) towards up (+y); 0 where an axis is unknown.
    """
    result = np.zeros(len(NODES))
    for start, end, nodes in AXES:
        i, j = NODES.index(start), NODES.index(end)
        (angle0, var0), (angle1, var1) = _axis(earlier, i, j), _axis(later, i, j)
        if not np.isfinite([angle0, angle1, var0, var1]).all():
            continue
        difference = (angle1 - angle0 + np.pi) % (2 * np.pi) - np.pi
        noise = (var0 + var1) * (photo_share[i] + photo_share[j]) / 2
        shrink = _USUAL_TURN**2 / (_USUAL_TURN**2 + noise)
        result[[NODES.index(node) for node in nodes]] = shrink * difference
    return result


def _axis(points: PointSet, i: int, j: int) -> tuple[float, float]:
    """Angle of the line from node i to node j and its variance, radians; NaN where unknown."""
    dx, dy = points.positions[j] - points.positions[i]
    length = np.hypot(dx, dy)
    if not length > 0:
        return np.nan, np.nan
    across = np.array([-dy, dx]) / length**2
    rows = np.array([2 * i, 2 * i + 1, 2 * j, 2 * j + 1])
    gradient = np.concatenate([-across, across])
    variance = gradient @ points.covariance[np.ix_(rows, rows)] @ gradient
    return float(np.arctan2(dy, dx)), float(max(variance, 0.0))
