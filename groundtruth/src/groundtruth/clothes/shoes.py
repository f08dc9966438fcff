"""Socks and trainers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.figure import SIDES
from groundtruth.clothes.surface import cut, in_segments, lie_close, neighbours, spread
from groundtruth.clothes.tube import Tube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.figure import Figure
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.piece import Material


@dataclass(frozen=True, slots=True, eq=False)
class Shoe:
    """A surface, the skin that it hides and its material."""

    name: str
    surface: Tube
    hidden: NDArray[np.bool_]
    material: Material


def make_shoes(figure: Figure, outfit: Outfit) -> list[Shoe]:
    """Make what is worn on the feet; nothing if barefoot.

    A sole lies beside the foot, not below it: the person stays where the truth says.
    """
    if outfit.shoes == "barefoot":
        return []
    body, rest = figure.body, figure.body.rest
    trainers = outfit.shoes == "trainers"
    ankle = figure.rest_height("ankle_right")
    chosen = in_segments(body, ("foot", "shank"))
    edge = ankle + (0.012 if trainers else 0.05)
    field = np.where(chosen, edge - rest[:, 1], -1.0)
    ids = np.flatnonzero(field > -0.03)
    cloth = (
        _upper(figure, ids) if trainers else lie_close(body, figure.normals, ids, 0.002, 14, field)
    )
    cloth[:, 1] = np.maximum(cloth[:, 1], 0.0)
    part = cut(body.faces, field)
    uv = part.carry(np.stack([rest[:, 0], rest[:, 1]], axis=1))
    surface = Tube(part.carry(cloth), part.faces, uv)
    shoes = [Shoe("shoes", surface, field > 0.01, outfit.shoe_material)]
    if trainers:
        sole = replace(outfit.shoe_material, colour=outfit.shoe_material.second or (0.8, 0.8, 0.8))
        nothing = np.zeros(len(rest), dtype=bool)
        shoes += [Shoe("sole", _sole(figure, cloth, side), nothing, sole) for side in SIDES]
    return shoes


def _upper(figure: Figure, ids: NDArray[np.intp]) -> NDArray[np.float64]:
    """The toes vanish in a rounded box."""
    body = figure.body
    near = neighbours(body.faces, len(body.vertices))
    cloth = spread(body.vertices + 0.008 * figure.normals, near, ids, 40)
    normals = spread(figure.normals, near, ids, 12)
    normals /= np.maximum(np.linalg.norm(normals, axis=1), 1e-9)[:, None]
    cloth = cloth + 0.006 * normals
    for rounds in (6, 1):
        height = ((cloth - body.vertices) * normals).sum(axis=1)
        cloth += np.maximum(0.004 - height, 0.0)[:, None] * normals
        cloth = spread(cloth, near, ids, rounds)
    return cloth


def _sole(figure: Figure, cloth: NDArray[np.float64], side: str) -> Tube:
    """An upright band round the foot, closed above; 26 mm high at the heel, 18 at the toes."""
    foot = cloth[in_segments(figure.body, (f"foot_{side}",))]
    low = foot[foot[:, 1] < 0.05][:, [0, 2]]
    middle = (low.min(axis=0) + low.max(axis=0)) / 2
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    beam = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    reach = ((low - middle) @ beam.T).max(axis=0) + 0.003
    # From the support function back to the outline: where neighbouring tangents meet.
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
