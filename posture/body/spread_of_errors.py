"""How far an estimate is off: a covariance that depends on what is seen.

The points' joint covariance widens with cloth, hair, size, an unknown lens or roll. The error of a
measurement is a small difference of large, common errors, which the points' covariance holds only
roughly. So the error of each measurement was learnt besides, and the covariance is stretched along
the few directions that matter until both agree: whatever is computed from the points afterwards
finds the learnt error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SWEEPS = 3
"""Rounds over all measurements: stretching for one moves its neighbours a little."""

_LEAST, _MOST = 0.2, 4.0
"""Limits of one stretch (in standard deviations): nothing beyond was learnt."""


def oddness(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far a standardised row lies from the usual: root mean square less one."""
    return np.sqrt((z**2).mean(axis=-1)) - 1.0


@dataclass(frozen=True, slots=True, eq=False)
class ErrorModel:
    """Errors on people who were not learnt from.

    Attributes
    ----------
    root : ndarray, shape (70, R)
        ``root @ root.T`` is the covariance under usual conditions.
    conditions : ndarray of int, shape (C,)
        Features that the errors depend on.
    widening : ndarray, shape (C + 2, 70)
        Log of each coordinate's widening: linear in the standardised conditions, in how odd the
        whole row is, and a constant.
    mean : ndarray, shape (70,)
        Usual estimate.
    slope : ndarray, shape (M, 70)
        How each measurement moves with the nodes, near the usual estimate.
    usual : ndarray, shape (M,)
        Spread of each measurement among estimates.
    log_size : ndarray, shape (C + 1 + M + 1, M)
        Log of each measurement's 1-sigma error: linear in conditions, oddness, how unusual the
        estimate is in each measurement, and a constant.
    """

    root: NDArray[np.float64]
    conditions: NDArray[np.intp]
    widening: NDArray[np.float64]
    mean: NDArray[np.float64]
    slope: NDArray[np.float64]
    usual: NDArray[np.float64]
    log_size: NDArray[np.float64]

    def covariance(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Joint covariance of the nodes' errors.

        Parameters
        ----------
        standardised : ndarray, shape (F,)
            Features.
        estimate : ndarray, shape (70,)
            Nodes, statures; a common shift plays no part.

        Returns
        -------
        ndarray, shape (70, 70)
        """
        by = np.append(standardised[self.conditions], oddness(standardised))
        root = np.exp(np.append(by, 1.0) @ self.widening)[:, None] * self.root
        unusual = np.abs(self.slope @ (estimate - self.mean)) / self.usual
        size = np.exp(np.concatenate([by, unusual, [1.0]]) @ self.log_size)
        return self._stretched(root @ root.T, size)

    def _stretched(
        self, covariance: NDArray[np.float64], size: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Give every measurement the error that was learnt for it."""
        for _ in range(_SWEEPS):
            for slope, sd in zip(self.slope, size, strict=True):
                along = covariance @ slope
                now = float(slope @ along)
                share = np.clip(sd / np.sqrt(now), _LEAST, _MOST) ** 2
                covariance = covariance + (share - 1.0) / now * np.outer(along, along)
        return covariance
