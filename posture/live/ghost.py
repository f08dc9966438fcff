"""The outline of an earlier photo, drawn over the live picture so that a person stands as then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.analysis import pipeline
from posture.pose.model.store import DEFAULT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.live.guidance.state import Outline
    from posture.photo.photo import Photo

_TOLERANCE = 0.002
"""How far the line may lie off the true outline, heights of the picture."""


def find_outline(photo: Photo, model: str = DEFAULT) -> Outline | None:
    """The outline of the person in an analysed photo; None where nobody is found again.

    Parameters
    ----------
    photo : Photo
    model : str
        Pose model.
    """
    seen = pipeline.find_silhouette(photo, model)
    if seen is None:
        return None
    inside = (seen.distance <= 0).astype(np.uint8)
    found, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not found:
        return None
    width, height = photo.source_size
    longest = max(found, key=cv2.contourArea)
    corners = cv2.approxPolyDP(longest, _TOLERANCE * height * seen.scale, True).reshape(-1, 2)
    at = corners / seen.scale + np.array(seen.corner) - np.array([width / 2, 0.0])
    return tuple((float(x), float(y)) for x, y in at / height)


def to_pixels(outline: Outline, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Corners in a picture of this shape (height, width), pixels, shape (N, 2)."""
    height, width = shape[:2]
    return np.array(outline) * height + np.array([width / 2, 0.0])
