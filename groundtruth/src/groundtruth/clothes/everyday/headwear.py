"""Caps, glasses and beards, rigid with the head."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.clothes.hair import TRAGUS, head_motion
from groundtruth.clothes.surface import (
    cut,
    fit_to_skin,
    in_segments,
    neighbour_mean,
    neighbours,
    refine,
    vertex_normals,
)
from groundtruth.clothes.tube import Tube, grid_faces, joined
from groundtruth.render.looks.regions import FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit

Cap = Literal["none", "cap", "beanie"]

CANTHUS = 187
"""Vertex of the right outer corner of the eye in the skin's topology."""

_WIRE = 0.0016
"""Half the thickness of a frame of glasses, metres."""


@cache
def _beard_region() -> NDArray[np.float64]:
    """Where a beard grows, 0 to 1 per vertex of the skin's topology; the lips are free."""
    with np.load(FILE) as data:
        grown, lips = (np.asarray(data[name], dtype=float) / 255.0 for name in ("beard", "lips"))
    return grown - 1.5 * lips


def make_beard(measured: MeasuredBody, length: float) -> Tube | None:
    """A beard on chin and jaw; None on a body without the skin's topology.

    Parameters
    ----------
    measured : MeasuredBody
    length : float
        0 a few millimetres to 1 some 4 cm below the chin.

    Returns
    -------
    Tube or None
    """
    body, region = measured.body, _beard_region()
    if len(region) != len(body.vertices):
        return None
    ids = np.flatnonzero(region > -0.5)
    near = neighbours(body.faces, len(body.vertices))
    field = neighbour_mean(region, near, ids, 1) - 0.45
    full = np.clip(field / 0.45, 0.0, 1.0)[:, None]
    full = neighbour_mean(full, near, ids, 2)
    turn, _ = head_motion(measured)
    # It grows out of the skin and falls a little.
    chin = np.clip(-(body.rest[:, 1] - body.rest[TRAGUS, 1]) / 0.07 - 0.2, 0.0, 1.0)[:, None]
    down = np.array([0.25, -1.0, 0.0]) @ turn
    cloth = body.vertices + full * (
        (0.0015 + 0.006 * length) * measured.normals + 0.035 * length * chin**2 * down
    )
    cloth = neighbour_mean(cloth, near, ids, 3) + 0.001 * measured.normals
    return _part(measured, field, cloth)


def make_cap(measured: MeasuredBody, cap: Cap, high: float) -> Tube:
    """A cap with a peak, or a knitted beanie.

    Parameters
    ----------
    measured : MeasuredBody
    cap : {"cap", "beanie"}
    high : float
        Room above the crown, 0 least to 1 most.

    Returns
    -------
    Tube
    """
    body = measured.body
    field = above_cap_edge(measured, body.rest, cap)
    field = np.where(in_segments(body, ("head",)), field, -1.0)
    ids = np.flatnonzero(field > -0.03)
    near = neighbours(body.faces, len(body.vertices))
    cloth = fit_to_skin(body, measured.normals, ids, 0.004, 25, field)
    normals = neighbour_mean(measured.normals, near, ids, 15)
    normals /= np.maximum(np.linalg.norm(normals, axis=1), 1e-9)[:, None]
    turn, _ = head_motion(measured)
    room = np.clip(field / 0.06, 0.0, 1.0)[:, None]
    cloth = cloth + (0.004 + 0.010 * room) * normals
    cloth = cloth + 0.016 * high * room**2 * (np.array([0.0, 1.0, 0.0]) @ turn)
    dome = _part(measured, field, cloth)
    return joined([dome, _peak(measured)]) if cap == "cap" else dome


def above_cap_edge(
    measured: MeasuredBody, rest: NDArray[np.float64], cap: Cap
) -> NDArray[np.float64]:
    """Height of points at rest above the lower edge of a cap, metres."""
    body, tall = measured.body, measured.stature
    top, ear = float(body.rest[:, 1].max()), body.rest[TRAGUS]
    front = top - (0.043 if cap == "cap" else 0.038) * tall
    # From the forehead down over the ear's upper end to the nape's hair.
    over = float(ear[1]) + (0.023 if cap == "cap" else 0.027) * tall
    slope = (front - over) / (0.060 * tall)
    return rest[:, 1] - over - slope * (rest[:, 0] - float(ear[0]) + 0.006 * tall)


