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


def _axis(seen: SideView, y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Column of the trunk's axis at each row: ear, shoulder, hip, knee joined by lines."""
    joints = np.array([seen.middle(part) for part in ("ear", "shoulder", "hip", "knee")])
    order = np.argsort(joints[:, 1])
    return np.interp(y, joints[order, 1], joints[order, 0])
