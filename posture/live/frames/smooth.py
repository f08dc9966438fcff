"""Landmarks made steady from frame to frame, and how fast they move."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from posture.live.frames.one_euro import OneEuro
from posture.live.frames.tracker import Tracked

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW_S = 0.6
"""Speed is the way from the oldest to the newest place within this time: jitter cancels out."""

LOST_S = 2.5
"""Somebody who was not seen for so long starts anew; a slow machine has a frame a second."""


class Smoother:
    """A One-Euro filter over all landmarks, and their speed."""

    def __init__(self) -> None:
        self._filter = OneEuro()
        self._past: deque[tuple[float, NDArray[np.float64]]] = deque()
        self._seen_at = -np.inf

    def take(
        self, tracked: Tracked | None, time: float
    ) -> tuple[Tracked | None, NDArray[np.float64] | None]:
        """Take in one frame.

        Parameters
        ----------
        tracked : Tracked or None
        time : float
            Seconds.

        Returns
        -------
        smooth : Tracked or None
        speeds : ndarray, shape (33,), or None
            Pixels per second; None until they have been watched for half of ``WINDOW_S``.
        """
        if tracked is None:
            return None, None
        if time - self._seen_at > LOST_S:
            self._filter.reset()
            self._past.clear()
        self._seen_at = time
        smooth = self._filter(tracked.landmarks, time)
        self._past.append((time, smooth))
        while len(self._past) > 2 and time - self._past[1][0] >= WINDOW_S:
            self._past.popleft()
        spanned = time - self._past[0][0]
        speeds = None
        if spanned >= WINDOW_S / 2:
            # The farthest place within the window, so that there and back again is no stillness.
            ways = smooth - np.array([place for _, place in self._past])
            speeds = np.sqrt((ways**2).sum(axis=-1).max(axis=0)) / spanned
        return Tracked(smooth, tracked.visibility), speeds
