"""Light, sharpness and size: whether an edge in the picture can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from cv2.typing import MatLike
    from numpy.typing import NDArray

DARK = 30.0
"""Mean luminance (0-255) of the person below which edges drown in noise."""

SHARPNESS = 0.12
"""Steepest edges over contrast, per pixel at 400 px person height; 0.3-0.5 in usable photos, 0.18
with slight defocus, below 0.1 where a limb's edge is wider than the limb's own error."""

PERSON_PX = 200
"""Fewest source pixels of person, head to feet (issue limit)."""

_REFERENCE_PX = 400


@dataclass(frozen=True, slots=True)
class Quality:
    """Light and sharpness of a region.

    Attributes
    ----------
    luminance : float
        Mean grey level, 0-255.
    sharpness : float
        99.5th percentile of the gradient over the contrast, per pixel at reference size.
    """

    luminance: float
    sharpness: float

    @property
    def dark(self) -> bool:
        """Too dark to trust an edge."""
        return self.luminance < DARK

    @property
    def blurred(self) -> bool:
        """Too blurred to trust an edge."""
        return self.sharpness < SHARPNESS


def find_quality(pixels: NDArray[np.uint8]) -> Quality:
    """Measure light and sharpness.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
        The person's box, or the whole picture where nobody was found.

    Returns
    -------
    Quality
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    shrink = min(1.0, _REFERENCE_PX / grey.shape[0])
    # A strip that is a few pixels wide keeps one: OpenCV refuses an empty picture.
    shrink = max(shrink, 1 / grey.shape[1])
    if shrink < 1:
        grey = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    # A light median keeps sensor noise and JPEG blocks from passing for edges.
    smooth = cv2.medianBlur(grey, 3).astype(np.float32)
    gradient = np.hypot(
        cv2.Sobel(smooth, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(smooth, cv2.CV_32F, 0, 1) / 8
    )
    low, high = np.percentile(smooth, [2, 98])
    sharpness = float(np.percentile(gradient, 99.5) / (high - low + 8))
    return Quality(float(grey.mean()), sharpness)


def person_box(silhouette: NDArray[np.float32]) -> tuple[slice, slice] | None:
    """Rows and columns of the silhouette's bounding box; None where it is empty."""
    mask = silhouette > 0.5
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return None
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def colour_range(pixels: NDArray[np.uint8], window: int) -> NDArray[np.uint8]:
    """Largest range of a colour channel around each pixel.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
    window : int
        Size of the square around a pixel, pixels.

    Returns
    -------
    ndarray, shape (H, W), uint8
    """
    square = np.ones((window, window), np.uint8)
    return largest_channel(cv2.dilate(pixels, square) - cv2.erode(pixels, square))


def largest_channel(pixels: MatLike) -> NDArray[np.uint8]:
    """Largest channel of each pixel; NumPy is slow along an axis of three.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8

    Returns
    -------
    ndarray, shape (H, W), uint8
    """
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)


def smallest_channel(pixels: MatLike) -> NDArray[np.uint8]:
    """Smallest channel of each pixel; see :func:`largest_channel`."""
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8)
