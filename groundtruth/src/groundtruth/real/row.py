"""One analysed photograph beside the points that were marked on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from posture.body.points import NODES
from posture.measure.angles import knee_angle
from posture.pose.pose import Landmark

from groundtruth.real.by_eye import ANGLES, angle, stature_px, to_axes
from groundtruth.real.deviation import Deviation, deviation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from posture.analysis.types import Analysis
    from posture.body.side_view import Side

    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result

LANDMARKS = {
    "tragus": "EAR",
    "canthus": "EYE_OUTER",
    "acromion": "SHOULDER",
    "knee": "KNEE",
    "malleolus": "ANKLE",
    "toe": "FOOT_INDEX",
    "heel": "HEEL",
}
"""The detector's landmark beside each marked point."""


def near_landmark(result: Result, near_side: Side, point: str) -> NDArray[np.float64]:
    """Where the detector sees what lies beside a marked point, on the side near the camera.

    Parameters
    ----------
    result : Result
    near_side : {"left", "right"}
    point : str
        Of ``LANDMARKS``.

    Returns
    -------
    ndarray, shape (2,)
        Source pixels.
    """
    return result.landmarks[Landmark[f"{near_side.upper()}_{LANDMARKS[point]}"]]


class Row:
    """One analysed photograph with its labels."""

    def __init__(self, labels: Labels, result: Result, analysis: Analysis) -> None:
        self.labels, self.result, self.analysis = labels, result, analysis
        self._camera = analysis.body.camera
        self.stature = stature_px(labels, self._camera)
        self.marked = {name: self.axes(px) for name, px in labels.points.items()}
        self.angles = {name: angle(name, self.marked) for name in ANGLES}

    def axes(self, px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Source pixels to statures, forward and up, roll taken out."""
        return to_axes(px, self._camera, self.stature)

    @property
    def angles_through_camera(self) -> dict[str, float]:
        """Marked angles with yaw, pitch and distance taken out as the program takes them out."""
        depths = self.analysis.body.depths
        points = {
            name: self._camera.to_body(px, depths[NODES.index(name)])
            for name, px in self.labels.points.items()
            if name in NODES
        }
        return {name: angle(name, points) for name in ANGLES}

    def estimated(self, name: str) -> NDArray[np.float64]:
        """The program's point in the picture, as :meth:`axes` gives it."""
        x, y, _ = self.analysis.body.in_picture()[name]
        return self.axes(np.array([x, y]))

    def stated(self, name: str, axis: int) -> float:
        """The program's stated error of a point, percent of stature."""
        share = self._camera.px_per_stature / self.stature
        return 100.0 * share * math.sqrt(self.analysis.body.points.cov(name)[axis, axis])

    def vector(self, start: str, end: str) -> NDArray[np.float64]:
        """From one marked point to another, percent of stature; NaN where one is not marked."""
        if start not in self.marked or end not in self.marked:
            return np.full(2, math.nan)
        return 100.0 * (self.marked[end] - self.marked[start])

    def landmark(self, name: str) -> NDArray[np.float64]:
        """The detector's landmark of the near side less the marked point, percent of stature."""
        if name not in self.marked:
            return np.full(2, math.nan)
        at = near_landmark(self.result, self.analysis.body.near_side, name)
        return 100.0 * (self.axes(at) - self.marked[name])

    def knee_with_marked_leg(self) -> float:
        """Knee angle with the program's trochanter and the marked knee and malleolus."""
        if not {"knee", "malleolus"} <= self.marked.keys():
            return math.nan
        leg = (self.estimated("trochanter"), self.marked["knee"], self.marked["malleolus"])
        return float(knee_angle(*leg))


def deviation_of(rows: Sequence[Row], measurement: str, raters_sd: float) -> Deviation:
    """How far a measurement is off in photographs that have its points marked.

    Parameters
    ----------
    rows : sequence of Row
    measurement : str
        Of ``ANGLES``.
    raters_sd : float
        Error of the marked value, its unit.
    """
    return deviation(
        [row.analysis.measurements[measurement].value for row in rows],
        [row.angles[measurement] for row in rows],
        [row.analysis.measurements[measurement].sd for row in rows],
        [row.labels.readings(*ANGLES[measurement][1]) for row in rows],
        [row.result.person for row in rows],
        raters_sd,
    )
