"""Calibrated estimator: a small network from what is seen to the points, with their errors.

The weights were learnt on rendered people whose true points are known, through the same detector
(``groundtruth/``); ``data/calibrated.npz`` holds them with the seed and the hash of the data. The
covariance is that of the errors on people who were not learnt from, widened or narrowed by what is
seen: cloth, hair, the turn of the body, the size in the picture.

A person who is not wholly in the picture is left to the anthropometric estimator: nothing was
learnt on cut pictures.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.body.body import NODES
from posture.body.camera.corrections import CameraHead, carried
from posture.body.estimate.error_model import ErrorModel
from posture.body.estimate.estimator import AnthropometricEstimator, Estimate
from posture.body.estimate.features import extract
from posture.body.estimate.perceptron import Perceptron

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.estimate.estimator import Evidence

_CLIP = 4.0
"""Standard deviations beyond which a feature is taken for this much: nothing was learnt there."""

ERROR_ARRAYS = (
    *("root", "widening", "mean", "slope", "usual"),
    *("log_size", "hidden", "bent", "odds", "odds_at", "leaning", "roll_at", "by_roll"),
)
"""Arrays of the error model, beside ``conditions`` and ``roll``."""

_MOST_MISSING = 0.1
"""Share of features that may be unseen before the network's answer is not worth having."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What was learnt.

    Attributes
    ----------
    feature_mean, feature_scale : ndarray, shape (F,)
    nodes : Perceptron
        From standardised features to the nodes, counted from the middle of the hips.
    errors : ErrorModel
        How far the nodes are off.
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
    depth_mean: NDArray[np.float64]
    depth_sd: NDArray[np.float64]
    camera: CameraHead
    meta: dict[str, Any]
    sha256: str

    def standardised(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Features in standard deviations, unseen ones at their mean; shape (..., F)."""
        z = (features - self.feature_mean) / self.feature_scale
        return np.clip(np.where(np.isnan(z), 0.0, z), -_CLIP, _CLIP)

    def positions(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Nodes counted from the middle of the hips.

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
    """Weights that ship, read once."""
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
            **{name: real(name) for name in ERROR_ARRAYS},
        ),
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
    """The network; behind it the anthropometric estimator for people who are cut by the picture."""

    def __init__(self, learnt: Weights | None = None) -> None:
        self._weights = learnt or weights()
        self._cut = AnthropometricEstimator()

    @property
    def name(self) -> str:
        """Name of the weights."""
        return str(self._weights.meta["name"])

    @property
    def sha256(self) -> str:
        """Hash of the weights' file."""
        return self._weights.sha256

    def depths(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and spread of the learnt people's depths."""
        return self._weights.depth_mean, self._weights.depth_sd

    def estimate(self, evidence: Evidence) -> Estimate:
        """Estimate all nodes.

        Parameters
        ----------
        evidence : Evidence

        Returns
        -------
        Estimate
            ``complete``: the errors of the camera are in the covariance, because the people learnt
            from were photographed with the same errors.
        """
        found = extract(evidence)
        if not evidence.whole or np.isnan(found.values).mean() > _MOST_MISSING:
            return self._cut.estimate(evidence)
        learnt = self._weights
        standardised = learnt.standardised(found.values)
        nodes = learnt.positions(found.values)
        camera, errors = learnt.camera.corrected(
            evidence.camera,
            standardised,
            learnt.errors.circumstances(standardised, nodes.ravel()),
            lens_known=evidence.lens_known,
            roll=evidence.roll,
        )
        covariance = learnt.errors.covariance(standardised, nodes.ravel())
        positions, scale = carried(nodes + found.origin, learnt.depth_mean, evidence.camera, camera)
        covariance = scale**2 * covariance
        shared = learnt.camera.shared(camera, errors, positions, learnt.depth_mean)
        return Estimate(positions, covariance, True, camera, errors, shared, found.values)
