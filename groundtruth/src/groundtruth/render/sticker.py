"""Raised markers: half-balls that stand on skin or on cloth that lies on it.

Photogrammetry in the field marks bones with small half-balls (the SAPO protocol: styrofoam balls of
15 mm) because a flat disc on the midline lies edge-on in profile, and C7 vanishes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.piece import Material, Piece
from groundtruth.render.mesh import normals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.render.camera import SceneCamera

_RINGS, _SPOKES = 7, 24
_SKIRT_M = 0.004
"""How far the side goes on under the base, so that no gap opens over curved skin."""

_COVER_M = 0.03
"""Cloth further off than this is not what covers the point."""

_CLEAR_M = 0.0015
"""From so far off its own surface a point of a half-ball is looked for from the camera."""


@dataclass(frozen=True, slots=True, eq=False)
class Dome:
    """One marker.

    Attributes
    ----------
    piece : Piece
        Kind ``sticker``.
    base : ndarray, shape (3,)
        Middle of the base, on skin or cloth, person axes, metres.
    out : ndarray, shape (3,)
        Unit normal of the surface there.
    """

    piece: Piece
    base: NDArray[np.float64]
    out: NDArray[np.float64]


def stick(
    place: NDArray[np.float64],
    pieces: Sequence[Piece],
    diameter_m: float,
    colour: tuple[float, float, float],
    slip_m: tuple[float, float] = (0.0, 0.0),
) -> Dome:
    """Put a half-ball on the outermost surface over a point.

    Parameters
    ----------
    place : ndarray, shape (3,)
        A point of the body, metres, person axes.
    pieces : sequence of Piece
        What the person consists of; a marker goes on cloth where cloth covers the point.
    diameter_m : float
    colour : tuple of float
        Linear RGB.
    slip_m : tuple of float
        How far beside the point it is stuck, in the two directions along the surface.

    Returns
    -------
    Dome
    """
    tops = [piece for piece in pieces if piece.material.kind in {"skin", "cloth"}]
    at = np.asarray(place, dtype=float)
    skin, out = _outermost(at, tops, diameter_m)
    if any(slip_m):
        side, up = _along(out)
        skin, out = _outermost(skin + slip_m[0] * side + slip_m[1] * up, tops, diameter_m)
    return Dome(_half_ball(skin, out, diameter_m / 2, colour), skin, out)


def _outermost(
    place: NDArray[np.float64], tops: Sequence[Piece], diameter_m: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The outer surface over a point: the place on it, and its normal."""
    near = [patch for piece in tops if (patch := _near(piece, place, diameter_m)) is not None]
    if not near:
        msg = "no surface lies near the point that the sticker is for"
        raise ValueError(msg)
    out, _ = min(near, key=lambda one: one[1])
    # What lies furthest out on the way from the bone covers it.
    triangles = _about(place, place + out, tops, 0.01)
    height = [t for t in _crossings(place, out, triangles) if abs(t) < _COVER_M]
    return place + max(height, default=0.0) * out, out


def seen_share(dome: Dome, pieces: Sequence[Piece], camera: SceneCamera) -> float:
    """How much of what a half-ball turns to the camera nothing of the person hides.

    Parameters
    ----------
    dome : Dome
    pieces : sequence of Piece
        Stickers among them do not hide.
    camera : SceneCamera

    Returns
    -------
    float
        0 to 1, of its area in the picture.
    """
    eye = camera.turn().T @ camera.eye()
    points = dome.piece.vertices[: 1 + (_RINGS - 1) * _SPOKES]
    radius = float(np.linalg.norm(points[0] - dome.base))
    outward = (points - dome.base) / radius
    rays = eye - points
    facing = np.einsum("ij,ij->i", outward, rays) / np.linalg.norm(rays, axis=1)
    # A ring's points stand for its area, which grows with its radius.
    area = np.linalg.norm(np.cross(outward, dome.out), axis=1) + 0.5 / _RINGS
    weight = np.maximum(facing, 0.0) * area
    chosen = np.flatnonzero(weight > 0)
    if not len(chosen):
        return 0.0
    triangles = _about(dome.base, eye, pieces, 2.5 * radius)
    free = [_is_free(points[k] + outward[k] * _CLEAR_M, eye, triangles) for k in chosen]
    return float(weight[chosen] @ np.array(free) / weight[chosen].sum())


