"""Soft light at every vertex, from shadow maps that are read back from the graphics library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

REACH = 1.45
"""Radius about the person within which objects cast soft shadows, metres."""

STEP_M = 0.014
"""Distance from the surface at which the shadow of bodies and furniture is tested, metres."""

MIDDLE = np.array([0.0, 0.85, 0.0])


def light_matrix(
    at: NDArray[np.float64], middle: NDArray[np.float64], reach: float
) -> NDArray[np.float64]:
    """Matrix from scene axes to clip axes of a light whose view encloses a sphere.

    Parameters
    ----------
    at : ndarray, shape (4,)
        A point (last component 1) or the direction towards the light (0).
    middle : ndarray, shape (3,)
    reach : float
        Radius of the sphere.

    Returns
    -------
    ndarray, shape (4, 4)
        Acts on columns (x, y, z, 1).
    """
    away = at[:3] - middle if at[3] > 0.5 else at[:3]
    far = float(np.linalg.norm(away))
    back = away / far
    side = np.cross([0.0, 1.0, 0.0] if abs(back[1]) < 0.95 else [0.0, 0.0, 1.0], back)
    side /= np.linalg.norm(side)
    view = np.eye(4)
    view[:3, :3] = np.stack([side, np.cross(back, side), back])
    if at[3] < 0.5:
        view[:3, 3] = -view[:3, :3] @ (middle + back * 2 * reach)
        lens = np.diag([1 / reach, 1 / reach, -1 / (1.5 * reach), 1.0])
        lens[2, 3] = -4.0 / 3.0
        return lens @ view
    view[:3, 3] = -view[:3, :3] @ at[:3]
    reach = min(reach, 0.96 * far)
    near, end = max(far - reach, 0.12), far + reach
    scale = np.sqrt(far**2 - reach**2) / reach
    lens = np.zeros((4, 4))
    lens[0, 0] = lens[1, 1] = scale
    lens[2, 2] = -(end + near) / (end - near)
    lens[2, 3] = -2 * end * near / (end - near)
    lens[3, 2] = -1.0
    return lens @ view


def gather(
    points: NDArray[np.float32],
    normals: NDArray[np.float32],
    at: NDArray[np.float64],
    colour: NDArray[np.float64],
    depth_map: Callable[[NDArray[np.float64]], NDArray[np.float32]],
    step: NDArray[np.float32] | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Sum the soft light that arrives at points.

    Parameters
    ----------
    points, normals : ndarray, shape (N, 3)
        Scene axes.
    at : ndarray, shape (S, 4)
    colour : ndarray, shape (S, 3)
    depth_map : callable
        Draws the depth in [0, 1] that a light with the given clip matrix sees; (size, size), first
        row at the bottom.
    step : ndarray, shape (N,), optional
        Distance from its surface at which the shadow of a point is tested, metres. It keeps objects
        from shading themselves; a floor has 0, so that the contact shadow of a foot stays.

    Returns
    -------
    light : ndarray, shape (N, 3)
    toward : ndarray, shape (N, 3)
        Sum of directions towards the lights, weighted by their luminance.
    """
    light = np.zeros((len(points), 3), dtype=np.float32)
    off = points
    if step is not None:
        off = (points + step[:, None] * normals).astype(np.float32, copy=False)
    toward = np.zeros_like(light)
    luma = np.array([0.3, 0.59, 0.11])
    for where, what in zip(at, colour, strict=True):
        if where[3] > 0.5:
            ray = where[:3].astype(np.float32) - points
            facing = np.flatnonzero(np.einsum("ij,ij->i", normals, ray) > 0.0)
            ray = ray[facing]
            square = np.einsum("ij,ij->i", ray, ray)
            reach2 = np.float32(((where[:3] - [0.0, 1.0, 0.0]) ** 2).sum())
            ray /= np.sqrt(square)[:, None]
            weight = np.einsum("ij,ij->i", normals[facing], ray)
            weight *= reach2 / np.maximum(square, np.float32(0.1))
        else:
            ray = where[:3].astype(np.float32)
            weight = normals @ ray
            facing = np.flatnonzero(weight > 0.0)
            weight = weight[facing]
        matrix = light_matrix(where, MIDDLE, REACH)
        weight *= _seen(off[facing], matrix, depth_map(matrix))
        light[facing] += weight[:, None] * what.astype(np.float32)
        toward[facing] += (weight * np.float32(what @ luma))[:, None] * ray
    return light, toward


def _seen(
    points: NDArray[np.float32],
    matrix: NDArray[np.float64],
    depth: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Share of the light that reaches each point, 0 to 1, interpolated in the shadow map."""
    size = depth.shape[0]
    m = matrix.astype(np.float32)
    q = points @ m[:, :3].T + m[:, 3]
    w = np.where(q[:, 3] > 1e-3, q[:, 3], np.float32(1.0))
    uv = (q[:, :2] / w[:, None] * 0.5 + 0.5) * size - 0.5
    # Beyond the far plane every depth of the map lies in front.
    z = np.minimum(q[:, 2] / w * 0.5 + 0.5 - np.float32(0.0015), np.float32(0.9999))
    cell = np.floor(uv)
    share = uv - cell
    column = cell[:, 0].astype(np.int32)
    row = cell[:, 1].astype(np.int32)
    inside = (column >= 0) & (row >= 0) & (column < size - 1) & (row < size - 1) & (q[:, 3] > 1e-3)
    index = np.where(inside, row * size + column, 0)
    flat = depth.ravel()
    a, b = share[:, 0], share[:, 1]
    open_ = (
        (flat[index] > z) * ((1 - a) * (1 - b))
        + (flat[index + 1] > z) * (a * (1 - b))
        + (flat[index + size] > z) * ((1 - a) * b)
        + (flat[index + size + 1] > z) * (a * b)
    )
    return np.where(inside, open_, 1.0).astype(np.float32)
