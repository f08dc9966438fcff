"""Two photos of one body read together: each with what the other shows beside it.

Both photos show the same body. What loose cloth or an arm hides in one of them the other may show,
and what is the body's own shape should not look like a change. So a second network, learnt from
pairs of photos (``groundtruth/``), reads what is seen of both and how each was estimated by itself,
and says what the estimate of one of them lacks.

Errors of two estimates made so go together, and they are not those of single photos: how large they
are, and that of a change, was learnt from people whom neither network had met.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.body.estimate.error_model import stretched
from posture.body.estimate.features import VERSION
from posture.body.estimate.network import weights
from posture.body.estimate.perceptron import Perceptron

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.body.estimate.network import Weights


_MOST_MOVED = 4.0
"""Errors beyond which a change counts as this large: few were learnt from."""


@dataclass(frozen=True, slots=True, eq=False)
class PairedEstimate:
    """What is read of each photo: its features, and its own estimate in a few shapes.

    Attributes
    ----------
    usual : ndarray, shape (70,)
        Usual nodes, counted from the middle of the hips.
    shares : ndarray, shape (70, K)
        From what differs from them to the share of each shape in which people differ.
    """

    usual: NDArray[np.float64]
    shares: NDArray[np.float64]

    def of(self, alone: Weights, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Read photos.

        Parameters
        ----------
        alone : Weights
            Of the single photo.
        features : ndarray, shape (..., F)

        Returns
        -------
        ndarray, shape (..., F + K)
        """
        return self.beside(alone.standardised(features), alone.positions(features))

    def beside(self, z: NDArray[np.float64], nodes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Read photos that were estimated.

        Parameters
        ----------
        z : ndarray, shape (..., F)
            Standardised features.
        nodes : ndarray, shape (..., 35, 2)
            What each was estimated to be by itself.

        Returns
        -------
        ndarray, shape (..., F + K)
        """
        shapes = (nodes.reshape(*z.shape[:-1], -1) - self.usual) @ self.shares
        return np.concatenate([z, shapes], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class PairWeights:
    """What was learnt from pairs.

    Attributes
    ----------
    reading : Reading
        What is read of each photo.
    correction : Perceptron
        From what is read of a photo and of the other one to what the first one's estimate lacks.
    single : ndarray, shape (M,)
        Log of a measurement's error in one of the photos, over that of a single estimate.
    change : ndarray, shape (4, M)
        Log of the error of a change: a constant, and its slopes in the log of that of two
        independent readings, in the odds of being unusual, and in how large the change is.
    alike : ndarray, shape (M,)
        Correlation of the errors of both photos' measurements.
    meta : dict
        Seed, data hashes, counts; ``single_sha256``, the single photo's weights it goes with.
    sha256 : str
    """

    reading: PairedEstimate
    correction: Perceptron
    single: NDArray[np.float64]
    change: NDArray[np.float64]
    alike: NDArray[np.float64]
    meta: dict[str, Any]
    sha256: str

    def positions(
        self,
        alone: Weights,
        own: NDArray[np.float64],
        other: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Nodes of a photo with the other one beside it, counted from the middle of the hips.

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
        seen = self.reading.beside(alone.standardised(own), nodes)
        return self.corrected(nodes, seen, self.reading.of(alone, other))

    def corrected(
        self,
        nodes: NDArray[np.float64],
        own: NDArray[np.float64],
        other: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Add to an estimate what it lacks beside another photo.

        Parameters
        ----------
        nodes : ndarray, shape (..., 35, 2)
            What the photo was estimated to be by itself.
        own, other : ndarray, shape (..., F + K)
            What was read of this photo and of the other one (``reading``).

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
            Error of each difference, were both readings independent.
        change : ndarray, shape (..., M)
            The differences.
        odds : ndarray, shape (...)
            Log odds of being unusual (``ErrorModel.unusual``), mean of both photos.

        Returns
        -------
        ndarray, shape (..., M)
        """
        design = change_design(independent, change, odds)
        return np.exp(np.einsum("...km,km->...m", design, self.change))


def change_design(
    independent: NDArray[np.float64], change: NDArray[np.float64], odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the log of a change's error is linear in, shape (..., 4, M); see ``PairWeights``."""
    moved = np.minimum(np.abs(change) / independent, _MOST_MOVED)
    of_all = np.broadcast_to(odds[..., None], independent.shape)
    return np.stack([np.ones_like(independent), np.log(independent), of_all, moved], axis=-2)


@cache
def pair_weights() -> PairWeights:
    """Weights that ship, read once."""
    return read_pair_weights(
        files("posture.body.estimate").joinpath("data/paired.npz").read_bytes()
    )


def read_pair_weights(data: bytes) -> PairWeights:
    """Weights from the bytes of their file."""
    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        array = {key: kept[key] for key in kept.files}
    sha256 = hashlib.sha256(data).hexdigest()
    return PairWeights(
        reading=PairedEstimate(array["usual"].astype(float), array["shares"].astype(float)),
        correction=Perceptron.of_arrays(array, "correction_"),
        single=array["single"].astype(float),
        change=array["change"].astype(float),
        alike=array["alike"].astype(float),
        meta=json.loads(str(array["meta"])),
        sha256=sha256,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two photos of one body, read together.

    Attributes
    ----------
    before, after : Body
        The same bodies; their detected points are those read with the other photo beside them.
    odds : ndarray, shape ()
        Log odds that they are unusual, mean of both.
    learnt : PairWeights
        With which they were read.
    """

    before: Body
    after: Body
    odds: NDArray[np.float64]
    learnt: PairWeights

    def sizes(
        self, independent: NDArray[np.float64], change: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """1-sigma error of the change of each measurement; see :meth:`PairWeights.sizes`."""
        return self.learnt.sizes(independent, change, self.odds)


def read_together(before: Body, after: Body) -> Pair | None:
    """Read two photos of one body, each with the other beside it.

    Parameters
    ----------
    before, after : Body
        As the estimator that ships gave them; a correction by another photo is undone.

    Returns
    -------
    Pair or None
        None where one of them has no features (a person who is cut by the picture) or those of
        another version of their definition.
    """
    if before.features is None or after.features is None:
        return None
    if {before.features.version, after.features.version} != {VERSION}:
        return None
    earlier, later = before.features.values, after.features.values
    learnt, both = pair_weights(), np.stack([earlier, later])
    return Pair(
        _beside(before, earlier, later, learnt),
        _beside(after, later, earlier, learnt),
        unusual(weights(), both).mean(),
        learnt,
    )


def unusual(alone: Weights, features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds of being unusual by what is seen in single photos (..., F), shape (...)."""
    nodes = alone.positions(features).reshape(*features.shape[:-1], -1)
    return alone.errors.unusual(alone.standardised(features), nodes)


def _beside(
    body: Body, own: NDArray[np.float64], other: NDArray[np.float64], learnt: PairWeights
) -> Body:
    """A body, with its own features and with those of the other photo beside it."""
    alone = weights()
    single = alone.positions(own)
    at = learnt.positions(alone, own, other)
    scale, shift = _fit(single, body.detected.positions)
    covariance = scale**2 * sized(alone, own, learnt.single)
    # What lies outside the picture stays unknown.
    lost = np.isnan(body.detected.positions)
    covariance[lost.ravel(), :] = np.nan
    covariance[:, lost.ravel()] = np.nan
    positions = np.where(lost, np.nan, scale * at + shift)
    return replace(
        body, detected=replace(body.detected, positions=positions, covariance=covariance)
    )


def sized(
    alone: Weights, features: NDArray[np.float64], log_factors: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Covariance of single estimates, stretched until every measurement's error has its factor.

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
    return stretched(covariance, slopes, now * np.exp(log_factors))


def _fit(
    nodes: NDArray[np.float64], seen: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Scale and shift that bring nodes to where the camera has them; shape (35, 2) each."""
    known = np.isfinite(seen).all(axis=1)
    a, b = nodes[known], seen[known]
    own, there = a - a.mean(axis=0), b - b.mean(axis=0)
    scale = float((own * there).sum() / (own * own).sum())
    return scale, b.mean(axis=0) - scale * a.mean(axis=0)
