"""Round stickers that hug skin or cloth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.piece import Material, Piece
from groundtruth.render.mesh import normals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_RINGS, _SPOKES = 4, 20
_LIFT_M = 0.0006


def stick(
    place: NDArray[np.float64],
    pieces: Sequence[Piece],
    diameter_m: float,
    colour: tuple[float, float, float],
) -> tuple[Piece, NDArray[np.float64]]:
    """Put a sticker on the outermost surface over a point.

    Parameters
    ----------
    place : ndarray, shape (3,)
        A point of the body, metres, person axes.
    pieces : sequence of Piece
        What the person consists of; a sticker goes on cloth where cloth covers the point.
    diameter_m : float
    colour : tuple of float
        Linear RGB.

    Returns
    -------
    piece : Piece
        A disc, kind ``sticker``.
    centre : ndarray, shape (3,)
        Middle of the disc, person axes.
    """
    tops = [piece for piece in pieces if piece.material.kind in {"skin", "cloth"}]
    near = [(piece, _near(piece, np.asarray(place, dtype=float), diameter_m)) for piece in tops]
    found = [(piece, *patch) for piece, patch in near if patch is not None]
    if not found:
        msg = "no surface lies near the point that the sticker is for"
        raise ValueError(msg)
    _, skin, out, _ = min(found, key=lambda one: one[3])
    # What lies further out along the skin's normal covers it.
    top, centre, out, _ = max(found, key=lambda one: float((one[1] - skin) @ out))
    points, _ = _patch(top, centre, 3 * diameter_m)
    return _disc(centre, out, points, diameter_m, colour)


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
    # The disc sits over the place, on the plane through the nearest points.
    nearest = np.argmin(distance)
    height = (points[nearest] - place) @ out
    return place + height * out, out, float(distance.min())


def _disc(
    centre: NDArray[np.float64],
    out: NDArray[np.float64],
    surface: NDArray[np.float64],
    diameter_m: float,
    colour: tuple[float, float, float],
) -> tuple[Piece, NDArray[np.float64]]:
    side = np.cross(out, [0.0, 1.0, 0.0] if abs(out[1]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    up = np.cross(out, side)
    angle = np.arange(_SPOKES) * 2 * np.pi / _SPOKES
    radius = np.repeat(np.arange(1, _RINGS + 1) / _RINGS * diameter_m / 2, _SPOKES)
    turn = np.tile(angle, _RINGS)
    flat = np.concatenate(
        [[[0.0, 0.0]], np.stack([radius * np.cos(turn), radius * np.sin(turn)], 1)]
    )
    height = _bent(
        flat, np.stack([(surface - centre) @ a for a in (side, up, out)], axis=1), diameter_m
    )
    vertices = centre + flat[:, :1] * side + flat[:, 1:] * up + (height + _LIFT_M)[:, None] * out
    return (
        Piece("sticker", vertices, _fan(), Material("sticker", colour, roughness=0.35)),
        vertices[0],
    )


def _bent(
    flat: NDArray[np.float64], surface: NDArray[np.float64], diameter_m: float
) -> NDArray[np.float64]:
    """Height of a paraboloid through the outer surface about the disc, shape (N,)."""
    near = surface[np.abs(surface[:, 2]) < diameter_m]
    near = near[np.hypot(near[:, 0], near[:, 1]) < 1.6 * diameter_m]
    if len(near) < 8:
        return np.zeros(len(flat))
    u, v, w = near.T
    terms = np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], axis=1)
    fit, *_ = np.linalg.lstsq(terms, w, rcond=None)
    # Lift to the highest of what lies under the disc, so that nothing pokes through.
    under = np.hypot(u, v) < 0.6 * diameter_m
    rest = (w - terms @ fit)[under] if under.any() else np.zeros(1)
    x, y = flat.T
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], 1) @ fit + max(rest.max(), 0.0)


def _fan() -> NDArray[np.intp]:
    k = np.arange(_SPOKES)
    after = (k + 1) % _SPOKES
    faces = [np.stack([0 * k, 1 + k, 1 + after], axis=1)]
    for ring in range(_RINGS - 1):
        a = 1 + ring * _SPOKES
        b = a + _SPOKES
        faces.append(np.stack([a + k, b + k, b + after], axis=1))
        faces.append(np.stack([a + k, b + after, a + after], axis=1))
    return np.concatenate(faces).astype(np.intp)
