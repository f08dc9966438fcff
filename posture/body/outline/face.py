"""Whether something hides the face: a bar over the eyes, a patch, a mosaic, or a blur."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.quality import colour_range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.side_view import SideView

_REACH = 0.012
"""How far the face reaches beyond the triangle of eye, mouth and nose, statures."""

_WINDOW, _EVEN = 5, 2
"""Size of an even area, pixels, and largest range of each colour channel in it."""

_MOST_EVEN = 0.075
"""Share of the face in even areas from which something covers it: at most 0.06 in 50 faces that are
free, real and rendered."""

_SOFTER = 1.6
"""Width of the sharpest edges of the face over that of the trunk from which the face is blurred: at
most 1.2 in the same faces."""

_TRUNK = 0.25
"""How far below the shoulders edges of the trunk are looked at, statures."""

_FEWEST = 300
"""Pixels of the face below which nothing can be told."""


def is_face_hidden(seen: SideView) -> bool:
    """Whether a bar, a patch, a mosaic or a blur hides the face.

    Parameters
    ----------
    seen : SideView
    """
    face = _mask_of_face(seen)
    box = _box(face)
    if np.count_nonzero(face) < _FEWEST:
        return False
    pixels, inside = np.ascontiguousarray(seen.pixels[box]), face[box]
    return even_share(pixels, inside) > _MOST_EVEN or softness(seen, face) > _SOFTER


def even_share(pixels: NDArray[np.uint8], inside: NDArray[np.bool_]) -> float:
    """Share of a region that lies in areas of one colour."""
    return float((colour_range(pixels, _WINDOW)[inside] <= _EVEN).mean())


def softness(seen: SideView, face: NDArray[np.bool_]) -> float:
    """Width of the sharpest edges inside the face over that inside the trunk."""
    trunk = np.zeros_like(face)
    top = int(max(seen.middle("ear")[1], 0))
    bottom = int(min(seen.middle("shoulder")[1] + _TRUNK * seen.stature_px, seen.height))
    trunk[top:bottom] = seen.silhouette[top:bottom] > 0.5
    trunk &= ~face
    # Slopes at the edge of the box need the pixels beside it.
    box = _box(face | trunk, margin=1)
    pixels = np.ascontiguousarray(seen.pixels[box])
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return _edge_width(grey, face[box]) / max(_edge_width(grey, trunk[box]), 1e-6)


def _edge_width(grey: NDArray[np.float32], inside: NDArray[np.bool_]) -> float:
    """Range of brightness over the steepest slope, pixels; 0 where nothing is inside."""
    if not inside.any():
        return 0.0
    slope = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(grey, cv2.CV_32F, 0, 1) / 8)
    low, high = np.percentile(grey[inside], [2, 98])
    return float((high - low) / max(float(np.percentile(slope[inside], 98)), 0.1))


def _mask_of_face(seen: SideView) -> NDArray[np.bool_]:
    """Eye, mouth and nose with what surrounds them, inside the person."""
    corners = np.array([seen.side("eye"), seen.side("mouth"), seen.nose])
    mask = np.zeros(seen.silhouette.shape, np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.round(corners).astype(np.int32)), 1)
    reach = max(1, round(_REACH * seen.stature_px))
    mask = cv2.dilate(mask, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    return (mask > 0) & (seen.silhouette > 0.5)


def _box(mask: NDArray[np.bool_], margin: int = 0) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(rows[0] - margin, 0), rows[-1] + 1 + margin),
        slice(max(columns[0] - margin, 0), columns[-1] + 1 + margin),
    )
