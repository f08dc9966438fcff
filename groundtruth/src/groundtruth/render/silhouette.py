"""True silhouette: exact area coverage of projected triangles, without a graphics library.

Every triangle that faces the camera adds its directed edges. Edges inside a surface cancel; the
rest enclose the visible area, and a cumulative sum along the rows turns them into coverage, as in
font rasterisers. Back faces are counted separately, so that the inside of open cloth counts too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.meshes import Mesh
    from groundtruth.render.camera import SceneCamera


def silhouette(
    meshes: Sequence[Mesh], camera: SceneCamera, size: tuple[int, int] | None = None
) -> NDArray[np.uint8]:
    """Share of each pixel that the person (skin, clothes, hair) covers.

    Parameters
    ----------
    meshes : sequence of Mesh
    camera : SceneCamera
    size : tuple of int, optional
        Width, height of the mask; the camera's own by default. The aspect must be the camera's.

    Returns
    -------
    ndarray, shape (height, width), uint8
        0 nothing to 255 wholly covered.
    """
    width, height = size or (camera.width, camera.height)
    scale = np.array([width / camera.width, height / camera.height])
    cover = np.zeros((height, width))
    for mesh in meshes:
        px = camera.project(mesh.vertices) * scale
        # Faces with a point behind the camera cannot be drawn.
        faces = mesh.faces
        if not np.isfinite(px).all():
            faces = faces[np.isfinite(px[faces]).all(axis=(1, 2))]
        a, b, c = (px[faces[:, k]] for k in range(3))
        area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
        for chosen in (faces[area < 0], faces[area > 0]):
            edges = _rim(chosen, len(px))
            _cover(cover, px[edges[:, 0]], px[edges[:, 1]])
    return np.rint(cover * 255).astype(np.uint8)


def _cover(
    cover: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> None:
    """Raise the coverage inside closed directed edges, within their bounding box."""
    if not len(start):
        return
    height, width = cover.shape
    low = np.clip(np.floor(start.min(axis=0)).astype(int), 0, [width, height])
    high = np.clip(np.ceil(start.max(axis=0)).astype(int), 0, [width, height])
    if (high <= low).any():
        return
    part = cover[low[1] : high[1], low[0] : high[0]]
    inside = _filled(start - low, end - low, part.shape[1], part.shape[0])
    np.maximum(part, inside, out=part)


def _rim(faces: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Directed edges without an opposite edge of a neighbour."""
    start = faces[:, [0, 1, 2]].ravel().astype(np.int64)
    end = faces[:, [1, 2, 0]].ravel().astype(np.int64)
    forth, back = start * count + end, end * count + start
    # Sorting both once is faster than a set of tuples.
    order = np.sort(back)
    if len(order) == 0:
        return np.zeros((0, 2), dtype=np.int64)
    at = np.minimum(np.searchsorted(order, forth), len(order) - 1)
    alone = order[at] != forth
    return np.stack([start[alone], end[alone]], axis=1)


def _filled(
    start: NDArray[np.float64], end: NDArray[np.float64], width: int, height: int
) -> NDArray[np.float64]:
    """Coverage inside closed directed edges, clipped to one; shape (height, width)."""
    a, b = _cells(_clipped(start, height), _clipped(end, height))
    rise = b[:, 1] - a[:, 1]
    middle = (a + b) / 2
    row = np.clip(np.floor(middle[:, 1]).astype(int), 0, height - 1)
    # Edges left of the picture count in the first column, edges right of it do not count.
    x = np.clip(middle[:, 0], 0.0, width - 1e-9)
    column = np.floor(x).astype(int)
    inside = (column + 1 - x) * rise
    index = row * (width + 2) + column
    size = height * (width + 2)
    gains = np.bincount(index, inside, size) + np.bincount(index + 1, rise - inside, size)
    total = np.cumsum(gains.reshape(height, width + 2), axis=1)[:, :width]
    return np.clip(np.abs(total), 0.0, 1.0)


def _clipped(points: NDArray[np.float64], height: int) -> NDArray[np.float64]:
    return np.stack([points[:, 0], np.clip(points[:, 1], 0.0, height)], axis=1)


def _cells(
    a: NDArray[np.float64], b: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Split edges at pixel borders; returns starts and ends."""
    cuts = [np.zeros(len(a)), np.ones(len(a))]
    owner = [np.arange(len(a)), np.arange(len(a))]
    for axis in (0, 1):
        low = np.minimum(a[:, axis], b[:, axis])
        high = np.maximum(a[:, axis], b[:, axis])
        first = np.floor(low).astype(int) + 1
        number = np.maximum(np.ceil(high).astype(int) - first, 0)
        who = np.repeat(np.arange(len(a)), number)
        nth = np.arange(len(who)) - np.repeat(np.cumsum(number) - number, number)
        cuts.append((first[who] + nth - a[who, axis]) / (b[who, axis] - a[who, axis]))
        owner.append(who)
    t, who = np.concatenate(cuts), np.concatenate(owner)
    order = np.lexsort((t, who))
    t, who = t[order], who[order]
    same = who[:-1] == who[1:]
    t0, t1, who = t[:-1][same], t[1:][same], who[:-1][same]
    step = b[who] - a[who]
    return a[who] + t0[:, None] * step, a[who] + t1[:, None] * step
