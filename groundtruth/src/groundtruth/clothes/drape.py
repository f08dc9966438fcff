"""Hanging cloth in cylindrical coordinates about an upright line.

A shell is a radius for every height and direction about a line that follows the trunk (or a leg).
The radius of the skin comes from exact horizontal sections. The radius of the cloth follows from
the top down: at each height it is the larger of the skin's radius and the cloth's radius one row
higher less a slope. With slope 0 cloth hangs vertically from shoulder blades, chest, belly and
buttocks; with a steep slope it follows the hollow of the back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Shell:
    """A surface given by its radius about an upright line.

    Attributes
    ----------
    heights : ndarray, shape (R,)
        Metres, from the top down, evenly spaced.
    azimuths : ndarray, shape (C,)
        Radians from forward towards the person's right, evenly spaced over the full circle.
    centre : ndarray, shape (R, 2)
        x, z of the line.
    radius : ndarray, shape (R, C)
        Metres.
    """

    heights: NDArray[np.float64]
    azimuths: NDArray[np.float64]
    centre: NDArray[np.float64]
    radius: NDArray[np.float64]

    def line(self, heights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """X and z of the line at any heights."""
        up = self.heights[::-1]
        return (
            np.interp(heights, up, self.centre[::-1, 0]),
            np.interp(heights, up, self.centre[::-1, 1]),
        )

    def at(
        self, heights: NDArray[np.float64], azimuths: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Radius between the rows and columns (bilinear), same shape as the arguments."""
        rows, columns = self.radius.shape
        step = self.heights[0] - self.heights[1]
        r = np.clip((self.heights[0] - heights) / step, 0.0, rows - 1.000001)
        c = (azimuths / (2 * np.pi) % 1.0) * columns
        i, j = r.astype(int), c.astype(int) % columns
        s, t = r - i, c - np.floor(c)
        k = (j + 1) % columns
        upper = self.radius[i, j] * (1 - t) + self.radius[i, k] * t
        lower = self.radius[i + 1, j] * (1 - t) + self.radius[i + 1, k] * t
        return upper * (1 - s) + lower * s

    def points(
        self, heights: NDArray[np.float64], azimuths: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Points of the surface, shape (..., 3)."""
        x, z = self.line(heights)
        radius = self.at(heights, azimuths)
        return np.stack(
            [x + radius * np.cos(azimuths), heights, z + radius * np.sin(azimuths)], axis=-1
        )

    def polar(self, points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Azimuth and radius of points, shapes (N,)."""
        x, z = self.line(points[:, 1])
        dx, dz = points[:, 0] - x, points[:, 2] - z
        return np.arctan2(dz, dx), np.hypot(dx, dz)

    def with_radius(self, radius: NDArray[np.float64]) -> Shell:
        """The same line with another surface."""
        return Shell(self.heights, self.azimuths, self.centre, radius)


def section(
    vertices: NDArray[np.float64],
    faces: NDArray[np.intp],
    heights: NDArray[np.float64],
    centre: NDArray[np.float64],
    columns: int,
    *,
    outermost: bool = True,
) -> Shell:
    """Cut a mesh with horizontal planes and return the radius of each section.

    Parameters
    ----------
    vertices : ndarray, shape (V, 3)
    faces : ndarray, shape (F, 3), int
    heights : ndarray, shape (R,)
        From the top down, evenly spaced.
    centre : ndarray, shape (R, 2)
        x, z of the line at these heights.
    columns : int
        Directions.
    outermost : bool
        True for the farthest surface in each direction, False for the nearest.

    Returns
    -------
    Shell
        NaN where no surface lies in a direction.
    """
    row, first, second = _crossings(vertices, faces, heights)
    first, second = first - centre[row], second - centre[row]
    step = 2 * np.pi / columns
    start = np.arctan2(first[:, 1], first[:, 0])
    turn = np.arctan2(second[:, 1], second[:, 0]) - start
    turn = (turn + np.pi) % (2 * np.pi) - np.pi
    low = np.minimum(start, start + turn)
    # A vertex exactly in a direction counts for both edges; rounding must not exclude it from both.
    begin = np.ceil(low / step - 1e-7).astype(int)
    number = np.floor((low + np.abs(turn)) / step + 1e-7).astype(int) - begin + 1
    who = np.repeat(np.arange(len(row)), number)
    column = begin[who] + np.arange(len(who)) - np.repeat(np.cumsum(number) - number, number)
    along = second[who] - first[who]
    beam = np.stack([np.cos(column * step), np.sin(column * step)], axis=1)
    across = beam[:, 0] * along[:, 1] - beam[:, 1] * along[:, 0]
    reach = first[who, 0] * along[:, 1] - first[who, 1] * along[:, 0]
    good = np.abs(across) > 1e-12
    reach = np.where(good, reach / np.where(good, across, 1.0), np.hypot(*first[who].T))
    index = row[who] * columns + column % columns
    empty = -np.inf if outermost else np.inf
    radius = np.full(len(heights) * columns, empty)
    (np.maximum if outermost else np.minimum).at(radius, index, reach)
    radius[~np.isfinite(radius)] = np.nan
    azimuths = np.arange(columns, dtype=np.float64) * step
    return Shell(heights, azimuths, centre, radius.reshape(len(heights), columns))


def _crossings(
    vertices: NDArray[np.float64], faces: NDArray[np.intp], heights: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Row and both end points (x, z) of every intersection with a triangle."""
    step = heights[0] - heights[1]
    level = vertices[faces, 1]
    # Triangles beyond both ends are left out first: sorting all of them costs more.
    reach = (level.max(axis=1) >= heights[-1] - step) & (level.min(axis=1) <= heights[0] + step)
    faces = faces[reach]
    order = np.argsort(level[reach], axis=1)
    low, middle, high = (
        vertices[np.take_along_axis(faces, order[:, k : k + 1], axis=1)[:, 0]] for k in range(3)
    )
    begin = np.ceil((heights[0] - high[:, 1]) / step).astype(int)
    end = np.floor((heights[0] - low[:, 1]) / step).astype(int)
    begin, end = np.maximum(begin, 0), np.minimum(end, len(heights) - 1)
    number = np.maximum(end - begin + 1, 0)
    who = np.repeat(np.arange(len(faces)), number)
    row = begin[who] + np.arange(len(who)) - np.repeat(np.cumsum(number) - number, number)
    y = heights[0] - row * step
    low, middle, high = low[who], middle[who], high[who]
    upper = y > middle[:, 1]
    near, far = np.where(upper[:, None], middle, low), np.where(upper[:, None], high, middle)
    return row, _level(low, high, y), _level(near, far, y)


def _level(
    a: NDArray[np.float64], b: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    gap = b[:, 1] - a[:, 1]
    t = np.clip((y - a[:, 1]) / np.where(gap == 0, 1.0, gap), 0.0, 1.0)[:, None]
    return (a + t * (b - a))[:, [0, 2]]


def fill(shell: Shell) -> Shell:
    """Close gaps (where the arms leave the trunk) along each row, then from the row above."""
    radius = shell.radius.copy()
    turns = np.concatenate([shell.azimuths - 2 * np.pi, shell.azimuths, shell.azimuths + 2 * np.pi])
    last = None
    for i in range(len(radius)):
        known = np.isfinite(radius[i])
        if known.sum() > len(known) // 3:
            if not known.all():
                three = np.tile(known, 3)
                radius[i] = np.interp(shell.azimuths, turns[three], np.tile(radius[i], 3)[three])
            last = radius[i]
        elif last is not None:
            radius[i] = np.where(known, radius[i], last)
        else:
            radius[i] = np.where(known, radius[i], 0.0)
    return shell.with_radius(radius)


def convex_radius(shell: Shell) -> NDArray[np.float64]:
    """Radius of each row's convex hull, as of a tight band that bridges the groove of the spine."""
    columns = len(shell.azimuths)
    cosine = np.cos(shell.azimuths[:, None] - shell.azimuths[None, :]).astype(np.float32)
    radius = shell.radius.astype(np.float32)
    # Support function and its inverse: in each direction the hull ends at the nearest tangent.
    reach = np.empty_like(radius)
    hull = np.empty_like(radius)
    ahead = [(np.arange(-columns // 5, columns // 5 + 1) + j) % columns for j in range(columns)]
    for j in range(columns):
        reach[:, j] = (radius[:, ahead[j]] * cosine[j, ahead[j]]).max(axis=1)
    for j in range(columns):
        hull[:, j] = (reach[:, ahead[j]] / cosine[j, ahead[j]]).min(axis=1)
    return np.maximum(hull.astype(float), shell.radius)


def hang(shell: Shell, slope: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """Radius of cloth that hangs from the surface above it.

    Parameters
    ----------
    shell : Shell
        Surface that supports the cloth.
    slope : float or ndarray broadcastable to (R, C)
        Decrease of the radius per length downwards.

    Returns
    -------
    ndarray, shape (R, C)
    """
    step = shell.heights[0] - shell.heights[1]
    beam = np.stack([np.cos(shell.azimuths), np.sin(shell.azimuths)])
    # The line may lean; cloth hangs vertically in person axes, not along the line.
    aside = shell.centre @ beam
    steps = np.broadcast_to(np.asarray(slope, dtype=float), shell.radius.shape) * step
    given = np.cumsum(steps, axis=0)
    reach = shell.radius + aside + given
    return np.maximum.accumulate(reach, axis=0) - aside - given


def smooth_above(
    radius: NDArray[np.float64], rounds: int, floor: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Smooth along rows and columns; the result stays at or above a lower limit."""
    out = radius
    for _ in range(rounds):
        padded = np.vstack([out[:1], out, out[-1:]])
        out = 0.25 * padded[:-2] + 0.5 * out + 0.25 * padded[2:]
        out = 0.25 * np.roll(out, 1, axis=1) + 0.5 * out + 0.25 * np.roll(out, -1, axis=1)
        out = np.maximum(out, floor)
    return out


def move_onto(shell: Shell, points: NDArray[np.float64], share: NDArray[np.float64]) -> None:
    """Move points in place onto a shell, 1.5 mm outside so that they hide its rows.

    Parameters
    ----------
    shell : Shell
    points : ndarray, shape (N, 3)
    share : ndarray, shape (N,)
        0 leaves a point in place, 1 moves it onto the shell.
    """
    azimuth, radius = shell.polar(points)
    move = share * (shell.at(points[:, 1], azimuth) + 0.0015 - radius)
    points[:, 0] += move * np.cos(azimuth)
    points[:, 2] += move * np.sin(azimuth)
