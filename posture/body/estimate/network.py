"""Calibrated estimator: a small network from features to the points, with their errors.

The weights were learnt on rendered people whose true points are known, through the same detector;
``data/calibrated.npz`` holds them with the seed and the hash of the data. The covariance is that of
the errors on people outside the training set, scaled by cloth, hair, yaw and size in the picture.

What the picture cuts off is unknown to the network; pictures cut at all heights were in the
training set, so that one network answers for every framing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.body.body import Widening
from posture.body.camera.roll import HAND_HELD_SD_DEG
from posture.body.estimate.corrections import CameraHead, carried, with_excess, with_yaw
from posture.body.estimate.cut_pictures import cut_pictures, shift_of
from posture.body.estimate.error_model import ErrorModel
from posture.body.estimate.estimator import Estimate
from posture.body.estimate.face import face
from posture.body.estimate.features import extract, names
from posture.body.estimate.heights import heights
from posture.body.estimate.perceptron import Perceptron
from posture.body.estimate.real_people import real_people
from posture.body.estimate.regions import (
    FACE_HIDDEN,
    HAIR_OVER_NECK,
    NECK_HIDDEN,
    REGIONS,
    TOUCHED,
    RegionModel,
    factors_of_nodes,
    touched_regions,
    widen,
)
from posture.body.points import NODES
from posture.errors import InstallationError
from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from posture.body.estimate.estimator import Evidence, Region

_CLIP = 4.0
"""Standardised features are limited to so many standard deviations."""

_SAME_NAME = ("root", "widening", "mean", "slope", "usual", "log_size", "hidden", "odds")
ERROR_ARRAYS = {
    **{name: name for name in (*_SAME_NAME, "odds_at", "roll_at", "by_roll")},
    "bent": "hidden_out",
    "leaning": "by_odds",
}
"""Arrays of the error model in the weights file, and its fields; ``conditions`` and ``roll`` are
read apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Weights of the network, of its error model and of the correction of the camera.

    Attributes
    ----------
    feature_mean, feature_scale : ndarray, shape (F,)
    nodes : Perceptron
        From standardised features to the nodes, relative to the middle of the hips.
    errors : ErrorModel
        Covariance of the nodes.
    regions : RegionModel
        What in a region does not go with the rest of the body.
    depth_mean, depth_sd : ndarray, shape (35,)
    camera : CameraHead
        Corrections of the camera model.
    meta : dict
        Name, seed, data hash, counts.
    sha256 : str
    """

    feature_mean: NDArray[np.float64]
    feature_scale: NDArray[np.float64]
    nodes: Perceptron
    errors: ErrorModel
    regions: RegionModel
    depth_mean: NDArray[np.float64]
    depth_sd: NDArray[np.float64]
    camera: CameraHead
    meta: dict[str, Any]
    sha256: str

    def standardised(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Features in standard deviations, unknown ones at their mean; shape (..., F)."""
        z = (features - self.feature_mean) / self.feature_scale
        return np.clip(np.where(np.isnan(z), 0.0, z), -_CLIP, _CLIP)

    def positions(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Nodes relative to the middle of the hips.

        Parameters
        ----------
        features : ndarray, shape (..., F)

        Returns
        -------
        ndarray, shape (..., 35, 2)
        """
        flat = self.nodes(self.standardised(features))
        return flat.reshape(*flat.shape[:-1], len(NODES), 2)


@cache
def weights() -> Weights:
    """The weights in the package, read once."""
    data = files("posture.body.estimate").joinpath("data/calibrated.npz").read_bytes()
    return read_weights(data)


def read_weights(data: bytes) -> Weights:
    """Weights from the bytes of their file."""
    import io

    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        array = {key: kept[key] for key in kept.files}

    def real(key: str) -> NDArray[np.float64]:
        return array[key].astype(np.float64)

    return Weights(
        feature_mean=real("feature_mean"),
        feature_scale=real("feature_scale"),
        nodes=Perceptron.of_arrays(array, "nodes_"),
        errors=ErrorModel(
            conditions=array["conditions"].astype(np.intp),
            roll=int(array["roll"]),
            **{field: real(key) for key, field in ERROR_ARRAYS.items()},
        ),
        regions=RegionModel(*(real(f"regions_{name}") for name in ("weights", "sd", "limits"))),
        depth_mean=real("depth_mean"),
        depth_sd=real("depth_sd"),
        camera=CameraHead(
            Perceptron.of_arrays(array, "camera_"),
            real("camera_roll_sd"),
            real("camera_sd"),
            real("camera_widening"),
            real("camera_slopes"),
        ),
        meta=json.loads(str(array["meta"])),
        sha256=hashlib.sha256(data).hexdigest(),
    )


class NetworkEstimator:
    """The network that answers for every framing.

    Parameters
    ----------
    learnt : Weights, optional
        Default: the weights in the package.
    read_face : bool
        Weigh ear and eye of the face detector with the answer of the network.

    Raises
    ------
    InstallationError
        The weights are for other features than this program computes.
    """

    def __init__(self, learnt: Weights | None = None, *, read_face: bool = True) -> None:
        self._weights = learnt or weights()
        self._read_face = read_face
        reads, computes = len(self._weights.feature_mean), len(names())
        if reads != computes:
            raise InstallationError(
                tr(
                    "The weights that are installed read {reads} features, but this version of the "
                    "program computes {computes}: install the package again."
                ).format(reads=reads, computes=computes)
            )

    @property
    def name(self) -> str:
        """Name of the weights."""
        return str(self._weights.meta["name"])

    @property
    def sha256(self) -> str:
        """Hash of the weights' file."""
        return self._weights.sha256

    def depths(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and standard deviation of the depths in the training set."""
        return self._weights.depth_mean, self._weights.depth_sd

    def estimate(self, evidence: Evidence) -> Estimate:
        """Estimate all nodes.

        Parameters
        ----------
        evidence : Evidence

        Returns
        -------
        Estimate
            The covariance includes the errors of the camera, because the training set has them.
        """
        found = extract(evidence)
        learnt = self._weights
        standardised = learnt.standardised(found.values)
        nodes = learnt.positions(found.values)
        camera, errors = learnt.camera.corrected(
            evidence.camera,
            standardised,
            learnt.errors.camera_conditions(standardised, nodes.ravel()),
            lens_known=evidence.lens_known,
            roll=evidence.roll,
        )
        hidden = self._hidden(evidence, standardised, np.isfinite(found.values))
        factors = _largest(hidden, _covered(evidence))
        by_node = factors_of_nodes(factors)
        covariance = widen(learnt.errors.covariance(standardised, nodes.ravel()), by_node)
        positions, scale = carried(nodes + found.origin, learnt.depth_mean, evidence.camera, camera)
        head_seen = hidden.keys().isdisjoint(("head", "neck"))
        real = real_people().share(standardised, found.values, head_seen=head_seen)
        moved, doubt = real_people().moves(real, found.values)
        ending = cut_pictures().at(found.values)
        positions = positions + scale * (moved + shift_of(ending))
        covariance = scale**2 * (covariance + np.diag(doubt.ravel()))
        # Points keep their places in the body's axes: what is measured stays.
        camera = replace(camera, yaw_deg=camera.yaw_deg - ending.yaw_deg)
        shared = learnt.camera.shared(camera, errors, positions, learnt.depth_mean)
        shared, errors = with_yaw(shared, errors, ending.yaw_sd_deg)
        excess = max(0.0, evidence.roll.sd_deg**2 - HAND_HELD_SD_DEG**2) ** 0.5
        if excess > 0:
            turn = errors.turn(camera, positions, learnt.depth_mean)
            covariance, shared, errors = with_excess(covariance, shared, errors, turn, excess)
        plain = head_seen and excess == 0 and (by_node == 1.0).all()
        estimate = Estimate(
            positions,
            covariance,
            camera,
            errors,
            shared,
            found.values,
            tuple(hidden),
            None if plain else Widening(by_node, excess, hides_head=not head_seen),
        )
        seen = evidence.face if self._read_face else None
        if seen is not None:
            estimate = face().weigh(estimate, seen, learnt.depth_mean, real)
        return heights().raised(estimate, seen, learnt.depth_mean, real)

    def _hidden(
        self, evidence: Evidence, standardised: NDArray[np.float64], known: NDArray[np.bool_]
    ) -> dict[Region, float]:
        """Regions that something hides, with the factor on their errors."""
        factors = self._weights.regions.factors(standardised, known)
        hidden: dict[Region, float] = {
            r: float(f) for r, f in zip(REGIONS, factors, strict=True) if f > 1.0
        }
        if evidence.face_hidden:
            hidden["head"] = max(hidden.get("head", 1.0), FACE_HIDDEN)
        if evidence.neck_hidden:
            hidden["neck"] = max(hidden.get("neck", 1.0), NECK_HIDDEN)
        return hidden


def _covered(evidence: Evidence) -> dict[Region, float]:
    """Regions that something lies over or against, with the factor on their errors."""
    covered: dict[Region, float] = dict.fromkeys(touched_regions(evidence.touching), TOUCHED)
    if evidence.hair:
        covered["neck"] = max(covered.get("neck", 1.0), HAIR_OVER_NECK)
    return covered


def _largest(one: Mapping[Region, float], other: Mapping[Region, float]) -> dict[Region, float]:
    """The larger factor of each region."""
    return {r: max(one.get(r, 1.0), other.get(r, 1.0)) for r in REGIONS}
