"""Writes the weights file."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.network import ERROR_ARRAYS
from posture.body.estimate.perceptron import Perceptron

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from posture.body.estimate.corrections import CameraHead
    from posture.body.estimate.error_model import ErrorModel
    from posture.body.estimate.pair_weights import PairWeights
    from posture.body.estimate.regions import RegionModel

    from groundtruth.calibrate.network import Network, Standardisation
    from groundtruth.calibrate.rows import Rows


def export(
    made: Standardisation,
    nets: list[Network],
    errors: ErrorModel,
    regions: RegionModel,
    head: CameraHead,
    rows: Rows,
    meta: dict[str, Any],
) -> bytes:
    """Weights file; the mean of the networks is stored as one network in half precision."""
    array: dict[str, Any] = {
        "feature_mean": made.feature_mean.astype(np.float32),
        "feature_scale": made.feature_scale.astype(np.float32),
        **merged(nets, made.basis, made.target_mean).arrays("nodes_"),
        **error_arrays(errors),
        "regions_weights": regions.weights.astype(np.float16),
        "regions_sd": regions.sd.astype(np.float32),
        "regions_limits": regions.limits.astype(np.float32),
        "conditions": errors.conditions.astype(np.int16),
        "roll": np.int16(errors.roll),
        "depth_mean": rows.depths.mean(axis=0).astype(np.float32),
        "depth_sd": rows.depths.std(axis=0).astype(np.float32),
        **head.errors.arrays("camera_"),
        "camera_slopes": head.slopes.astype(np.float32),
        **camera_size_arrays(head),
        "meta": np.array(json.dumps(meta, sort_keys=True)),
    }
    return packed(array)


def error_arrays(errors: ErrorModel) -> dict[str, Any]:
    """Arrays of the error model in the file, except the indices of the features it reads."""
    return {key: getattr(errors, field).astype(np.float32) for key, field in ERROR_ARRAYS.items()}


def camera_size_arrays(head: CameraHead) -> dict[str, Any]:
    """Arrays of the remaining camera errors in the file."""
    return {
        "camera_roll_sd": head.roll_sd.astype(np.float32),
        "camera_sd": head.sd.astype(np.float32),
        "camera_widening": head.widening.astype(np.float32),
    }


def packed(array: dict[str, Any]) -> bytes:
    """Compressed archive of arrays."""
    stream = io.BytesIO()
    np.savez_compressed(stream, **array)
    return stream.getvalue()


def merged(
    nets: Sequence[Network], basis: NDArray[np.float64], mean: NDArray[np.float64]
) -> Perceptron:
    """Merge networks into one that computes their mean, in NumPy.

    Parameters
    ----------
    nets : sequence of Network
        Of the same shape.
    basis : ndarray, shape (K, L)
        Vector of each output component.
    mean : ndarray, shape (L,)
        Added to the output.

    Returns
    -------
    Perceptron
        Its output has length L.
    """
    skip = np.mean([_numpy(net.skip.weight).T for net in nets], axis=0) @ basis
    bias = np.mean([_numpy(net.skip.bias) for net in nets], axis=0) @ basis
    return Perceptron(tuple(_side_by_side(nets, basis)), skip, mean + bias)


def _side_by_side(
    nets: Sequence[Network], basis: NDArray[np.float64]
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Block-diagonal layers of a network that computes the mean of all."""
    found: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    depth = len(nets[0].layers)
    for i in range(depth):
        weights = [_numpy(net.layers[i].weight).T for net in nets]
        biases = [_numpy(net.layers[i].bias) for net in nets]
        if i == depth - 1:
            last = np.concatenate(weights, axis=0) @ basis / len(nets)
            found.append((last, np.mean(biases, axis=0) @ basis))
        elif i == 0:
            found.append((np.concatenate(weights, axis=1), np.concatenate(biases)))
        else:
            rows, columns = (sum(w.shape[k] for w in weights) for k in (0, 1))
            block = np.zeros((rows, columns))
            r = c = 0
            for w in weights:
                block[r : r + w.shape[0], c : c + w.shape[1]] = w
                r, c = r + w.shape[0], c + w.shape[1]
            found.append((block, np.concatenate(biases)))
    return found


def _numpy(tensor: Any) -> NDArray[np.float64]:
    return tensor.detach().numpy().astype(float)


def export_pairs(learnt: PairWeights) -> bytes:
    """Weights file of the network for two photos."""
    return packed(
        {
            "usual": learnt.inputs.usual.astype(np.float32),
            "shares": learnt.inputs.shares.astype(np.float32),
            **learnt.correction.arrays("correction_"),
            "single": learnt.single.astype(np.float32),
            "change": learnt.change.astype(np.float32),
            "alike": learnt.correlation.astype(np.float32),
            "meta": np.array(json.dumps(learnt.meta, sort_keys=True)),
        }
    )
