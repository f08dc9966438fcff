"""Anatomical points and the back profile: their names, order, and places with errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np

from posture.json_types import ArrayOf, CovarianceOf, FloatArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

PointSource = Literal["estimated", "eye", "placed", "sticker"]

POINTS = (
    "tragus",
    "canthus",
    "c7",
    "acromion",
    "asis",
    "psis",
    "trochanter",
    "knee",
    "malleolus",
    "toe",
)
"""Anatomical points, in the order in which every array holds them."""

PROFILE_SIZE = 25
SPINE = tuple(f"spine_{i:02d}" for i in range(PROFILE_SIZE))
"""Back profile: skin over the spinous line at equal shares of its arc, 00 at C7 to 24 at S2."""

NODES = POINTS + SPINE
"""Everything with a position: the points, then the back profile."""

PerNode = Annotated[FloatArray, ArrayOf((len(NODES),))]
_Positions = Annotated[FloatArray, ArrayOf((len(NODES), 2))]
PerError = Annotated[FloatArray, ArrayOf((2 * len(NODES), 5))]
_Covariance = Annotated[FloatArray, CovarianceOf(2 * len(NODES))]


@dataclass(frozen=True, slots=True, eq=False)
class PointSet:
    """Positions with a joint covariance, in body axes (x forward, y up, unit = stature).

    Attributes
    ----------
    positions : ndarray, shape (35, 2)
        One row per name in ``NODES``; NaN where the position is unknown.
    covariance : ndarray, shape (70, 70)
        Joint covariance of ``positions.ravel()``; NaN rows and columns where unknown.
    sources : tuple of {"estimated", "eye", "placed", "sticker"}
        One per node.
    missing : mapping of str to str
        Node name to the plain sentence that says why it is unknown; exactly the NaN rows.
    """

    positions: _Positions
    covariance: _Covariance
    sources: tuple[PointSource, ...]
    missing: Mapping[str, str] = field(default_factory=dict[str, str])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PointSet):
            return NotImplemented
        return (
            np.array_equal(self.positions, other.positions, equal_nan=True)
            and np.array_equal(self.covariance, other.covariance, equal_nan=True)
            and self.sources == other.sources
            and dict(self.missing) == dict(other.missing)
        )

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        """Position of one node, shape (2,)."""
        return self.positions[NODES.index(name)]

    def cov(self, name: str) -> NDArray[np.float64]:
        """Covariance of one node, shape (2, 2), statures squared."""
        i = 2 * NODES.index(name)
        return self.covariance[i : i + 2, i : i + 2]

    @property
    def profile(self) -> NDArray[np.float64]:
        """Back profile C7 to S2, shape (25, 2)."""
        return self.positions[len(POINTS) :]


@dataclass(frozen=True, slots=True, eq=False)
class PicturePoints:
    """Nodes in the picture.

    Attributes
    ----------
    points : PointSet
        As :attr:`Body.layered` has them.
    px : ndarray, shape (35, 2)
        Source pixels; NaN where unknown.
    sd_px : ndarray, shape (35,)
        1-sigma error of each, root mean square over both axes, source pixels; NaN where unknown.
    """

    points: PointSet
    px: NDArray[np.float64]
    sd_px: NDArray[np.float64]

    def __getitem__(self, name: str) -> tuple[float, float, float]:
        """x, y and error of one node, source pixels."""
        i = NODES.index(name)
        x, y = self.px[i].tolist()
        return x, y, float(self.sd_px[i])


def coordinates(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rows of a covariance, x and y of each node, from the rows of nodes; shape (2 N,)."""
    return (2 * rows[:, None] + np.arange(2)).ravel()


def set_unknown(covariance: NDArray[np.float64], lost: NDArray[np.bool_]) -> None:
    """Set the rows and columns of lost nodes, shape (N,), to NaN, in place."""
    both = np.repeat(lost, 2)
    covariance[both, :] = np.nan
    covariance[:, both] = np.nan
