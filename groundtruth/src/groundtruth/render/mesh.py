"""Operations on triangle meshes: normals, subdivision, texture coordinates, simplification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def normals(vertices: NDArray[np.float64], faces: NDArray[np.intp]) -> NDArray[np.float64]:
    """Area-weighted unit normals, shape (N, 3); zero for points of no face."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    flat = np.cross(b - a, c - a)
    out = np.empty_like(vertices, dtype=float)
    index = faces.T.ravel()
    for axis in range(3):
        out[:, axis] = np.bincount(index, np.tile(flat[:, axis], 3), len(vertices))
    length = np.linalg.norm(out, axis=1, keepdims=True)
    return out / np.where(length > 0, length, 1.0)


def grain_coordinates(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Texture coordinates: metres around the body and upwards; mirrored, so that there is no seam.

    Returns
    -------
    ndarray, shape (N, 2)
    """
    x, y, z = vertices.T
    return np.stack([0.15 * np.arctan2(x - np.median(x), np.abs(z) + 0.02), y], axis=1)


def subdivided(
    vertices: NDArray[np.float64], faces: NDArray[np.intp], bulge: float = 0.6
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.intp]]:
    """Split each triangle into four; the new points lie on the smooth surface.

    The old points stay in place (Phong tessellation), so true points keep their positions.

    Returns
    -------
    vertices : ndarray, shape (N + E, 3)
    faces : ndarray, shape (4 M, 3)
    edges : ndarray, shape (E, 2)
        The two old points between which each new point lies.
    """
    n = normals(vertices, faces)
    both = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    key = both[:, 0].astype(np.int64) * len(vertices) + both[:, 1]
    unique, which = np.unique(key, return_inverse=True)
    edges = np.stack([unique // len(vertices), unique % len(vertices)], axis=1)
    p, q = vertices[edges[:, 0]], vertices[edges[:, 1]]
    middle = (p + q) / 2
    lift = np.zeros_like(middle)
    for end, at in ((edges[:, 0], p), (edges[:, 1], q)):
        m = n[end]
        lift -= 0.5 * np.einsum("ij,ij->i", middle - at, m)[:, None] * m
    middle = middle + bulge * lift
    ab, bc, ca = (which.reshape(-1, 3) + len(vertices)).T
    a, b, c = faces.T
    fine = np.concatenate(
        [np.stack(t, axis=1) for t in ((a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca))]
    )
    return np.concatenate([vertices, middle]), fine, edges


def simplified(
    points: NDArray[np.float32], faces: NDArray[np.int32], cell: float = 0.012
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Merge points within a grid cell; precise enough for soft shadows."""
    grid = np.floor((points - points.min(axis=0)) / cell).astype(np.int64)
    size = grid.max(axis=0) + 1
    key = (grid[:, 0] * size[1] + grid[:, 1]) * size[2] + grid[:, 2]
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    fewer = which.reshape(-1)[faces].astype(np.int32)
    a, b, c = fewer.T
    return points[first], fewer[(a != b) & (b != c) & (c != a)]