def _about(
    base: NDArray[np.float64], eye: NDArray[np.float64], pieces: Sequence[Piece], reach: float
) -> NDArray[np.float64]:
    """Corners of the triangles that come near the way from a place to the eye, (N, 3, 3)."""
    way = (eye - base) / np.linalg.norm(eye - base)
    found: list[NDArray[np.float64]] = []
    for piece in pieces:
        if piece.material.kind == "sticker":
            continue
        corners = piece.vertices[piece.faces]
        off = corners - base
        ahead = off @ way
        aside = np.linalg.norm(off - ahead[..., None] * way, axis=2)
        size = np.ptp(corners, axis=1).max(axis=1)
        found.append(corners[(aside.min(axis=1) < reach + size) & (ahead.max(axis=1) > -reach)])
    return np.concatenate(found) if found else np.empty((0, 3, 3))


def _is_free(
    start: NDArray[np.float64], eye: NDArray[np.float64], triangles: NDArray[np.float64]
) -> bool:
    """Whether no triangle lies between a place and the eye."""
    return not np.any(_crossings(start, eye - start, triangles) > 0)


def _crossings(
    start: NDArray[np.float64], ray: NDArray[np.float64], triangles: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where a line goes through triangles, in lengths of the ray."""
    a = triangles[:, 0]
    ab, ac, to = triangles[:, 1] - a, triangles[:, 2] - a, start - a
    p = np.cross(ray, ac)
    det = np.einsum("ij,ij->i", ab, p)
    # Triangles seen edge-on are not crossed and have no solution.
    flat = np.abs(det) < 1e-15
    det = np.where(flat, 1.0, det)
    u = np.einsum("ij,ij->i", to, p) / det
    q = np.cross(to, ab)
    v = q @ ray / det
    t = np.einsum("ij,ij->i", ac, q) / det
    return t[~flat & (u >= 0) & (v >= 0) & (u + v <= 1)]


def _patch(piece: Piece, centre: NDArray[np.float64], radius: float):
    """Points within a radius that belong to a face, with their normals."""
    used = np.zeros(len(piece.vertices), dtype=bool)
    used[np.unique(piece.faces)] = True
    close = used & (np.linalg.norm(piece.vertices - centre, axis=1) < radius)
    local = np.flatnonzero(close[piece.faces].any(axis=1))
    n = normals(piece.vertices, piece.faces[local]) if len(local) else piece.vertices * 0
    return piece.vertices[close], n[close]


def _near(piece: Piece, place: NDArray[np.float64], diameter_m: float):
    points, n = _patch(piece, place, max(4 * diameter_m, 0.08))
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
) -> Piece:
    """Rings from the top to the base, and a skirt below it; the top is the first vertex."""
    side, up = _along(out)
    down = np.arange(1, _RINGS + 1) / _RINGS * np.pi / 2
    rings = np.stack([np.sin(down), np.cos(down)], axis=1) * radius
    rings = np.vstack([rings, [radius, -_SKIRT_M]])
    turn = np.arange(_SPOKES) * 2 * np.pi / _SPOKES
    round_ = np.cos(turn)[:, None] * side + np.sin(turn)[:, None] * up
    body = rings[:, :1, None] * round_[None] + rings[:, 1:, None] * out
    vertices = base + np.vstack([radius * out, body.reshape(-1, 3)])
    return Piece("sticker", vertices, _fan(), Material("sticker", colour, roughness=0.35))


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
