"""A photo turned until it is upright; coordinates in source pixels stay those of the picture."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.photo.photo import Photo

_SOFT = 0.03
"""Blur of what is painted beyond the borders, over the longer side: no line there may look like an
upright edge in the room."""

_COARSE = 16

_Value = TypeVar("_Value", np.uint8, np.float32)


def rotated(px: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    """Turn pixels about the corner (0, 0), clockwise as seen (y down).

    Parameters
    ----------
    px : ndarray, shape (..., 2)
    degrees : float

    Returns
    -------
    ndarray, shape (..., 2)
    """
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return px @ np.array([[cos, sin], [-sin, cos]])


def mirror_image(picture: NDArray[_Value]) -> NDArray[_Value]:
    """Its mirror image; NumPy takes ten times as long for pixels of three channels.

    Parameters
    ----------
    picture : ndarray, shape (H, W) or (H, W, 3)
    """
    return np.asarray(cv2.flip(picture, 1), dtype=picture.dtype)


def to_source(photo: Photo, px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pixels of a photo, or of a part of one, to source pixels; shape (..., 2)."""
    return rotated(px / photo.scale, photo.turned_deg) + photo.corner


def turned(photo: Photo, degrees: float, person: NDArray[np.bool_]) -> Photo:
    """Turn a photo counter-clockwise.

    Parameters
    ----------
    photo : Photo
    degrees : float
        How far a true vertical leans clockwise in the picture.
    person : ndarray of bool, shape (H, W)
        A border that the person touches cuts them off; it stays a border of the turned picture.

    Returns
    -------
    Photo
        With the corners painted in the colours of the borders.
    """
    high, wide = photo.pixels.shape[:2]
    corners = rotated(np.array([[0, 0], [wide, 0], [0, high], [wide, high]], float), -degrees)
    shift = -corners.min(axis=0)
    left, top = 0, 0
    right, bottom = np.ceil(corners.max(axis=0) + shift).astype(int).tolist()
    for side, ends in _touched(person).items():
        x, y = (rotated(ends, -degrees) + shift).T
        left = max(left, int(x.max())) if side == "left" else left
        right = min(right, int(x.min())) if side == "right" else right
        top = max(top, int(y.max())) if side == "top" else top
        bottom = min(bottom, int(y.min())) if side == "bottom" else bottom
    shift -= (left, top)
    pixels = _painted(photo.pixels, degrees, shift, (max(1, right - left), max(1, bottom - top)))
    corner = np.array(photo.corner) - rotated(shift, degrees) / photo.scale
    return replace(
        photo,
        pixels=pixels,
        corner=(float(corner[0]), float(corner[1])),
        turned_deg=photo.turned_deg + degrees,
    )


def _touched(person: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """The outermost pixels of each border that lie on the person, shape (2, 2)."""
    high, wide = person.shape
    borders = {
        "top": (person[0], 0.0),
        "bottom": (person[-1], float(high)),
        "left": (person[:, 0], 0.0),
        "right": (person[:, -1], float(wide)),
    }
    found: dict[str, NDArray[np.float64]] = {}
    for side, (line, at) in borders.items():
        along = np.flatnonzero(line)
        if along.size:
            ends = np.array([[along[0], at], [along[-1] + 1.0, at]])
            found[side] = ends if side in ("top", "bottom") else ends[:, ::-1]
    return found


def _painted(
    pixels: NDArray[np.uint8], degrees: float, shift: NDArray[np.float64], size: tuple[int, int]
) -> NDArray[np.uint8]:
    """The turned pixels, beyond their borders a blur of what is next to them."""
    axes = rotated(np.eye(2), -degrees).T
    # OpenCV counts from the middle of the first pixel.
    move = np.column_stack([axes, axes @ (0.5, 0.5) + shift - 0.5])
    whole = cv2.warpAffine(pixels, move, size, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.full(pixels.shape[:2], 255, np.uint8), move, size)
    # A wide blur needs few pixels.
    few = max(1, size[0] // _COARSE), max(1, size[1] // _COARSE)
    small = cv2.resize(whole, few, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(1.0, _SOFT * max(size) / _COARSE))
    blurred = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR).astype(np.float32)
    share = cv2.GaussianBlur(cv2.erode(inside, np.ones((9, 9), np.uint8)), (0, 0), 2.0)
    weight = (share.astype(np.float32) / 255)[..., None]
    mixed = blurred + weight * (whole.astype(np.float32) - blurred)
    return np.ascontiguousarray(np.round(mixed).astype(np.uint8))
