"""Collars and roll necks, which hide C7."""

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
    above = above_neckline(measured)
    stand, fall = _STAND[collar] * (0.75 + 0.5 * rise), _FALL[collar]
    # Behind it stands higher than in front, where it is open.
    ahead = np.clip(
        (measured.body.rest[:, 0] - measured.body.rest_joints["neck"][0]) / 0.10, 0.0, 1.0
    )
    field = np.minimum(stand * (1.0 - 0.35 * ahead) - above, above + fall + 0.02 * ahead)
    out = 0.004 + 0.004 * np.clip(-above / fall, 0.0, 1.0)
    out = out + (0.006 if collar == "roll" else 0.002) * np.clip(above / stand, 0.0, 1.0)
    return _lying(measured, field, offset + out, measured.normals, 14)


def above_neckline(measured: MeasuredBody) -> NDArray[np.float64]:
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
