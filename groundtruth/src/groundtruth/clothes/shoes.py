"""Socks and trainers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.measured_body import SIDES
from groundtruth.clothes.surface import cut, fit_to_skin, in_segments, neighbour_mean, neighbours
from groundtruth.clothes.tube import Tube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.meshes import Material


@dataclass(frozen=True, slots=True, eq=False)
class Shoe:
    """A surface, the skin that it hides and its material."""

    name: str
    surface: Tube
    hidden: NDArray[np.bool_]
    material: Material


def make_shoes(measured: MeasuredBody, outfit: Outfit) -> list[Shoe]:
    """Make socks or trainers; nothing if barefoot.

    A sole surrounds the foot and does not lift it, so that the true points stay in place.
    """
    if outfit.shoes == "barefoot":
        return []
    body, rest = measured.body, measured.body.rest
    trainers = outfit.shoes == "trainers"
    ankle = measured.rest_height("ankle_right")
    chosen = in_segments(body, ("foot", "shank"))
    edge = ankle + (0.012 if trainers else 0.05)
    field = np.where(chosen, edge - rest[:, 1], -1.0)
    ids = np.flatnonzero(field > -0.03)
    cloth = (
        _upper(measured, ids)
        if trainers
        else fit_to_skin(body, measured.normals, ids, 0.002, 14, field)
    )
    cloth[:, 1] = np.maximum(cloth[:, 1], 0.0)
    part = cut(body.faces, field)
    uv = part.interpolated(np.stack([rest[:, 0], rest[:, 1]], axis=1))
    surface = Tube(part.interpolated(cloth), part.faces, uv)
    shoes = [Shoe("shoes", surface, field > 0.01, outfit.shoe_material)]
    if trainers:
        sole = replace(outfit.shoe_material, colour=outfit.shoe_material.second or (0.8, 0.8, 0.8))
        nothing = np.zeros(len(rest), dtype=bool)
        shoes += [Shoe("sole", _sole(measured, cloth, side), nothing, sole) for side in SIDES]
    return shoes


def _upper(measured: MeasuredBody, ids: NDArray[np.intp]) -> NDArray[np.float64]:
    """The upper of a shoe: a rounded box over the toes."""
    body = measured.body
    near = neighbours(body.faces, len(body.vertices))
    cloth = neighbour_mean(body.vertices + 0.008 * measured.normals, near, ids, 40)
    normals = neighbour_mean(measured.normals, near, ids, 12)
    normals /= np.maximum(np.linalg.norm(normals, axis=1), 1e-9)[:, None]
    cloth = cloth + 0.006 * normals
    for rounds in (6, 1):
        height = ((cloth - body.vertices) * normals).sum(axis=1)
        cloth += np.maximum(0.004 - height, 0.0)[:, None] * normals
        cloth = neighbour_mean(cloth, near, ids, rounds)
    return cloth


def _sole(measured: MeasuredBody, cloth: NDArray[np.float64], side: str) -> Tube:
    """An upright band round the foot, closed above; 26 mm high at the heel, 18 at the toes."""
    foot = cloth[in_segments(measured.body, (f"foot_{side}",))]
    low = foot[foot[:, 1] < 0.05][:, [0, 2]]
    middle = (low.min(axis=0) + low.max(axis=0)) / 2
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    beam = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    reach = ((low - middle) @ beam.T).max(axis=0) + 0.003
    # From the support function to the outline: intersections of neighbouring tangents.
    slope = (np.roll(reach, -1) - np.roll(reach, 1)) / (2 * (turn[1] - turn[0]))
    side_beam = np.stack([-beam[:, 1], beam[:, 0]], axis=1)
    outline = middle + reach[:, None] * beam + slope[:, None] * side_beam
    front = (outline[:, 0] - outline[:, 0].min()) / np.ptp(outline[:, 0])
    top = 0.027 - 0.008 * front
    inset = outline - 0.012 * beam
    rings = [
        np.stack([outline[:, 0], np.zeros(48), outline[:, 1]], axis=1),
        np.stack([outline[:, 0], top, outline[:, 1]], axis=1),
        np.stack([inset[:, 0], top + 0.002, inset[:, 1]], axis=1),
    ]
    vertices = np.vstack(rings)
    i = np.arange(48)
    k = (i + 1) % 48
    faces = []
    for low_ring in (0, 48):
        a, b, c, d = i + low_ring, k + low_ring, i + low_ring + 48, k + low_ring + 48
        faces += [np.stack([a, c, b], axis=1), np.stack([b, c, d], axis=1)]
    return Tube(vertices, np.vstack(faces).astype(np.intp), vertices[:, [0, 1]].copy())
