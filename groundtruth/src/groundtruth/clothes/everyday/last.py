"""A foot as a shoemaker sees it: length, breadth and height along its own axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.surface import in_segments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.bodies.tread import Tread
    from groundtruth.clothes.measured_body import MeasuredBody

_END = 0.015
"""Length of foot, metres, whose middle marks the heel's and the toes' end of its axis."""

_BIN = 0.009

BALL = 0.72
"""Place of the ball of the foot, share of the foot's length from the heel."""

HEEL = 0.13
"""Place of the middle of the heel."""


@dataclass(frozen=True, slots=True, eq=False)
class Last:
    """A foot along its axis, in the world: u forward along the foot, v up, w to the right.

    Attributes
    ----------
    origin : ndarray, shape (2,)
        x, z of the rearmost point's place on the axis.
    along : ndarray, shape (2,)
        Direction of the axis in x, z.
    length : float
        Heel to toes, metres.
    ankle : float
        u of the ankle joint.
    at : ndarray, shape (K,)
        Places u of the following.
    right, left : ndarray, shape (K,)
        Breadth of the foot to the right and left of its axis.
    top : ndarray, shape (K,)
        Height v of the foot's upper side; the shank above the ankle counts as well.
    sole, drop : float
        Of the tread, metres.
    """

    origin: NDArray[np.float64]
    along: NDArray[np.float64]
    length: float
    ankle: float
    at: NDArray[np.float64]
    right: NDArray[np.float64]
    left: NDArray[np.float64]
    top: NDArray[np.float64]
    sole: float
    drop: float

    def underside(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Height of the foot's underside, which is the sole's upper side."""
        share = np.clip((u / self.length - HEEL) / (BALL - HEEL), 0.0, 1.0)
        return self.sole - self.drop * share

    def place(
        self, u: NDArray[np.float64], v: NDArray[np.float64], w: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """From the foot's axes to the world, shape (..., 3)."""
        u, v, w = np.broadcast_arrays(u, v, w)
        x = self.origin[0] + u * self.along[0] - w * self.along[1]
        z = self.origin[1] + u * self.along[1] + w * self.along[0]
        return np.stack([x, v, z], axis=-1)

    def local(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """From the world to u, v, w, shape (N, 3)."""
        flat = points[:, [0, 2]] - self.origin
        u = flat @ self.along
        w = flat @ np.array([-self.along[1], self.along[0]])
        return np.stack([u, points[:, 1], w], axis=1)


def measure_foot(measured: MeasuredBody, side: str, tread: Tread) -> Last:
    """Measure one foot of a posed body that stands on ``tread``."""
    body = measured.body
    own = in_segments(body, (f"foot_{side}", f"shank_{side}"))
    foot = body.vertices[in_segments(body, (f"foot_{side}",))]
    rough = foot[:, 0]
    ends = [foot[rough < rough.min() + _END], foot[rough > rough.max() - _END]]
    heel, toes = (end.mean(axis=0)[[0, 2]] for end in ends)
    along = (toes - heel) / np.linalg.norm(toes - heel)
    start = float(((foot[:, [0, 2]] - heel) @ along).min())
    bare = Last(
        heel + start * along, along, 0.0, 0.0, *(np.zeros(0) for _ in range(4)),
        sole=tread.sole, drop=tread.drop,
    )  # fmt: skip
    points = bare.local(body.vertices[own])
    points = points[points[:, 1] < tread.sole + 0.16]
    low = bare.local(foot)
    length = float(low[:, 0].max())
    ankle = float(bare.local(body.joints[f"ankle_{side}"][None])[0, 0])
    at = np.arange(_BIN / 2, length, _BIN)
    low = low[low[:, 1] < tread.sole + 0.05]
    return Last(
        bare.origin,
        along,
        length,
        ankle,
        at,
        right=_most(low[:, 0], low[:, 2], at),
        left=_most(low[:, 0], -low[:, 2], at),
        top=_most(points[:, 0], points[:, 1], at),
        sole=tread.sole,
        drop=tread.drop,
    )


def _most(
    place: NDArray[np.float64], value: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Largest value near each place, smooth."""
    row = np.clip((place / _BIN).astype(int), 0, len(at) - 1)
    most = np.full(len(at), -np.inf)
    np.maximum.at(most, row, value)
    known = np.isfinite(most)
    most = np.interp(at, at[known], most[known])
    padded = np.pad(most, 1, mode="edge")
    most = np.maximum(most, np.maximum(padded[:-2], padded[2:]) - 0.004)
    padded = np.pad(most, 1, mode="edge")
    return 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
