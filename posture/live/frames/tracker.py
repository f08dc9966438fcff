"""Pose detection on a stream: one person, tracked from frame to frame, without silhouette."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.live.frames.one_euro import AT_REST_HZ, OneEuro
from posture.pose.landmarker import Landmarker
from posture.pose.people import square_about
from posture.pose.pose import SWAPPED
from posture.pose.reading import MIDDLE, RIM

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from posture.live.camera.sources import CameraFrame
    from posture.pose.square import Square

_FOLLOWS = 10.0
"""Gain of the cut-off of the square, Hz per (side per second)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tracked:
    """One person in one frame.

    Attributes
    ----------
    landmarks : ndarray, shape (33, 2)
        Pixels, x right, y down; may lie outside the picture.
    visibility : ndarray, shape (33,)
        0 to 1.
    """

    landmarks: NDArray[np.float64]
    visibility: NDArray[np.float64]


class Tracker:
    """The detector on a stream; may be called from one thread after another.

    Where somebody was seen in the last frame, this one is looked at there: that saves a third of
    the time. The silhouette is left to the capture's own analysis.

    Parameters
    ----------
    path : Path
        A ``.task`` bundle.
    confidence : float
        Lowest score at which a person is reported, 0 to 1.

    Raises
    ------
    ModelError, ModelHashError
        As for :class:`posture.pose.landmarker.Landmarker`.
    """

    def __init__(self, path: Path, confidence: float = 0.5) -> None:
        self._landmarker = Landmarker(path, confidence)
        self._last: Square | None = None
        self._steady = OneEuro(AT_REST_HZ, _FOLLOWS)
        self._turn = threading.Lock()

    def track(self, frame: CameraFrame) -> Tracked | None:
        """Find the person in the next frame.

        Parameters
        ----------
        frame : CameraFrame

        Returns
        -------
        Tracked or None
            None where nobody was found.
        """
        with self._turn:
            last, self._last = self._last, None
            tracked = None if last is None else self._look(frame, last)
            if tracked is None:
                self._steady.reset()
                found = self._landmarker.find(frame.pixels)
                tracked = self._look(frame, found[0]) if found else None
            return tracked

    def _look(self, frame: CameraFrame, square: Square) -> Tracked | None:
        reading = self._landmarker.read(frame.pixels, square)
        if reading is None:
            return None
        points = square.to_picture(reading.points)
        # Landmarks follow the square, so a square that trembles makes them tremble.
        self._last = square_about(*self._steady(points[[MIDDLE, RIM]], frame.time, square.side))
        count = len(SWAPPED)
        return Tracked(points[:count], reading.visibility[:count])
