"""Roll of the camera during a live run, estimated every two seconds from verticals in the room."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.camera.roll import find_roll

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.live.camera.sources import CameraFrame
    from posture.live.frames.tracker import Tracked

EVERY_S = 2.0
"""Interval between estimates: the camera does not move, and finding edges takes half the time of a
frame."""

_SHRINK = 2
"""Factor by which the picture is reduced before edges are searched."""


class RollEstimator:
    """Estimate the camera's roll, again every two seconds."""

    def __init__(self) -> None:
        self._at = -math.inf
        self._roll = math.nan

    def of(self, frame: CameraFrame, person: Tracked | None) -> float:
        """Roll in the original picture.

        Parameters
        ----------
        frame : CameraFrame
        person : Tracked or None
            Edges on the person are not used.

        Returns
        -------
        float
            How far a true vertical leans clockwise, degrees; NaN where no vertical was found.
        """
        if frame.time - self._at >= EVERY_S:
            self._at = frame.time
            self._roll = _roll(frame.pixels, person)
        return self._roll


def _roll(pixels: NDArray[np.uint8], person: Tracked | None) -> float:
    small = np.ascontiguousarray(pixels[::_SHRINK, ::_SHRINK])
    mask = np.zeros(small.shape[:2], dtype=np.float32)
    if person is not None:
        mask = _person_mask(person.landmarks / _SHRINK, small.shape[:2])
    found = find_roll(small, mask)
    return found.degrees if found.source == "verticals" else math.nan


def _person_mask(landmarks: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Approximate mask of the person: the convex hull of the landmarks, dilated."""
    mask = np.zeros(shape, dtype=np.float32)
    size = float(np.ptp(landmarks, axis=0).max())
    if size > 0:
        hull = cv2.convexHull(np.round(landmarks).astype(np.int32))
        cv2.fillConvexPoly(mask, hull, 1.0)
        reach = 2 * int(size * 0.05) + 1
        mask = cv2.dilate(mask, np.ones((reach, reach), np.uint8)).astype(np.float32)
    return mask
