"""Expected positions of stickers, from the estimated points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.points import NODES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from posture.body.body import Body

STICKER_POINTS = ("c7", "acromion", "asis", "psis", "trochanter", "knee", "malleolus")
"""Points that a sticker may mark."""

USUAL_DIAMETER = 0.0128
"""Usual diameter of a sticker, statures: 22 mm in a 1.72 m adult."""

GATE = 16.0
"""Squared Mahalanobis distance beyond which a spot is not tried; excludes 0.03 % of true ones."""

_FALLBACK = {
    "c7": ("acromion", -0.030, 0.035),
    "asis": ("trochanter", 0.040, 0.042),
    "psis": ("trochanter", -0.042, 0.055),
}
"""Offset (forward, up; statures) from another point, where an arm or hair prevents an estimate."""

_FALLBACK_SD = 0.028
_WIDER, _FLOOR = 1.5, 0.010
"""The error of an estimate is multiplied by the first; the second (statures) is added to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Expected positions of the stickers.

    Attributes
    ----------
    names : tuple of str
        N points.
    means : ndarray, shape (N, 2)
        Pixels.
    covariance : ndarray, shape (2N, 2N)
        Joint, pixels squared.
    """

    names: tuple[str, ...]
    means: NDArray[np.float64]
    covariance: NDArray[np.float64]

    def near(self, at: NDArray[np.float64]) -> bool:
        """Whether a position, shape (2,), lies within the gate of any point."""
        return any(mahalanobis(at - self.means[i], self.block(i))[0] < GATE for i in self.indices)

    @property
    def indices(self) -> range:
        """Numbers of the points."""
        return range(len(self.names))

    def block(self, i: int) -> NDArray[np.float64]:
        """Covariance of one point, shape (2, 2)."""
        return self.covariance[2 * i : 2 * i + 2, 2 * i : 2 * i + 2]


def expected_places(
    body: Body, to_searched: Callable[[NDArray[np.float64]], NDArray[np.float64]], zoom: float
) -> Places:
    """Compute the expected positions; points outside the picture are left out.

    Parameters
    ----------
    body : Body
    to_searched : callable
        Converts source pixels to pixels of the searched array, shape (..., 2).
    zoom : float
        Searched pixels per source pixel.

    Returns
    -------
    Places
        In searched pixels.
    """
    detected, pps = body.detected, body.camera.px_per_stature
    positions, covariance = detected.positions.copy(), detected.covariance * _WIDER**2
    for name, (base, forward, up) in _FALLBACK.items():
        i, j = NODES.index(name), NODES.index(base)
        if np.isnan(positions[i]).any() and np.isfinite(positions[j]).all():
            positions[i] = positions[j] + np.array([forward, up])
            own, other = slice(2 * i, 2 * i + 2), slice(2 * j, 2 * j + 2)
            covariance[own, :], covariance[:, own] = covariance[other, :], covariance[:, other]
            covariance[own, own] = covariance[other, other] + np.eye(2) * _FALLBACK_SD**2
    names = tuple(n for n in STICKER_POINTS if np.isfinite(positions[NODES.index(n)]).all())
    at = [NODES.index(name) for name in names]
    both = np.array([[2 * i, 2 * i + 1] for i in at], dtype=int).ravel()
    joint = covariance[np.ix_(both, both)] + np.eye(len(both)) * _FLOOR**2
    turned = np.tile([body.camera.facing_sign, -1.0], len(at)) * pps * zoom
    means = to_searched(body.camera.to_picture(positions[at], body.depths[at]))
    return Places(names, means, joint * np.outer(turned, turned))


def mahalanobis(
    offset: NDArray[np.float64], covariance: NDArray[np.float64]
) -> tuple[float, float]:
    """Squared Mahalanobis distance in 2-D, and the logarithm of the covariance's determinant."""
    (a, b), (_, c) = covariance.tolist()
    x, y = offset.tolist()
    det = max(a * c - b * b, 1e-12)
    return (c * x * x - 2 * b * x * y + a * y * y) / det, math.log(det)
