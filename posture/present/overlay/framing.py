"""Which part of the picture is shown, and where a source pixel lands on the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.present.overlay.style import PAPER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.photo.photo import Photo

ASPECT = 0.75
"""Width to height of the shown part: the person, and on both sides a column for labels."""

BODY_BOX = ((-0.11, -0.03), (0.17, 1.02))
"""Back to toes and sole to crown, in statures: what labels must keep clear of."""

_AIR = 0.05
_SHIFT = 0.06
_LABELS = 0.62
"""Least share of the width that both label columns need together."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A window on the source picture, in decoded pixels, and its size on the canvas.

    Attributes
    ----------
    left, top, right, bottom : int
        Decoded pixels; left and right may lie outside the picture, which is then padded.
    scale : float
        Decoded pixels per source pixel.
    width, height : int
        Canvas pixels.
    body_left, body_right : float
        The corridor of the person, canvas pixels.
    """

    left: int
    top: int
    right: int
    bottom: int
    scale: float
    width: int
    height: int
    body_left: float
    body_right: float

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

    def crop(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The window resampled to the canvas, padded where it leaves the picture."""
        high, wide = pixels.shape[:2]
        inside = pixels[self.top : self.bottom, max(0, self.left) : min(wide, self.right)]
        padded = cv2.copyMakeBorder(
            inside,
            0,
            0,
            max(0, -self.left),
            max(0, self.right - wide),
            cv2.BORDER_CONSTANT,
            value=PAPER,
        )
        shrinks = self.height < min(high, self.bottom - self.top)
        method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        return np.asarray(
            cv2.resize(padded, (self.width, self.height), interpolation=method), dtype=np.uint8
        )


def frame(photo: Photo, body: Body, height: int) -> Crop:
    """Choose the window: the whole person, centred, with room for labels on both sides.

    Parameters
    ----------
    photo : Photo
    body : Body
    height : int
        Canvas pixels.

    Returns
    -------
    View
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
    return Crop(
        left,
        top,
        left + span,
        bottom,
        photo.scale,
        max(1, round(span * zoom)),
        height,
        (x0 - left) * zoom,
        (x1 - left) * zoom,
    )


def _body_extent(body: Body, scale: float) -> NDArray[np.float64]:
    """Least and greatest x, y of the body box in decoded pixels, shape (2, 2)."""
    (left, low), (right, high) = BODY_BOX
    corners = np.array([[left, low], [left, high], [right, low], [right, high]])
    px = body.camera.to_picture(corners) * scale
    return np.array([px.min(axis=0), px.max(axis=0)])
