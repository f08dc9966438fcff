"""Which part of the photo is shown, and where a body lands on the canvas."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.points import NODES, SPINE
from posture.intervals import HOLDS_80
from posture.present.overlay.style import PAPER

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from posture.body.body import Body
    from posture.body.points import PointSet
    from posture.photo.photo import Photo
    from posture.present.overlay.canvas import Point

ASPECT = 0.75
"""Width to height of the shown part: the person, and on both sides a column for labels."""

BODY_BOX = ((-0.11, -0.03), (0.17, 1.02))
"""Back to toes and sole to crown, in statures: what labels must keep clear of."""

_AIR = 0.05
"""Above crown and below sole, statures."""
_SHIFT = 0.06
"""Most that the part is moved to stay inside the photo, share of its width."""
_LABELS = 0.62
"""Least share of the width that both label columns need together."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of the photo, in decoded pixels, and its size on the canvas.

    Attributes
    ----------
    left, top, right, bottom : int
        Decoded pixels; left and right may lie outside the picture, which is then padded.
    scale : float
        Decoded pixels per source pixel.
    width, height : int
        Canvas pixels.
    """

    left: int
    top: int
    right: int
    bottom: int
    scale: float
    width: int
    height: int

    def to_canvas(self, px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Source pixels, shape (..., 2), to canvas pixels."""
        zoom = np.array([self.width, self.height]) / self._span
        return (px * self.scale - np.array([self.left, self.top])) * zoom

    @property
    def zoom(self) -> float:
        """Canvas pixels per source pixel."""
        return self.height / (self.bottom - self.top) * self.scale

    @property
    def _span(self) -> NDArray[np.float64]:
        return np.array([self.right - self.left, self.bottom - self.top], dtype=float)

    def crop(
        self, pixels: NDArray[np.uint8], page: NDArray[np.uint8] | None = None
    ) -> NDArray[np.uint8]:
        """Resample the part to the canvas, padded where it leaves the photo.

        Parameters
        ----------
        pixels : ndarray, shape (H, W, 3), uint8
            The photo.
        page : ndarray, shape (height, width, 3), uint8, optional
            Where it is drawn; default: a new one.

        Returns
        -------
        ndarray, shape (height, width, 3), uint8
            The page.
        """
        high, wide = pixels.shape[:2]
        inside = pixels[self.top : self.bottom, max(0, self.left) : min(wide, self.right)]
        before, after = max(0, -self.left), max(0, self.right - wide)
        if before or after:
            padded = cv2.copyMakeBorder(
                inside, 0, 0, before, after, cv2.BORDER_CONSTANT, value=PAPER
            )
            inside = np.asarray(padded, dtype=np.uint8)
        shrinks = self.height < min(high, self.bottom - self.top)
        method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        size = self.width, self.height
        return np.asarray(cv2.resize(inside, size, page, interpolation=method), dtype=np.uint8)


def crop_to_person(photo: Photo, body: Body, height: int) -> Crop:
    """Choose the part that is shown: the whole person, centred, with room for labels.

    Parameters
    ----------
    photo : Photo
    body : Body
    height : int
        Canvas pixels.

    Returns
    -------
    Crop
        Equal to the whole picture where that has the person centred in portrait 3:4.
    """
    high, wide = photo.pixels.shape[:2]
    (x0, y0), (x1, y1) = _body_extent(body, photo.scale)
    air = _AIR * (y1 - y0)
    top, bottom = round(max(0.0, y0 - air)), round(min(float(high), y1 + air))
    if high - (bottom - top) < 0.06 * high or bottom - top < 8:
        top, bottom = 0, high
    need = (min(x1, wide) - max(x0, 0.0)) / (1 - _LABELS)
    span = max(round(ASPECT * (bottom - top)), round(need), 8)
    left = round((x0 + x1 - span) / 2)
    # Shift a little to stay within the picture; a person at its border gets padding instead.
    inside = min(max(left, 0), wide - span) if span <= wide else (wide - span) // 2
    slack = round(_SHIFT * span)
    left = min(max(inside, left - slack), left + slack)
    zoom = height / (bottom - top)
    return Crop(left, top, left + span, bottom, photo.scale, max(1, round(span * zoom)), height)


def _body_extent(body: Body, scale: float) -> NDArray[np.float64]:
    """Least and greatest x, y of the body box in decoded pixels, shape (2, 2)."""
    (left, low), (right, high) = BODY_BOX
    corners = np.array([[left, low], [left, high], [right, low], [right, high]])
    px = body.camera.to_picture(corners) * scale
    return np.array([px.min(axis=0), px.max(axis=0)])


REGION = math.sqrt(-2 * math.log(1 - 0.8))
"""Mahalanobis radius that holds 80 % of a two-dimensional normal distribution: 1.79."""


@dataclass(frozen=True, slots=True)
class CanvasBody:
    """A body on the canvas.

    Attributes
    ----------
    body : Body
    crop : Crop
    points : PointSet
        Both layers with their errors in the picture (the camera's errors move the axes and not
        the points); kept because ``Body.layered`` builds it anew on every call.
    nodes : ndarray, shape (35, 2)
        Where these points lie on the canvas, pixels; NaN where unknown.
    """

    body: Body
    crop: Crop
    points: PointSet
    nodes: NDArray[np.float64]

    @classmethod
    def of(cls, body: Body, crop: Crop) -> CanvasBody:
        """The body with the placed points on top."""
        seen = body.in_picture()
        return cls(body, crop, seen.points, crop.to_canvas(seen.px))

    @property
    def stature(self) -> float:
        """Canvas pixels per stature."""
        return self.body.camera.px_per_stature * self.crop.zoom

    @property
    def forward(self) -> int:
        """+1 where the person faces right on the canvas, -1 left."""
        return self.body.camera.facing_sign

    def map(self, position: ArrayLike, depth: ArrayLike) -> NDArray[np.float64]:
        """Body axes to canvas pixels, shape (..., 2)."""
        return self.crop.to_canvas(self.body.camera.to_picture(position, depth))

    def at(self, name: str, layer: PointSet | None = None) -> Point | None:
        """Where a node lies on the canvas; None where it is unknown."""
        i = NODES.index(name)
        if layer is None or layer is self.points:
            place = self.nodes[i]
        else:
            place = self.map(layer.positions[i], self.body.depths[i])
        if not np.isfinite(place).all():
            return None
        x, y = place.tolist()
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
        reach = HOLDS_80 * np.sqrt(np.clip(np.nan_to_num(variance), 0.0, None))[:, None] * normal
        depths = self.body.depths[known]
        middle = self.map(line, depths).tolist()
        outer, inner = self.map(line + reach, depths), self.map(line - reach, depths)
        band = np.vstack([outer, inner[::-1]]).tolist()
        return [(x, y) for x, y in middle], [(x, y) for x, y in band]
