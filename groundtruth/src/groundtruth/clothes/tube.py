"""From a shell to a tube of cloth: rows between an upper and a lower edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.drape import Shell


@dataclass(frozen=True, slots=True, eq=False)
class Tube:
    """An open tube of triangles.

    Attributes
    ----------
    vertices : ndarray, shape (N, 3)
    faces : ndarray, shape (M, 3), int
    uv : ndarray, shape (N, 2)
        Metres in azimuth (0 in front, + to the person's right) and downwards.
    """

    vertices: NDArray[np.float64]
    faces: NDArray[np.intp]
    uv: NDArray[np.float64]


def make_tube(
    shell: Shell,
    upper: float,
    lower: NDArray[np.float64],
    *,
    rows: int,
    girth: float,
    origin: float,
    overlap: float = 0.0,
    flares: bool = False,
) -> Tube:
    """Make the cloth between two edges.

    Parameters
    ----------
    shell : Shell
    upper : float
        Height of the upper edge.
    lower : ndarray, shape (C,)
        Height of the hem in each direction of the shell.
    rows : int
    girth : float
        Circumference, metres, for the pattern.
    origin : float
        Height at which the pattern starts.
    overlap : float
        Distance of the uppermost rows inside the shell, so that the garment above hides them.
    flares : bool
        The folded hem follows cloth that widens downwards, instead of going straight up.

    Returns
    -------
    Tube
    """
    columns = len(shell.azimuths)
    # The seam at the back has its vertices twice, so that the texture coordinates do not wrap
    # there.
    azimuths = -np.pi + 2 * np.pi * np.arange(columns + 1) / columns
    hem = np.append(np.roll(lower, columns // 2), lower[columns // 2])
    share = np.linspace(0.0, 1.0, rows)[:, None]
    heights = upper + share * (hem - upper)
    around = np.broadcast_to(azimuths, heights.shape)
    points = shell.points(heights, around)
    beam = np.stack([np.cos(around), np.zeros_like(around), np.sin(around)], axis=-1)
    depth = overlap * np.clip(1.0 - (upper - heights) / 0.05, 0.0, 1.0)
    points -= beam * depth[..., None]
    # The hem is folded inwards, which shows the thickness of the cloth.
    inner = points[-1] - 0.004 * beam[-1] + np.array([0.0, 0.012, 0.0])
    if flares:
        radius = shell.at(hem + 0.012, azimuths)
        over = np.minimum(radius - shell.at(hem, azimuths), 0.0)
        inner = inner + over[:, None] * beam[-1]
    # The edge has its vertices twice, so that shading keeps it sharp.
    points = np.concatenate([points, points[-1:], inner[None]])
    drop = np.vstack([origin - heights, origin - heights[-1:], origin - heights[-1:] - 0.012])
    u = np.broadcast_to(azimuths / (2 * np.pi) * girth, drop.shape)
    faces = np.vstack(
        [grid_faces(rows, columns + 1), grid_faces(2, columns + 1) + rows * (columns + 1)]
    )
    return Tube(
        points.reshape(-1, 3),
        faces,
        np.stack([u, drop], axis=-1).reshape(-1, 2),
    )


def grid_faces(rows: int, columns: int) -> NDArray[np.intp]:
    """Triangles of a grid of points, row by row."""
    i = np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None, :]
    a, b, c, d = (k.ravel() for k in (i, i + 1, i + columns, i + columns + 1))
    # Azimuth grows from forward to the right, rows go down: outside is counter-clockwise so.
    return np.vstack([np.stack([a, b, c], axis=1), np.stack([b, d, c], axis=1)]).astype(np.intp)


def joined(tubes: list[Tube]) -> Tube:
    """Several surfaces as one."""
    starts = np.cumsum([0, *(len(tube.vertices) for tube in tubes[:-1])])
    return Tube(
        np.vstack([tube.vertices for tube in tubes]),
        np.vstack([tube.faces + start for tube, start in zip(tubes, starts, strict=True)]),
        np.vstack([tube.uv for tube in tubes]),
    )
