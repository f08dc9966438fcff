"""Surfaces through cross-sections along a foot: the upper of a shoe and its sole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.tube import Tube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.everyday.last import Last

_AROUND = 17


@dataclass(frozen=True, slots=True, eq=False)
class Loft:
    """Arched cross-sections, all arrays of shape (N,) along the foot.

    Attributes
    ----------
    at : ndarray
        Places u.
    floor, height : ndarray
        Height v of the arch's feet, and of its top above them.
    right, left : ndarray
        Half breadths.
    power : ndarray
        1 an ellipse, less is boxier.
    """

    at: NDArray[np.float64]
    floor: NDArray[np.float64]
    height: NDArray[np.float64]
    right: NDArray[np.float64]
    left: NDArray[np.float64]
    power: NDArray[np.float64]


def lofted(last: Last, loft: Loft, *, heel_bulge: float) -> Tube:
    """An open arch over the foot.

    Parameters
    ----------
    last : Last
    loft : Loft
    heel_bulge : float
        How far the upper edge behind the heel leans forward, metres.

    Returns
    -------
    Tube
    """
    turn = np.linspace(0.0, np.pi, _AROUND)
    cos, sin = np.cos(turn), np.sin(turn)
    power = loft.power[:, None]
    across = np.sign(cos) * np.abs(cos) ** power
    across = np.where(across > 0, across * loft.right[:, None], across * loft.left[:, None])
    share = np.abs(sin) ** power
    v = loft.floor[:, None] + share * loft.height[:, None]
    rear = np.clip(1.0 - (loft.at - loft.at[0]) / 0.06, 0.0, 1.0)[:, None]
    u = loft.at[:, None] + heel_bulge * rear * (share / 0.9) ** 2
    points = last.place(u, v, across)
    uv = np.stack(np.broadcast_arrays(u, v), axis=-1)
    return Tube(points.reshape(-1, 3), _grid(len(loft.at), _AROUND), uv.reshape(-1, 2))


def ringed(
    last: Last,
    at: NDArray[np.float64],
    bottom: NDArray[np.float64],
    top: NDArray[np.float64],
    right: NDArray[np.float64],
    left: NDArray[np.float64],
) -> Tube:
    """A slab: side walls between two edges, closed above and below.

    Parameters
    ----------
    last : Last
    at, bottom, top, right, left : ndarray, shape (N,)
        Along the foot: place, heights of both edges, half breadths.

    Returns
    -------
    Tube
    """
    # Sections run from the middle above to the right, down, to the left and up to the middle.
    none = np.zeros_like(right)
    on_right = [right - 0.006, right, right, right - 0.004]
    on_left = [0.004 - left, -left, -left, 0.006 - left]
    w = np.stack([none, *on_right, none, *on_left, none], axis=1)
    w = np.where(np.sign(w) == np.sign([0, 1, 1, 1, 1, 0, -1, -1, -1, -1, 0]), w, 0.0)
    edge = np.minimum(top, bottom + 0.003)
    v = np.stack(
        [top, top, top - 0.002, edge, bottom, bottom, bottom, edge, top - 0.002, top, top], 1
    )
    u = np.broadcast_to(at[:, None], v.shape)
    points = last.place(u, v, w)
    uv = np.stack([u, v], axis=-1)
    return Tube(points.reshape(-1, 3), _grid(len(at), v.shape[1], flip=True), uv.reshape(-1, 2))


def _grid(rows: int, columns: int, *, flip: bool = False) -> NDArray[np.intp]:
    """Triangles of a grid whose rows follow the foot and whose columns run right to left."""
    i = np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None]
    a, b, c, d = (k.ravel() for k in (i, i + 1, i + columns, i + columns + 1))
    faces = np.vstack([np.stack([a, c, b], axis=1), np.stack([b, c, d], axis=1)])
    return (faces[:, [0, 2, 1]] if flip else faces).astype(np.intp)
