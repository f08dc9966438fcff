"""The body on the canvas: where its points, errors and directions land."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.body import NODES, SPINE

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from posture.body.body import Body, PointSet
    from posture.present.overlay.canvas import Point
    from posture.present.overlay.framing import Crop

REGION = math.sqrt(-2 * math.log(1 - 0.8))
"""Mahalanobis radius that holds 80 % of a two-dimensional normal distribution: 1.79."""

BAND = 1.2816
"""Standard errors on both sides of a line that hold 80 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A body seen through a view.

    Attributes
    ----------
    body : Body
    view : View
    points : PointSet
        Both layers with their errors in the picture (the camera's errors move the axes and not
        the points); kept because ``Body.layered`` builds it anew on every call.
    """

    body: Body
    view: Crop
    points: PointSet

    @classmethod
    def of(cls, body: Body, view: Crop) -> Sketch:
        """The body with the placed points on top."""
        return cls(body, view, body.layered)

    @property
    def stature(self) -> float:
        """Canvas pixels per stature."""
        return self.body.camera.px_per_stature * self.view.zoom

    @property
    def forward(self) -> int:
        """+1 where the person faces right on the canvas, -1 left."""
        return self.body.camera.facing_sign

    def map(self, position: ArrayLike, depth: ArrayLike) -> NDArray[np.float64]:
        """Body axes to canvas pixels, shape (..., 2)."""
        return self.view.to_canvas(self.body.camera.to_picture(position, depth))

    def at(self, name: str, layer: PointSet | None = None) -> Point | None:
        """Where a node lies on the canvas; None where it is unknown."""
        points = self.points if layer is None else layer
        i = NODES.index(name)
        if not np.isfinite(points.positions[i]).all():
            return None
        x, y = self.map(points.positions[i], self.body.depths[i]).tolist()
        return (x, y)

    def region(self, name: str) -> list[Point]:
        """Outline of the ellipse that holds the point about 8 times in 10; empty if unknown."""
        i = NODES.index(name)
        covariance = self.points.cov(name)
        if not (np.isfinite(covariance).all() and np.isfinite(self.points.positions[i]).all()):
            return []
        # A root through the eigenvectors, as the matrix may be singular (a sticker without error).
        values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
        root = vectors * np.sqrt(np.clip(values, 0.0, None))
        turn = np.linspace(0.0, 2 * math.pi, 48, endpoint=False)
        circle = np.column_stack([np.cos(turn), np.sin(turn)])
        outline = self.points.positions[i] + REGION * circle @ root.T
        return [(x, y) for x, y in self.map(outline, self.body.depths[i]).tolist()]

    @property
    def plumb(self) -> str | None:
        """Node that the plumb line runs through: ankle, else hip; None where both are unknown."""
        known = (name for name in ("malleolus", "trochanter") if self.at(name) is not None)
        return next(known, None)

    def vertical(self, through: str) -> list[Point]:
        """A plumb line through a node over the body's height; empty if the node is unknown."""
        i = NODES.index(through)
        x = self.points.positions[i][0]
        if not np.isfinite(x):
            return []
        ends = np.array([[x, -0.03], [x, 1.05]])
        return [(a, b) for a, b in self.map(ends, self.body.depths[i]).tolist()]

    def angle(self, vertex: str, direction: tuple[float, float]) -> float:
        """Canvas angle (radians, y down) of a direction in body axes at a node."""
        i = NODES.index(vertex)
        start = self.points.positions[i]
        ends = np.array([start, start + 0.05 * np.asarray(direction)])
        (x0, y0), (x1, y1) = self.map(ends, self.body.depths[i]).tolist()
        return math.atan2(y1 - y0, x1 - x0)

    def back(self) -> tuple[list[Point], list[Point]]:
        """The known back profile and the outline of its error band, canvas pixels."""
        first = len(NODES) - len(SPINE)
        known = [i for i in range(first, len(NODES)) if np.isfinite(self.points.positions[i]).all()]
        if len(known) < 3:
            return [], []
        line = self.points.positions[known]
        along = np.gradient(line, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        normal = np.column_stack([-along[:, 1], along[:, 0]])
        covariances = np.array([self.points.cov(NODES[i]) for i in known])
        variance = np.einsum("ni,nij,nj->n", normal, covariances, normal)
        reach = BAND * np.sqrt(np.clip(np.nan_to_num(variance), 0.0, None))[:, None] * normal
        depths = self.body.depths[known]
        middle = self.map(line, depths).tolist()
        outer, inner = self.map(line + reach, depths), self.map(line - reach, depths)
        band = np.vstack([outer, inner[::-1]]).tolist()
        return [(x, y) for x, y in middle], [(x, y) for x, y in band]