def _peak(measured: MeasuredBody) -> Tube:
    """The peak of a cap: an arched plate before the forehead."""
    body, tall = measured.body, measured.stature
    turn, shift = head_motion(measured)
    rest = body.rest
    edge = np.abs(above_cap_edge(measured, rest, "cap")) < 0.006
    near = in_segments(body, ("head",)) & edge & (rest[:, 0] > rest[TRAGUS, 0])
    brow = rest[near]
    front = float(brow[:, 0].max())
    level = float(brow[brow[:, 0] > front - 0.02, 1].mean())
    side = 0.043 * tall
    s = np.linspace(-1.0, 1.0, 19)[None, :]
    out = np.linspace(0.0, 1.0, 6)[:, None]
    z = side * np.sin(s * np.pi / 2)
    root = front - 0.034 * tall * (1 - np.cos(s * np.pi / 2)) - 0.004
    x = root + 0.040 * tall * out * np.cos(s * np.pi / 2) ** 0.5 + 0.010
    y = level + 0.004 - 0.012 * out - 0.014 * np.abs(s) ** 2
    upper = np.stack(np.broadcast_arrays(x, y + 0.003, z), axis=-1)
    lower = np.stack(np.broadcast_arrays(x, y, z), axis=-1)[::-1]
    points = np.concatenate([upper, lower]).reshape(-1, 3) @ turn + shift
    uv = np.zeros((len(points), 2))
    return Tube(points, grid_faces(12, 19), uv)


def hair_outside(locks: Sequence[Tube], measured: MeasuredBody, outfit: Outfit) -> list[Tube]:
    """The hair without what a cap covers; a ponytail comes out of it whole."""
    if outfit.everyday is None or outfit.everyday.cap == "none":
        return list(locks)
    cap = outfit.everyday.cap
    turn, shift = head_motion(measured)
    whole = locks[1:] if outfit.hair == "ponytail" else []
    kept: list[Tube] = list(whole)
    for lock in locks[: len(locks) - len(whole)]:
        rest = (lock.vertices - shift) @ turn.T
        part = cut(lock.faces, 0.006 - above_cap_edge(measured, rest, cap))
        if len(part.faces):
            vertices, uv = part.interpolated(lock.vertices), part.interpolated(lock.uv)
            kept.append(Tube(vertices, part.faces, uv))
    return kept


def make_glasses(measured: MeasuredBody, size: float) -> Tube:
    """A frame of glasses: two rims, a bridge, and temples to the ears.

    Parameters
    ----------
    measured : MeasuredBody
    size : float
        0 small to 1 large.

    Returns
    -------
    Tube
    """
    turn, shift = head_motion(measured)
    rest = measured.body.rest
    eye, ear = rest[CANTHUS], rest[TRAGUS]
    half = np.array([0.019 + 0.004 * size, 0.014 + 0.007 * size])
    middle = np.array([eye[0] + 0.020, eye[1] - 0.002, 0.66 * eye[2]])
    angle = np.linspace(0.0, 2 * np.pi, 25)
    parts: list[Tube] = []
    for sign in (-1.0, 1.0):
        across = middle[2] + half[0] * np.cos(angle)
        # The rims lie back at their outer ends, as the face does.
        back = 0.30 * (across - middle[2]) + 0.10 * (np.abs(np.sin(angle)) * half[1])
        rim = np.stack([middle[0] - back, middle[1] + half[1] * np.sin(angle), sign * across], 1)
        parts.append(_wire(rim))
        hinge = np.array([middle[0] - 0.30 * half[0], middle[1] + 0.005, middle[2] + half[0]])
        over = np.array([ear[0] - 0.004, ear[1] + 0.022, abs(float(ear[2])) + 0.004])
        wide = np.array([0.5 * (hinge[0] + over[0]), hinge[1], max(hinge[2], over[2]) + 0.001])
        tip = over + np.array([-0.016, -0.022, -0.004])
        temple = np.array([hinge, wide, over, tip]) * [1.0, 1.0, sign]
        parts.append(_wire(temple))
    nose = float(middle[2] - half[0])
    bridge = np.array([[middle[0] + 0.004, middle[1] + 0.004, z] for z in (-nose, 0.0, nose)])
    bridge[1] += [0.002, 0.002, 0.0]
    parts.append(_wire(bridge))
    frame = joined(parts)
    return replace(frame, vertices=frame.vertices @ turn + shift)


def _wire(path: NDArray[np.float64]) -> Tube:
    """A thin square rod along a path."""
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1), 1e-9)[:, None]
    first = np.cross(along, [0.0, 0.3, 1.0])
    short = np.linalg.norm(first, axis=1) < 0.1
    first[short] = np.cross(along[short], [1.0, 0.0, 0.0])
    first /= np.linalg.norm(first, axis=1)[:, None]
    second = np.cross(along, first)
    corners = [(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)]
    points = np.stack([path + _WIRE * (a * first + b * second) for a, b in corners], axis=1)
    return Tube(points.reshape(-1, 3), grid_faces(len(path), 5), np.zeros((5 * len(path), 2)))


def _part(measured: MeasuredBody, field: NDArray[np.float64], cloth: NDArray[np.float64]) -> Tube:
    """Refined cloth where the field is positive."""
    rest = measured.body.rest
    part = cut(measured.body.faces, field)
    vertices = part.interpolated(cloth)
    vertices, faces, edges = refine(vertices, part.faces, vertex_normals(vertices, part.faces))
    uv = part.interpolated(np.stack([rest[:, 2], -rest[:, 1]], axis=1))
    return Tube(vertices, faces, np.vstack([uv, uv[edges].mean(axis=1)]))
