"""Estimates two photos of one body jointly.

Both photos show the same body. What loose cloth or an arm hides in one of them may be visible in
the other, and the body's own shape must not look like a change. So a second network, learnt from
pairs of photos, takes the features of both and the estimate of each alone, and corrects the
estimate of one of them.

The errors of two such estimates are correlated and differ from those of single photos. Their size,
and that of a change, was learnt from people outside the training sets of both networks.
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

from posture.body.estimate.corrections import scale_and_shift
from posture.body.estimate.cut_pictures import cut_pictures, shift_of
from posture.body.estimate.error_model import match_errors
from posture.body.estimate.face import ROWS
from posture.body.estimate.features import VERSION
from posture.body.estimate.network import weights
from posture.body.estimate.perceptron import Perceptron
from posture.body.estimate.real_people import real_people
from posture.body.estimate.regions import widen
from posture.body.points import set_unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.body import Body
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


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two photos of one body, estimated jointly.

    Attributes
    ----------
    before, after : Body
        The same bodies with jointly estimated points.
    as_learnt : tuple of Body
        Both without what widens the errors of their own photos.
    odds : ndarray, shape ()
        Novelty log odds, mean of both.
    learnt : PairWeights
    """

    before: Body
    after: Body
    as_learnt: tuple[Body, Body]
    odds: NDArray[np.float64]
    learnt: PairWeights

    def sizes(
        self, independent: NDArray[np.float64], change: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """1-sigma error of the change of each measurement; see :meth:`PairWeights.sizes`.

        ``independent`` is that of the bodies as they were learnt from.
        """
        return self.learnt.sizes(independent, change, self.odds)


def read_jointly(before: Body, after: Body) -> Pair | None:
    """Estimate two photos of one body jointly.

    Parameters
    ----------
    before, after : Body
        As the package's estimator gave them; a correction by another photo is undone.

    Returns
    -------
    Pair or None
        None where one of them was stored without features or with those of another version of
        their definition.
    """
    if before.features is None or after.features is None:
        return None
    if {before.features.version, after.features.version} != {VERSION}:
        return None
    earlier, later = before.features.values, after.features.values
    learnt, both = pair_weights(), np.stack([earlier, later])
    first = _corrected(before, earlier, later, learnt)
    second = _corrected(after, later, earlier, learnt)
    return Pair(
        _widened(first),
        _widened(second),
        (first, second),
        novelty_log_odds(weights(), both).mean(),
        learnt,
    )


def novelty_log_odds(alone: Weights, features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Novelty log odds of single photos from their features (..., F), shape (...)."""
    nodes = alone.positions(features).reshape(*features.shape[:-1], -1)
    return alone.errors.novelty_log_odds(alone.standardised(features), nodes)


def _corrected(
    body: Body, own: NDArray[np.float64], other: NDArray[np.float64], learnt: PairWeights
) -> Body:
    """The body with the joint estimate in place of the single one."""
    alone = weights()
    # How far a person's points are from rendered ones is the same in both photos: its variance is
    # no part of a change.
    head_seen = body.widening is None or not body.widening.hides_head
    real = real_people().share(alone.standardised(own), own, head_seen=head_seen)
    moved, _ = real_people().moves(real, own)
    moved = moved + shift_of(cut_pictures().at(own))
    single = alone.positions(own) + moved
    at = learnt.positions(alone, own, other) + moved
    scale, shift = _fit(single, body.detected.positions)
    # What the face detector knows of the head is no part of the features.
    by_face = np.zeros_like(at)
    by_face[ROWS] = body.detected.positions[ROWS] - (scale * single[ROWS] + shift)
    covariance = scale**2 * scaled_covariance(alone, own, learnt.single)
    # Points outside the picture stay unknown.
    lost = np.isnan(body.detected.positions)
    set_unknown(covariance, lost[:, 0])
    positions = np.where(lost, np.nan, scale * at + shift + by_face)
    return replace(
        body, detected=replace(body.detected, positions=positions, covariance=covariance)
    )


def _widened(body: Body) -> Body:
    """The body with the errors that its photo has beyond what was learnt."""
    more = body.widening
    if more is None:
        return body
    found = body.detected
    turn = more.roll_deg * body.camera_errors.turn(body.camera, found.positions, body.depths)
    covariance = widen(found.covariance, more.nodes) + np.outer(turn, turn)
    return replace(body, detected=replace(found, covariance=covariance))


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


def _fit(
    nodes: NDArray[np.float64], seen: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Scale and shift from nodes to their places in body axes; shape (35, 2) each.

    Tragus and canthus tell nothing of them: the face detector has moved them.
    """
    known = np.flatnonzero(np.isfinite(seen).all(axis=1))
    known = np.setdiff1d(known, ROWS)
    return scale_and_shift(nodes[known], seen[known])
