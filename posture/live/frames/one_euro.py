"""The One-Euro filter: it steadies what stands still and follows what moves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

AT_REST_HZ = 0.05
"""Cut-off of what stands still: its landmarks jump by 0.2 % of the height from frame to frame."""


class OneEuro:
    """A low-pass filter whose cut-off rises with speed, over any number of values at once.

    Casiez, Roussel, Vogel 2012, "1 Euro Filter" (CHI). An exponential filter with cut-off
    ``min_cutoff + beta * |speed|``, the speed itself being low-passed at ``speed_cutoff``.

    Parameters
    ----------
    min_cutoff : float
        Cut-off at rest, Hz: lower is steadier.
    beta : float
        Gain of the cut-off, Hz per (size per second): higher lags less.
    speed_cutoff : float
        Hz.
    """

    def __init__(self, min_cutoff: float, beta: float, speed_cutoff: float = 1.0) -> None:
        self.min_cutoff, self.beta, self.speed_cutoff = min_cutoff, beta, speed_cutoff
        self._time = math.nan
        self._value: NDArray[np.float64] | None = None
        self._speed: NDArray[np.float64] | None = None

    def reset(self) -> None:
        """Forget all values; the next ones are returned unfiltered."""
        self._time, self._value, self._speed = math.nan, None, None

    def __call__(self, values: ArrayLike, time: float, size: float = 1.0) -> NDArray[np.float64]:
        """Filter the values of one moment.

        Parameters
        ----------
        values : array_like
            Always of the same shape; NaN where one is unknown.
        time : float
            Seconds. A moment that is not later than the last gives the last result again.
        size : float
            Of what moves, in the unit of the values.

        Returns
        -------
        ndarray
            Same shape; NaN where the value is unknown. A value that comes back after it was
            unknown is taken as it is.
        """
        fresh = np.asarray(values, dtype=np.float64)
        if self._value is None or self._speed is None:
            self._value, self._speed, self._time = fresh.copy(), np.zeros_like(fresh), time
            return fresh.copy()
        step = time - self._time
        if not step > 0:
            return self._value.copy()
        back = np.isnan(self._value)
        change = np.where(back, 0.0, (fresh - self._value) / step)
        slow = self._speed + _weight(self.speed_cutoff, step) * (change - self._speed)
        speed = np.where(np.isnan(slow), 0.0, slow)
        weight = _weight(self.min_cutoff + self.beta * np.abs(speed) / size, step)
        value = np.where(back, fresh, self._value + weight * (fresh - self._value))
        self._value, self._speed, self._time = value, speed, time
        return value.copy()


def _weight(cutoff: ArrayLike, step: float) -> NDArray[np.float64]:
    """Weight of the new value of an exponential filter with this cut-off (Hz)."""
    turn = 2 * math.pi * np.asarray(cutoff, dtype=np.float64) * step
    return turn / (turn + 1.0)
