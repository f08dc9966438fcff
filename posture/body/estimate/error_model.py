"""How far an estimate is off: a covariance that depends on what is seen.

The points' joint covariance widens with cloth, hair, size, an unknown lens or roll. The error of a
measurement is a small difference of large, common errors, which the points' covariance holds only
roughly. So the size of each measurement's error was learnt besides, by a small network from
everything that is seen, and the covariance is stretched along the few directions that matter until
both agree: whatever is computed from the points afterwards finds the learnt error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.estimate.perceptron import leaky

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SWEEPS = 3
"""Rounds over all measurements: stretching for one moves its neighbours a little."""

_LEAST, _MOST = 0.2, 4.0
"""Limits of one stretch (in standard deviations): nothing beyond was learnt."""

_MOST_UNUSUAL = 4.0
"""Standard deviations beyond which an estimate counts as this unusual: none was learnt from."""


def novelty(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far a standardised row lies from the usual: root mean square less one."""
    return np.sqrt((z**2).mean(axis=-1)) - 1.0


def stretched(
    covariance: NDArray[np.float64], slopes: NDArray[np.float64], sizes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Stretch covariances until every measurement has its error.

    Parameters
    ----------
    covariance : ndarray, shape (..., K, K)
    slopes : ndarray, shape (M, K)
        How each measurement moves with the coordinates.
    sizes : ndarray, shape (..., M)
        The 1-sigma error that each is to have.

    Returns
    -------
    ndarray, shape (..., K, K)
    """
    for _ in range(_SWEEPS):
        for m, slope in enumerate(slopes):
            along = covariance @ slope
            now = along @ slope
            share = np.clip(sizes[..., m] / np.sqrt(now), _LEAST, _MOST) ** 2
            outer = along[..., :, None] * along[..., None, :]
            covariance = covariance + ((share - 1.0) / now)[..., None, None] * outer
    return covariance


@dataclass(frozen=True, slots=True, eq=False)
class ErrorModel:
    """Errors on people who were not learnt from.

    Attributes
    ----------
    root : ndarray, shape (70, R)
        ``root @ root.T`` is the covariance under usual conditions.
    conditions : ndarray of int, shape (C,)
        Features that the widening depends on.
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
        Linear part of the log of each measurement's 1-sigma error: in conditions, oddness, how
        unusual the estimate is in each measurement, and a constant.
    hidden : ndarray, shape (F + 1 + M + 1, H)
        Into the hidden layer of the log size: from all features, oddness, how unusual the estimate
        is, and a constant. ``H`` may be 0.
    bent : ndarray, shape (H, M)
        From the hidden layer's leaky ramps to the log size.
    odds : ndarray, shape (H,)
        From the hidden layer's leaky ramps to the log odds that somebody differs more from others
        than people do in life, but for a constant.
    odds_at : ndarray, shape (K,)
        Log odds at which it was learnt what they mean for the errors, rising.
    leaning : ndarray, shape (K, M)
        What the log size gains there; between them on straight lines, beyond them no more.
    roll : int
        The feature that is the stated error of the roll.
    roll_at : ndarray, shape (R,)
        Standardised values of it at which it was learnt what they mean for the errors, rising.
    by_roll : ndarray, shape (R, M)
        What the log size gains there, as ``leaning``.
    """

    root: NDArray[np.float64]
    conditions: NDArray[np.intp]
    widening: NDArray[np.float64]
    mean: NDArray[np.float64]
    slope: NDArray[np.float64]
    usual: NDArray[np.float64]
    log_size: NDArray[np.float64]
    hidden: NDArray[np.float64]
    bent: NDArray[np.float64]
    odds: NDArray[np.float64]
    odds_at: NDArray[np.float64]
    leaning: NDArray[np.float64]
    roll: int
    roll_at: NDArray[np.float64]
    by_roll: NDArray[np.float64]

    def covariance(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Joint covariance of the nodes' errors.

        Parameters
        ----------
        standardised : ndarray, shape (..., F)
            Features.
        estimate : ndarray, shape (..., 70)
            Nodes, statures; a common shift plays no part.

        Returns
        -------
        ndarray, shape (..., 70, 70)
        """
        root = self.widths(standardised)[..., None] * self.root
        sizes = self.sizes(standardised, estimate)
        return stretched(root @ np.swapaxes(root, -1, -2), self.slope, sizes)

    def widths(self, standardised: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much wider than usual each coordinate's error is, shape (..., 70)."""
        odd = novelty(standardised)[..., None]
        by = (standardised[..., self.conditions], odd, np.ones_like(odd))
        return np.exp(np.concatenate(by, axis=-1) @ self.widening)

    def sizes(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """1-sigma error learnt for each measurement, in its unit; shape (..., M)."""
        linear, ramps = self.read(standardised, estimate)
        odds = near(ramps @ self.odds, self.odds_at) @ self.leaning
        roll = near(standardised[..., self.roll], self.roll_at) @ self.by_roll
        return np.exp(linear @ self.log_size + ramps @ self.bent + odds + roll)

    def read(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What the linear part reads, and the hidden layer's leaky ramps; shape (..., H)."""
        linear, everything = self.designs(standardised, estimate)
        return linear, leaky(everything @ self.hidden)

    def unusual(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Log odds that somebody differs more from others than people do in life, shape (...).

        But for a constant, and no further than it was learnt what they mean.
        """
        _, ramps = self.read(standardised, estimate)
        return np.clip(ramps @ self.odds, self.odds_at[0], self.odds_at[-1])

    def circumstances(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """What errors of the camera depend on, shape (..., C + 2).

        The conditions, how odd the whole row is, and the log odds of being unusual.
        """
        scalars = (novelty(standardised), self.unusual(standardised, estimate))
        return np.concatenate([standardised[..., self.conditions], np.stack(scalars, -1)], axis=-1)

    def designs(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What the linear part and the hidden layer read, as :func:`design` says."""
        unusual = np.abs((estimate - self.mean) @ self.slope.T) / self.usual
        return design(standardised, self.conditions, unusual)


def near(values: NDArray[np.float64], knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """How near each value is to each knot, shape (..., K): straight lines between neighbours."""
    return np.stack([np.interp(values, knots, row) for row in np.eye(len(knots))], axis=-1)


def design(
    standardised: NDArray[np.float64],
    conditions: NDArray[np.intp],
    unusual: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the size of an error is read from.

    Parameters
    ----------
    standardised : ndarray, shape (..., F)
        Features.
    conditions : ndarray of int, shape (C,)
    unusual : ndarray, shape (..., M)
        How far the estimate is from the usual one in each measurement, standard deviations.

    Returns
    -------
    ndarray, shape (..., C + 1 + M + 1)
        Of the linear part.
    ndarray, shape (..., F + 1 + M + 1)
        Of the hidden layer.
    """
    odd = novelty(standardised)[..., None]
    common = (odd, np.minimum(unusual, _MOST_UNUSUAL), np.ones_like(odd))
    linear = np.concatenate((standardised[..., conditions], *common), axis=-1)
    return linear, np.concatenate((standardised, *common), axis=-1)
