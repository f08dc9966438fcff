"""Raised markers: hemispheres on skin or on tight cloth.

Clinical photogrammetry marks bones with small balls (the SAPO protocol: styrofoam balls of 15 mm),
because a flat disc on the midline is seen edge-on from the side and C7 is invisible.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.meshes import Material, Mesh
from groundtruth.render.mesh import normals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.render.camera import SceneCamera

_RINGS, _SPOKES = 7, 24
_SKIRT_M = 0.004
"""Extent of the side below the base, metres, so that there is no gap over curved skin."""

_COVER_M = 0.03
"""Cloth further away than this does not cover the point, metres."""

_CLEAR_M = 0.0015
"""Distance from the surface at which visibility of a point of the hemisphere is tested, metres."""


@dataclass(frozen=True, slots=True, eq=False)
class Sticker:
    """One marker.

    Attributes
    ----------
    mesh : Mesh
        Kind ``sticker``.
    base : ndarray, shape (3,)
        Middle of the base, on skin or cloth, person axes, metres.
    out : ndarray, shape (3,)
        Unit normal of the surface there.
    """

    mesh: Mesh
    base: NDArray[np.float64]
    out: NDArray[np.float64]


def make_sticker(
    place: NDArray[np.float64],
    meshes: Sequence[Mesh],
    diameter_m: float,
    colour: tuple[float, float, float],
    offset_m: tuple[float, float] = (0.0, 0.0),
) -> Sticker:
    """Make a hemisphere on the outermost surface over a point.

    Parameters
    ----------
    place : ndarray, shape (3,)
        A point of the body, metres, person axes.
    meshes : sequence of Mesh
        Meshes of the person; a marker lies on cloth where cloth covers the point.
    diameter_m : float
    colour : tuple of float
        Linear RGB.
    offset_m : tuple of float
        Placement error in the two directions along the surface, metres.

    Returns
    -------
    Sticker
    """
    tops = [mesh for mesh in meshes if mesh.material.kind in {"skin", "cloth"}]
    at = np.asarray(place, dtype=float)
    skin, out = _outermost(at, tops, diameter_m)
    if any(offset_m):
        side, up = _along(out)
        skin, out = _outermost(skin + offset_m[0] * side + offset_m[1] * up, tops, diameter_m)
    return Sticker(_half_ball(skin, out, diameter_m / 2, colour), skin, out)


def _outermost(
    place: NDArray[np.float64], tops: Sequence[Mesh], diameter_m: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Position on the outermost surface over a point, and its normal."""
    near = [patch for mesh in tops if (patch := _near(mesh, place, diameter_m)) is not None]
    if not near:
        msg = "no surface lies near the point that the sticker is for"
        raise ValueError(msg)
    out, _ = min(near, key=lambda one: one[1])
    # The surface furthest from the bone covers the point.
    triangles = _about(place, place + out, tops, 0.01)
    height = [t for t in _crossings(place, out, triangles) if abs(t) < _COVER_M]
    return place + max(height, default=0.0) * out, out


def visible_share(sticker: Sticker, meshes: Sequence[Mesh], camera: SceneCamera) -> float:
    """Share of the camera-facing part of a hemisphere that the person does not hide.

    Parameters
    ----------
    sticker : Sticker
    meshes : sequence of Mesh
        Other stickers are ignored.
    camera : SceneCamera

    Returns
    -------
    float
        0 to 1, of its area in the picture.
    """
    eye = camera.turn().T @ camera.eye()
    points = sticker.mesh.vertices[: 1 + (_RINGS - 1) * _SPOKES]
    radius = float(np.linalg.norm(points[0] - sticker.base))
    outward = (points - sticker.base) / radius
    rays = eye - points
    facing = np.einsum("ij,ij->i", outward, rays) / np.linalg.norm(rays, axis=1)
    # Points are weighted by the area of their ring, which grows with its radius.
    area = np.linalg.norm(np.cross(outward, sticker.out), axis=1) + 0.5 / _RINGS
    weight = np.maximum(facing, 0.0) * area
    chosen = np.flatnonzero(weight > 0)
    if not len(chosen):
        return 0.0
    triangles = _about(sticker.base, eye, meshes, 2.5 * radius)
    free = [_is_free(points[k] + outward[k] * _CLEAR_M, eye, triangles) for k in chosen]
    return float(weight[chosen] @ np.array(free) / weight[chosen].sum())


