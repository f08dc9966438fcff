"""True positions of the anatomical points of a posed body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from posture.body.points import NODES, POINTS, PROFILE_SIZE
from posture.measure.registry import METRICS

from groundtruth.bodies.anatomy import MIDLINE, POINT_VERTICES
from groundtruth.bodies.phenotype import topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.meshes import PosedBody


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Anatomical points of one side, and the back profile.

    Attributes
    ----------
    near, far : ndarray, shape (35, 3)
        Metres, person axes; one row per name in ``posture.body.points.NODES``.
    """

    near: NDArray[np.float64]
    far: NDArray[np.float64]

    def nodes(self, stature: float) -> NDArray[np.float64]:
        """Near points in body axes: x forward, y up, z towards the near side, statures."""
        side = 1.0 if self.near[NODES.index("acromion"), 2] > 0 else -1.0
        return self.near * np.array([1.0, 1.0, side]) / stature

    def measurements(self, stature: float) -> dict[str, float]:
        """True value of every metric, from the points projected onto the sagittal plane."""
        positions = self.nodes(stature)[:, :2]
        return {metric.name: float(metric.value(positions)) for metric in METRICS}


def find_truth(body: PosedBody, near: Literal["left", "right"]) -> Truth:
    """Find the points of a posed body.

    Parameters
    ----------
    body : PosedBody
    near : {"left", "right"}
        Side towards the camera.

    Returns
    -------
    Truth
    """
    sides = {"right": _points(body, mirrored=False), "left": _points(body, mirrored=True)}
    far: Literal["left", "right"] = "left" if near == "right" else "right"
    profile = _profile(body)
    return Truth(np.vstack([sides[near], profile]), np.vstack([sides[far], profile]))


def point_vertices(name: str, side: Literal["left", "right"]) -> list[int]:
    """Vertices whose mean is a point of one side."""
    ids = list(POINT_VERTICES[name])
    return ids if side == "right" else topology().mirror[ids].tolist()


def _points(body: PosedBody, *, mirrored: bool) -> NDArray[np.float64]:
    side: Literal["left", "right"] = "left" if mirrored else "right"
    return np.array([body.vertices[point_vertices(name, side)].mean(axis=0) for name in POINTS])


def _profile(body: PosedBody) -> NDArray[np.float64]:
    """25 nodes at equal arc from C7 to S2."""
    line = body.vertices[list(MIDLINE)]
    start, end = line[:2].mean(axis=0), line[-2:].mean(axis=0)
    line = np.vstack([start, line[1:-1], end])
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line[:, :2], axis=0).T))])
    at = np.linspace(0.0, arc[-1], PROFILE_SIZE)
    return np.column_stack([np.interp(at, arc, line[:, k]) for k in range(3)])
