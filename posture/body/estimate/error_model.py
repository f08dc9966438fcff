"""Covariance of the estimated points, depending on the photo.

The joint covariance widens with cloth, hair, size, an unknown lens or roll. The error of a
measurement is a small difference of large, common errors, which that covariance holds only roughly.
So a small network predicts the standard error of each measurement from all features, and the
covariance is scaled along the directions of the measurements until both agree. Whatever is computed
from the points afterwards has the predicted error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.estimate.perceptron import leaky_relu

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SWEEPS = 3
"""Rounds over all measurements: scaling for one changes its neighbours a little."""

_LEAST, _MOST = 0.2, 4.0
"""Limits of one factor on a standard deviation: outside nothing was learnt."""

_LARGEST_DEVIATION = 4.0
"""Deviations of an estimate are limited to so many standard deviations: none larger was learnt."""


def novelty(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Novelty of a standardised row of features: root mean square less one."""
    return np.sqrt((z**2).mean(axis=-1)) - 1.0


def match_errors(
    covariance: NDArray[np.float64], slopes: NDArray[np.float64], sizes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Scale covariances until every measurement has its standard error.

    Parameters
    ----------
    covariance : ndarray, shape (..., K, K)
    slopes : ndarray, shape (M, K)
        Derivative of each measurement with respect to the coordinates.
    sizes : ndarray, shape (..., M)
        The 1-sigma error that each is given.

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
    """Errors of the network's estimates on people outside its training set.

    Attributes
    ----------
    root : ndarray, shape (70, R)
        ``root @ root.T`` is the covariance under average conditions.
    conditions : ndarray of int, shape (C,)
        Features that the widening depends on.
    widening : ndarray, shape (C + 2, 70)
        Weights of the log of each coordinate's widening: standardised conditions, novelty, and a
        constant.
    mean : ndarray, shape (70,)
        Mean estimate.
    slope : ndarray, shape (M, 70)
        Derivative of each measurement with respect to the nodes, at the mean estimate.
    usual : ndarray, shape (M,)
        Standard deviation of each measurement over estimates.
    log_size : ndarray, shape (C + 1 + M + 1, M)
        Linear weights of the log of each measurement's 1-sigma error: conditions, novelty,
        deviation of the estimate in each measurement, and a constant.
    hidden : ndarray, shape (F + 1 + M + 1, H)
        Weights into the hidden layer: all features, novelty, deviations, and a constant. ``H`` may
        be 0.
    hidden_out : ndarray, shape (H, M)
        Weights from the hidden layer to the log of the error.
    odds : ndarray, shape (H,)
        Weights from the hidden layer to the log odds that this body differs more from the mean than
        bodies in the population do, without the constant.
    odds_at : ndarray, shape (K,)
        Knots of the log odds, increasing.
    by_odds : ndarray, shape (K, M)
        Correction of the log of the error per knot; linear between, constant outside.
    roll : int
        Index of the feature that is the standard error of the roll.
    roll_at : ndarray, shape (R,)
        Knots of its standardised value, increasing.
    by_roll : ndarray, shape (R, M)
        Correction of the log of the error per knot; linear between, constant outside.
    """

    root: NDArray[np.float64]
    conditions: NDArray[np.intp]
    widening: NDArray[np.float64]
    mean: NDArray[np.float64]
    slope: NDArray[np.float64]
    usual: NDArray[np.float64]
    log_size: NDArray[np.float64]
    hidden: NDArray[np.float64]
    hidden_out: NDArray[np.float64]
    odds: NDArray[np.float64]
    odds_at: NDArray[np.float64]
    by_odds: NDArray[np.float64]
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
        return match_errors(root @ np.swapaxes(root, -1, -2), self.slope, sizes)

    def widths(self, standardised: NDArray[np.float64]) -> NDArray[np.float64]:
        """Factor on each coordinate's average standard error, shape (..., 70)."""
        own = novelty(standardised)[..., None]
        by = (standardised[..., self.conditions], own, np.ones_like(own))
        return np.exp(np.concatenate(by, axis=-1) @ self.widening)

    def sizes(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Predicted 1-sigma error of each measurement, in its unit; shape (..., M)."""
        linear, active = self.read(standardised, estimate)
        odds = linear_basis(active @ self.odds, self.odds_at) @ self.by_odds
        roll = linear_basis(standardised[..., self.roll], self.roll_at) @ self.by_roll
        return np.exp(linear @ self.log_size + active @ self.hidden_out + odds + roll)

    def read(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Input of the linear part, and the activations of the hidden layer, shape (..., H)."""
        linear, everything = self.designs(standardised, estimate)
        return linear, leaky_relu(everything @ self.hidden)

    def novelty_log_odds(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Log odds that this body differs more from the mean than bodies do, shape (...).

        Without the constant, limited to the range of the knots.
        """
        _, active = self.read(standardised, estimate)
        return np.clip(active @ self.odds, self.odds_at[0], self.odds_at[-1])

    def camera_conditions(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """What the errors of the camera depend on, shape (..., C + 2).

        The conditions, the novelty of the row, and the novelty log odds.
        """
        scalars = (novelty(standardised), self.novelty_log_odds(standardised, estimate))
        return np.concatenate([standardised[..., self.conditions], np.stack(scalars, -1)], axis=-1)

    def designs(
        self, standardised: NDArray[np.float64], estimate: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Inputs of the linear part and of the hidden layer, see :func:`design`."""
        deviation = np.abs((estimate - self.mean) @ self.slope.T) / self.usual
        return design(standardised, self.conditions, deviation)


def linear_basis(values: NDArray[np.float64], knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of linear interpolation between knots, shape (..., K); constant outside."""
    return np.stack([np.interp(values, knots, row) for row in np.eye(len(knots))], axis=-1)


def design(
    standardised: NDArray[np.float64],
    conditions: NDArray[np.intp],
    deviation: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Inputs from which the size of an error is predicted.

    Parameters
    ----------
    standardised : ndarray, shape (..., F)
        Features.
    conditions : ndarray of int, shape (C,)
    deviation : ndarray, shape (..., M)
        How far the estimate is from the mean one in each measurement, standard deviations.

    Returns
    -------
    ndarray, shape (..., C + 1 + M + 1)
        Of the linear part.
    ndarray, shape (..., F + 1 + M + 1)
        Of the hidden layer.
    """
    own = novelty(standardised)[..., None]
    common = (own, np.minimum(deviation, _LARGEST_DEVIATION), np.ones_like(own))
    linear = np.concatenate((standardised[..., conditions], *common), axis=-1)
    return linear, np.concatenate((standardised, *common), axis=-1)
