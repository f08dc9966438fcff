"""The rear edge of the silhouette, to sub-pixel precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.side_view import SideView


def back_edge(seen: SideView, top: float, bottom: float) -> NDArray[np.float64]:
    """Rearmost edge of the trunk, row by row.

    Parameters
    ----------
    seen : SideView
        Turned to face right, so that the back is on the left.
    top, bottom : float
        First and last row, turned decoded pixels.

    Returns
    -------
    ndarray, shape (N, 2)
        x and y of the edge where the silhouette crosses one half, turned decoded pixels; rows in
        which the trunk's axis lies outside the silhouette are left out.
    """
    first, last = max(0, int(top)), min(seen.height - 1, int(np.ceil(bottom)))
    if last - first < 2:
        return np.empty((0, 2))
    rows = np.arange(first, last + 1)
    mask = seen.silhouette[first : last + 1]
    axis = np.clip(np.round(_axis(seen, rows.astype(np.float64) + 0.5)), 0, seen.width - 1).astype(
        int
    )
    index = np.arange(len(rows))
    inside = mask[index, axis] > 0.5
    columns = np.arange(seen.width)
    # Last column left of the axis that is outside the person: the edge next to the trunk.
    outside = (mask <= 0.5) & (columns[None, :] <= axis[:, None])
    edge = np.where(outside, columns[None, :], -1).max(axis=1)
    usable = inside & (edge >= 0)
    index, edge = index[usable], edge[usable]
    low, high = mask[index, edge], mask[index, edge + 1]
    share = (0.5 - low) / np.maximum(high - low, 1e-6)
    x = edge + 0.5 + np.clip(share, 0, 1)
    return np.column_stack([x, rows[usable] + 0.5]).astype(np.float64)


def smooth(values: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Gaussian smoothing along the first axis that keeps position and slope at both ends.

    Parameters
    ----------
    values : ndarray, shape (N, 2)
    width : float
        Standard deviation, samples.

    Returns
    -------
    ndarray, shape (N, 2)
    """
    reach = max(1, min(int(np.ceil(3 * width)), len(values) - 1))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(width, 1e-6)) ** 2)
    kernel /= kernel.sum()
    # Point reflection keeps position and slope at both ends.
    head = 2 * values[:1] - values[reach:0:-1]
    tail = 2 * values[-1:] - values[-2 : -reach - 2 : -1]
    padded = np.vstack([head, values, tail])
    columns = [np.convolve(padded[:, i], kernel, mode="valid") for i in range(values.shape[1])]
    return np.column_stack(columns).astype(np.float64)


def resample(line: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Points at equal shares of the arc, shape (count, 2)."""
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0, arc[-1], count)
    return np.column_stack([np.interp(at, arc, line[:, i]) for i in range(2)])


def _axis(seen: SideView, y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Column of the trunk's axis at each row: ear, shoulder, hip, knee joined by lines."""
    joints = np.array([seen.middle(part) for part in ("ear", "shoulder", "hip", "knee")])
    order = np.argsort(joints[:, 1])
    return np.interp(y, joints[order, 1], joints[order, 0])
