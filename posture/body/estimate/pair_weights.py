"""Weights with which two photos of one body are estimated jointly, read from their file."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.body.estimate.error_model import match_errors
from posture.body.estimate.perceptron import Perceptron

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.estimate.network import Weights


_LARGEST_CHANGE = 4.0
"""Changes are limited to so many standard errors: few larger ones were learnt from."""


@dataclass(frozen=True, slots=True, eq=False)
class PairInput:
    """Input per photo: its features, and its single estimate as a few components.

    Attributes
    ----------
    usual : ndarray, shape (70,)
        Mean nodes, relative to the middle of the hips.
    shares : ndarray, shape (70, K)
        Projection of the deviation from them on the principal components.
    """

    usual: NDArray[np.float64]
    shares: NDArray[np.float64]

    def from_features(self, alone: Weights, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Input of photos.

        Parameters
        ----------
        alone : Weights
            Of the single photo.
        features : ndarray, shape (..., F)

        Returns
        -------
        ndarray, shape (..., F + K)
        """
        return self.from_estimates(alone.standardised(features), alone.positions(features))

    def from_estimates(
        self, z: NDArray[np.float64], nodes: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Input of photos whose single estimates are known.

        Parameters
        ----------
        z : ndarray, shape (..., F)
            Standardised features.
        nodes : ndarray, shape (..., 35, 2)
            Single estimates.

        Returns
        -------
        ndarray, shape (..., F + K)
        """
        shapes = (nodes.reshape(*z.shape[:-1], -1) - self.usual) @ self.shares
        return np.concatenate([z, shapes], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class PairWeights:
    """Weights learnt from pairs of photos.

    Attributes
    ----------
    inputs : PairInput
    correction : Perceptron
        From the inputs of a photo and of the other one to the correction of the first estimate.
    single : ndarray, shape (M,)
        Log of the ratio of a measurement's error in one of the photos to that of a single estimate.
    change : ndarray, shape (4, M)
        Log of the error of a change: a constant, and its slopes in the log of the error of two
        independent estimates, in the novelty log odds, and in the size of the change.
    correlation : ndarray, shape (M,)
        Correlation of the errors of both photos' measurements.
    meta : dict
        Seed, data hashes, counts; ``single_sha256`` is the hash of the single-photo weights.
    sha256 : str
    """

    inputs: PairInput
    correction: Perceptron
    single: NDArray[np.float64]
    change: NDArray[np.float64]
    correlation: NDArray[np.float64]
    meta: dict[str, Any]
    sha256: str

    def positions(
        self,
        alone: Weights,
        own: NDArray[np.float64],
        other: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Joint estimate of a photo's nodes, relative to the middle of the hips.

        Parameters
        ----------
        alone : Weights
            Of the single photo.
        own, other : ndarray, shape (..., F)
            Features.

        Returns
        -------
        ndarray, shape (..., 35, 2)
        """
        nodes = alone.positions(own)
        seen = self.inputs.from_estimates(alone.standardised(own), nodes)
        return self.corrected(nodes, seen, self.inputs.from_features(alone, other))

    def corrected(
        self,
        nodes: NDArray[np.float64],
        own: NDArray[np.float64],
        other: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Correct a single estimate by the other photo.

        Parameters
        ----------
        nodes : ndarray, shape (..., 35, 2)
            Single estimate.
        own, other : ndarray, shape (..., F + K)
            ``inputs`` of this photo and of the other one.

        Returns
        -------
        ndarray, shape (..., 35, 2)
        """
        return nodes + self.correction(np.concatenate([own, other], axis=-1)).reshape(nodes.shape)

    def sizes(
        self,
        independent: NDArray[np.float64],
        change: NDArray[np.float64],
        odds: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """1-sigma error of the change of each measurement, in its unit.

        Parameters
        ----------
        independent : ndarray, shape (..., M)
            Error of each difference for independent estimates.
        change : ndarray, shape (..., M)
            The differences.
        odds : ndarray, shape (...)
            Novelty log odds (``ErrorModel.novelty_log_odds``), mean of both photos.

        Returns
        -------
        ndarray, shape (..., M)
        """
        design = change_design(independent, change, odds)
        return np.exp(np.einsum("...km,km->...m", design, self.change))


def change_design(
    independent: NDArray[np.float64], change: NDArray[np.float64], odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Inputs of the log of a change's error, shape (..., 4, M); see ``PairWeights``."""
    moved = np.minimum(np.abs(change) / independent, _LARGEST_CHANGE)
    of_all = np.broadcast_to(odds[..., None], independent.shape)
    return np.stack([np.ones_like(independent), np.log(independent), of_all, moved], axis=-2)


@cache
def pair_weights() -> PairWeights:
    """The weights in the package, read once."""
    return read_pair_weights(
        files("posture.body.estimate").joinpath("data/paired.npz").read_bytes()
    )


def read_pair_weights(data: bytes) -> PairWeights:
    """Weights from the bytes of their file."""
    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        array = {key: kept[key] for key in kept.files}
    sha256 = hashlib.sha256(data).hexdigest()
    return PairWeights(
        inputs=PairInput(array["usual"].astype(float), array["shares"].astype(float)),
        correction=Perceptron.of_arrays(array, "correction_"),
        single=array["single"].astype(float),
        change=array["change"].astype(float),
        correlation=array["alike"].astype(float),
        meta=json.loads(str(array["meta"])),
        sha256=sha256,
    )


def novelty_log_odds(alone: Weights, features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Novelty log odds of single photos from their features (..., F), shape (...)."""
    nodes = alone.positions(features).reshape(*features.shape[:-1], -1)
    return alone.errors.novelty_log_odds(alone.standardised(features), nodes)


def scaled_covariance(
    alone: Weights, features: NDArray[np.float64], log_factors: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Covariance of single estimates with the error of every measurement multiplied by a factor.

    Parameters
    ----------
    alone : Weights
        Of the single photo.
    features : ndarray, shape (..., F)
    log_factors : ndarray, shape (M,)

    Returns
    -------
    ndarray, shape (..., 70, 70)
    """
    nodes = alone.positions(features)
    flat = nodes.reshape(*features.shape[:-1], -1)
    covariance = alone.errors.covariance(alone.standardised(features), flat)
    slopes = alone.errors.slope
    now = np.sqrt(np.einsum("mi,...ij,mj->...m", slopes, covariance, slopes))
    return match_errors(covariance, slopes, now * np.exp(log_factors))
