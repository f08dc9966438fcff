"""Landmarks steadied over time, and their speed."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from posture.live.frames.one_euro import AT_REST_HZ, OneEuro

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.live.frames.tracker import Tracked

WINDOW_S = 0.6
"""Speed is measured over this time, so that jitter averages out."""

_FOLLOWS = 80.0
"""Gain of the cut-off, Hz per (height per second)."""

LOST_S = 2.5
"""The filter is reset after this time without detection; slow machines have 1 frame/s."""


class Smoother:
    """A One-Euro filter over all landmarks, and their speed."""

    def __init__(self) -> None:
        self._filter = OneEuro(AT_REST_HZ, _FOLLOWS)
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
        height = float(np.ptp(tracked.landmarks[:, 1]))
        smooth = self._filter(tracked.landmarks, time, max(height, 1.0))
        self._past.append((time, smooth))
        while len(self._past) > 2 and time - self._past[1][0] >= WINDOW_S:
            self._past.popleft()
        spanned = time - self._past[0][0]
        speeds = None
        if spanned >= WINDOW_S / 2:
            # The farthest position within the window: a movement forth and back is not stillness.
            ways = smooth - np.array([place for _, place in self._past])
            speeds = np.sqrt((ways**2).sum(axis=-1).max(axis=0)) / spanned
        return replace(tracked, landmarks=smooth), speeds
