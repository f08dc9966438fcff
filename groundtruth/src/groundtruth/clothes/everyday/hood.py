"""A hood that is down: a bag of cloth behind the neck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.everyday.neckwear import above_neckline
from groundtruth.clothes.tube import Tube, grid_faces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.measured_body import MeasuredBody

_COLUMNS, _ROWS = 40, 13
_REACH = np.radians(128.0)
"""How far the hood reaches round the neck to each side from behind."""

_WINDOW = 0.016
"""Width of the window in which skin is averaged to find the surface under the hood, metres."""


def make_hood(measured: MeasuredBody, *, offset: float, full: float) -> Tube:
    """Make a hood that lies on the upper back and round the neck.

    Parameters
    ----------
    measured : MeasuredBody
    offset : float
        Distance of the top's cloth from the skin, metres.
    full : float
        0 small to 1 large.

    Returns
    -------
    Tube
    """
    around = np.linspace(_REACH, -_REACH, _COLUMNS)[None, :]
    down = np.linspace(0.0, 1.0, _ROWS)[:, None]
    behind = (0.5 + 0.5 * np.cos(around)) ** 1.5
    upper = 0.010 + (0.010 + 0.022 * full) * behind
    lower = 0.018 + (0.050 + 0.060 * full) * behind
    level = upper - (upper + lower) * down
    # The averaged skin is smooth: every third point of the grid is enough, the others lie between.
    few = _surface(measured, np.broadcast_to(around, level.shape)[::3, ::3], level[::3, ::3])
    skin = _between(_between(few, 0), 1)
    # Fullest in its upper half, where the opening rolls over; flat at its edges and its ends.
    bag = np.sin(np.pi * down**0.75) ** 0.8
    ends = np.sqrt(np.clip((_REACH - np.abs(around)) / 0.5, 0.0, 1.0))
    size = bag * ends * (0.009 + (0.020 + 0.032 * full) * behind)
    out = np.stack(
        np.broadcast_arrays(-np.cos(around), 0.30 + 0.35 * (1 - behind), np.sin(around)), axis=-1
    )
    out = out / np.linalg.norm(out, axis=-1, keepdims=True)
    points = skin + (offset - 0.002 + size)[..., None] * out
    uv = np.stack(np.broadcast_arrays(0.08 * around, (upper + lower) * down), axis=-1)
    return Tube(points.reshape(-1, 3), grid_faces(_ROWS, _COLUMNS), uv.reshape(-1, 2))


def _between(points: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Two points more between neighbours of a grid, along an axis."""
    count = points.shape[axis]
    at = np.linspace(0.0, count - 1.0, 3 * count - 2)
    low = np.minimum(at.astype(int), count - 2)
    share = (at - low).reshape([-1, 1, 1] if axis == 0 else [1, -1, 1])
    first, second = (np.take(points, low + step, axis) for step in (0, 1))
    return first + share * (second - first)


def _surface(
    measured: MeasuredBody, around: NDArray[np.float64], level: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Smooth skin of the posed body at azimuths from behind and heights above the neckline."""
    body = measured.body
    rest, neck = body.rest, body.rest_joints["neck"]
    above = above_neckline(measured)
    near = np.flatnonzero((above > -0.17) & (above < 0.08))
    x, z = rest[near, 0] - neck[0] - 0.015 * measured.stature, rest[near, 2]
    turn = np.arctan2(z, -x)
    # Metres along the neckline, so that both coordinates have one scale.
    place = np.stack([0.07 * turn, above[near]], axis=1)
    goal = np.stack([0.07 * around.ravel(), level.ravel()], axis=1)
    square = ((goal[:, None, :] - place[None, :, :]) ** 2).sum(axis=-1)
    nearest = square.min(axis=1, keepdims=True)
    weight = np.exp(-(square - nearest) / (2 * _WINDOW**2))
    found = weight @ body.vertices[near] / weight.sum(axis=1, keepdims=True)
    return found.reshape(*around.shape, 3)
