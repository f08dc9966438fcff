"""Roll of the camera, from verticals in the room, every two seconds."""

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
"""Interval; the camera does not move, and finding edges takes half as long as a frame."""

_SHRINK = 2
"""Edges are searched in a picture of half the size."""


class Level:
    """The camera's roll, looked up again every two seconds."""

    def __init__(self) -> None:
        self._at = -math.inf
        self._roll = math.nan

    def of(self, frame: CameraFrame, person: Tracked | None) -> float:
        """Roll in the picture as taken: how far a true vertical leans clockwise, degrees.

        Parameters
        ----------
        frame : Frame
        person : Tracked or None
            Whose edges do not count.

        Returns
        -------
        float
            NaN where no verticals were found.
        """
        if frame.time - self._at >= EVERY_S:
            self._at = frame.time
            self._roll = _roll(frame.pixels, person)
        return self._roll


def _roll(pixels: NDArray[np.uint8], person: Tracked | None) -> float:
    small = np.ascontiguousarray(pixels[::_SHRINK, ::_SHRINK])
    shadow = np.zeros(small.shape[:2], dtype=np.float32)
    if person is not None:
        shadow = _shadow(person.landmarks / _SHRINK, small.shape[:2])
    found = find_roll(small, shadow)
    return found.degrees if found.source == "verticals" else math.nan


def _shadow(landmarks: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Rough mask of the person around the landmarks."""
    shadow = np.zeros(shape, dtype=np.float32)
    size = float(np.ptp(landmarks, axis=0).max())
    if size > 0:
        hull = cv2.convexHull(np.round(landmarks).astype(np.int32))
        cv2.fillConvexPoly(shadow, hull, 1.0)
        reach = 2 * int(size * 0.05) + 1
        shadow = cv2.dilate(shadow, np.ones((reach, reach), np.uint8)).astype(np.float32)
    return shadow
