"""What surrounds the neck and hides C7: collars, roll necks, a hood that lies on the back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.clothes.surface import (
    cut,
    fit_to_skin,
    in_segments,
    neighbour_mean,
    neighbours,
    refine,
    vertex_normals,
)
from groundtruth.clothes.tube import Tube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.measured_body import MeasuredBody

Collar = Literal["none", "polo", "shirt", "roll"]

NECKLINE = (0.004, 0.55)
"""The neckline of tops: statures below the neck joint, and its slope forward."""

_STAND: dict[Collar, float] = {"polo": 0.024, "shirt": 0.034, "roll": 0.052}
_FALL: dict[Collar, float] = {"polo": 0.028, "shirt": 0.034, "roll": 0.008}


def make_collar(measured: MeasuredBody, collar: Collar, *, offset: float, rise: float) -> Tube:
    """A collar round the neck.

    Parameters
    ----------
    measured : MeasuredBody
    collar : {"polo", "shirt", "roll"}
    offset : float
        Distance of the top's cloth from the skin, metres.
    rise : float
        How high it stands, 0 least to 1 most.

    Returns
    -------
    Tube
    """
    above = _above_neckline(measured)
    stand, fall = _STAND[collar] * (0.75 + 0.5 * rise), _FALL[collar]
    # Behind it stands higher than in front, where it is open.
    ahead = np.clip(
        (measured.body.rest[:, 0] - measured.body.rest_joints["neck"][0]) / 0.10, 0.0, 1.0
    )
    field = np.minimum(stand * (1.0 - 0.35 * ahead) - above, above + fall + 0.02 * ahead)
    out = 0.004 + 0.004 * np.clip(-above / fall, 0.0, 1.0)
    out = out + (0.006 if collar == "roll" else 0.002) * np.clip(above / stand, 0.0, 1.0)
    return _lying(measured, field, offset + out, measured.normals, 14)


def make_hood(measured: MeasuredBody, *, offset: float, full: float) -> Tube:
    """A hood that is down: a bag behind the neck and a roll on the shoulders.

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
    body, tall = measured.body, measured.stature
    rest, neck = body.rest, body.rest_joints["neck"]
    above = _above_neckline(measured)
    turn = np.arctan2(rest[:, 2], rest[:, 0] - neck[0] - 0.02 * tall)
    behind = 0.5 - 0.5 * np.cos(turn)
    upper = (0.012 + 0.022 * behind**2) * (0.8 + 0.5 * full)
    lower = 0.020 + (0.055 + 0.055 * full) * behind**2
    field = np.minimum(upper - above, above + lower)
    share = np.clip((above + lower) / (upper + lower), 0.0, 1.0)
    # Fullest near its upper edge, where the opening rolls over.
    bag = np.sin(np.pi * share**1.25) ** 0.7
    size = 0.010 + (0.022 + 0.032 * full) * behind**2
    near = neighbours(body.faces, len(body.vertices))
    ids = np.flatnonzero(field > -0.06)
    radial = body.vertices - (body.joints["neck"] + np.array([0.04, -0.06, 0.0]))
    radial = radial / np.maximum(np.linalg.norm(radial, axis=1), 1e-9)[:, None]
    direction = neighbour_mean(0.35 * measured.normals + 0.65 * radial, near, ids, 6)
    direction /= np.maximum(np.linalg.norm(direction, axis=1), 1e-9)[:, None]
    return _lying(measured, field, offset + 0.004 + size * bag, direction, 6)


def _above_neckline(measured: MeasuredBody) -> NDArray[np.float64]:
    """Height above the neckline of tops at rest, shape (V,), metres; far away off the trunk."""
    body, tall = measured.body, measured.stature
    neck, (below, slope) = body.rest_joints["neck"], NECKLINE
    line = neck[1] - below * tall - slope * (body.rest[:, 0] - neck[0])
    above = body.rest[:, 1] - line
    arm = ~in_segments(body, ("thorax", "lumbar", "clavicle", "neck", "head"))
    return np.where(arm, -1.0, 0.87 * above)


def _lying(
    measured: MeasuredBody,
    field: NDArray[np.float64],
    out: NDArray[np.float64],
    direction: NDArray[np.float64],
    rounds: int,
) -> Tube:
    """The part of the skin where the field is positive, lifted by ``out`` along a direction."""
    body = measured.body
    near = neighbours(body.faces, len(body.vertices))
    ids = np.flatnonzero(field > -0.05)
    cloth = fit_to_skin(body, measured.normals, ids, 0.003, rounds, field)
    cloth = cloth + (out - 0.003)[:, None] * direction
    cloth = neighbour_mean(cloth, near, ids, 2)
    part = cut(body.faces, field)
    vertices = part.interpolated(cloth)
    vertices, faces, edges = refine(vertices, part.faces, vertex_normals(vertices, part.faces))
    uv = part.interpolated(np.stack([body.rest[:, 2], -body.rest[:, 1]], axis=1))
    return Tube(vertices, faces, np.vstack([uv, uv[edges].mean(axis=1)]))
