"""A sports bra: elastic, between the collar bones and the lower ribs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.surface import cut, fit_to_skin, in_segments, refine, vertex_normals
from groundtruth.clothes.tube import Tube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit


def make_bra(measured: MeasuredBody, outfit: Outfit) -> tuple[Tube, NDArray[np.bool_]]:
    """Make the bra.

    Returns
    -------
    Tube
    covered : ndarray, shape (V,), bool
    """
    body, tall, rest = measured.body, measured.stature, measured.body.rest
    neck, shoulder = body.rest_joints["neck"], body.rest_joints["shoulder_right"]
    chosen = in_segments(body, ("thorax", "lumbar", "clavicle", "neck"))
    # ``outfit.hem`` only moves the band here, by a few centimetres.
    band = shoulder[1] - (0.125 + 0.15 * np.clip(outfit.hem, -0.03, 0.03)) * tall
    field = np.full(len(rest), -1.0)
    field[chosen] = rest[chosen, 1] - band
    aside = np.abs(rest[:, 2])
    # Straps: a narrow band over the shoulder, cut low in the middle and at the arm.
    middle, width = 0.058 * tall, 0.016 * tall
    rise = np.clip((rest[:, 1] - (shoulder[1] - 0.055 * tall)) / (0.045 * tall), 0.0, 1.0)
    inner = aside - (middle - width) * rise + (1 - rise) * 0.08
    outer = (middle + width + (1 - rise) * 0.12) - aside
    low = neck[1] - 0.035 * tall - 0.3 * (rest[:, 0] - neck[0]) - rest[:, 1]
    field = np.minimum(field, np.minimum(np.maximum(inner, low), outer))
    # The arm hole runs half-way between the last vertex of the trunk and the first of the arm.
    arm = in_segments(body, ("upper_arm",))
    field[arm] = np.maximum(field[arm], -0.015)
    ids = np.flatnonzero(field > -0.12)
    cloth = fit_to_skin(body, measured.normals, ids, 0.003, 5, field)
    part = cut(body.faces, field)
    vertices = part.interpolated(cloth)
    vertices, faces, edges = refine(vertices, part.faces, vertex_normals(vertices, part.faces))
    uv = part.interpolated(np.stack([rest[:, 2], -rest[:, 1]], axis=1))
    return Tube(vertices, faces, np.vstack([uv, uv[edges].mean(axis=1)])), field > 0.015