def _about(
    base: NDArray[np.float64], eye: NDArray[np.float64], meshes: Sequence[Mesh], reach: float
) -> NDArray[np.float64]:
    """Corners of the triangles near the line from a position to the eye, (N, 3, 3)."""
    way = (eye - base) / np.linalg.norm(eye - base)
    found: list[NDArray[np.float64]] = []
    for mesh in meshes:
        if mesh.material.kind == "sticker":
            continue
        corners = mesh.vertices[mesh.faces]
        off = corners - base
        ahead = off @ way
        aside = np.linalg.norm(off - ahead[..., None] * way, axis=2)
        size = np.ptp(corners, axis=1).max(axis=1)
        found.append(corners[(aside.min(axis=1) < reach + size) & (ahead.max(axis=1) > -reach)])
    return np.concatenate(found) if found else np.empty((0, 3, 3))


def _is_free(
    start: NDArray[np.float64], eye: NDArray[np.float64], triangles: NDArray[np.float64]
) -> bool:
    """Whether no triangle lies between a position and the eye."""
    return not np.any(_crossings(start, eye - start, triangles) > 0)


def _crossings(
    start: NDArray[np.float64], ray: NDArray[np.float64], triangles: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Intersections of a line with triangles, in lengths of the ray."""
    a = triangles[:, 0]
    ab, ac, to = triangles[:, 1] - a, triangles[:, 2] - a, start - a
    p = np.cross(ray, ac)
    det = np.einsum("ij,ij->i", ab, p)
    # Triangles seen edge-on have no intersection.
    flat = np.abs(det) < 1e-15
    det = np.where(flat, 1.0, det)
    u = np.einsum("ij,ij->i", to, p) / det
    q = np.cross(to, ab)
    v = q @ ray / det
    t = np.einsum("ij,ij->i", ac, q) / det
    return t[~flat & (u >= 0) & (v >= 0) & (u + v <= 1)]


def _patch(mesh: Mesh, centre: NDArray[np.float64], radius: float):
    """Points within a radius that belong to a face, with their normals."""
    used = np.zeros(len(mesh.vertices), dtype=bool)
    used[np.unique(mesh.faces)] = True
    close = used & (np.linalg.norm(mesh.vertices - centre, axis=1) < radius)
    local = np.flatnonzero(close[mesh.faces].any(axis=1))
    n = normals(mesh.vertices, mesh.faces[local]) if len(local) else mesh.vertices * 0
    return mesh.vertices[close], n[close]


def _near(mesh: Mesh, place: NDArray[np.float64], diameter_m: float):
    points, n = _patch(mesh, place, max(4 * diameter_m, 0.08))
    if len(points) == 0:
        return None
    distance = np.linalg.norm(points - place, axis=1)
    weight = np.exp(-(((distance - distance.min()) / diameter_m) ** 2))
    out = weight @ n
    length = np.linalg.norm(out)
    if length < 1e-9:
        return None
    out /= length
    return out, float(distance.min())


def _along(out: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two directions along a surface, at right angles."""
    side = np.cross(out, [0.0, 1.0, 0.0] if abs(out[1]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    return side, np.cross(out, side)


def _half_ball(
    base: NDArray[np.float64],
    out: NDArray[np.float64],
    radius: float,
    colour: tuple[float, float, float],
) -> Mesh:
    """Rings from the top to below the base; the top is the first vertex."""
    side, up = _along(out)
    down = np.arange(1, _RINGS + 1) / _RINGS * np.pi / 2
    rings = np.stack([np.sin(down), np.cos(down)], axis=1) * radius
    rings = np.vstack([rings, [radius, -_SKIRT_M]])
    turn = np.arange(_SPOKES) * 2 * np.pi / _SPOKES
    round_ = np.cos(turn)[:, None] * side + np.sin(turn)[:, None] * up
    body = rings[:, :1, None] * round_[None] + rings[:, 1:, None] * out
    vertices = base + np.vstack([radius * out, body.reshape(-1, 3)])
    return Mesh("sticker", vertices, _fan(), Material("sticker", colour, roughness=0.35))


def _fan() -> NDArray[np.intp]:
    k = np.arange(_SPOKES)
    after = (k + 1) % _SPOKES
    faces = [np.stack([0 * k, 1 + k, 1 + after], axis=1)]
    for ring in range(_RINGS):
        a = 1 + ring * _SPOKES
        b = a + _SPOKES
        faces.append(np.stack([a + k, b + k, b + after], axis=1))
        faces.append(np.stack([a + k, b + after, a + after], axis=1))
    return np.concatenate(faces).astype(np.intp)
