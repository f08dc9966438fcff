"""A small network in plain NumPy: a linear part plus a few layers with Leaky ReLU."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_LEAK = 0.1

_STEPS = 127
"""Quantisation steps of the largest weight of a column (8 bits)."""


def leaky_relu(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Leaky ReLU, slope 0.1."""
    return np.where(values > 0, values, _LEAK * values)


@dataclass(frozen=True, slots=True, eq=False)
class Perceptron:
    """Weights of a network.

    Attributes
    ----------
    layers : tuple of (ndarray, ndarray)
        Weights (in, out) and bias (out,) of each layer; Leaky ReLU between them.
    skip : ndarray, shape (F, K)
        Weights of the linear part.
    mean : ndarray, shape (K,)
        Constant.
    """

    layers: tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]
    skip: NDArray[np.float64]
    mean: NDArray[np.float64]

    def __call__(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Apply the network to standardised features.

        Parameters
        ----------
        z : ndarray, shape (..., F)

        Returns
        -------
        ndarray, shape (..., K)
        """
        h = z
        for i, (weight, bias) in enumerate(self.layers):
            h = h @ weight + bias
            if i < len(self.layers) - 1:
                h = leaky_relu(h)
        return self.mean + z @ self.skip + h

    def arrays(self, prefix: str = "") -> dict[str, NDArray[Any]]:
        """Arrays to store; names begin with ``prefix``.

        Weights of hidden layers are quantised to 8 bits per column: half the size of half
        precision, at the price of a tenth of a degree in angles. The mean is in single precision,
        everything else in half precision.
        """
        kept: dict[str, NDArray[Any]] = {
            f"{prefix}mean": self.mean.astype(np.float32),
            f"{prefix}skip": self.skip.astype(np.float16),
        }
        for i, (weight, bias) in enumerate(self.layers):
            kept[f"{prefix}layer{i}_bias"] = bias.astype(np.float16)
            if i == len(self.layers) - 1:
                kept[f"{prefix}layer{i}_weight"] = weight.astype(np.float16)
                continue
            largest = np.abs(weight).max(axis=0)
            step = (np.where(largest > 0.0, largest, 1.0) / _STEPS).astype(np.float32)
            kept[f"{prefix}layer{i}_step"] = step
            kept[f"{prefix}layer{i}_weight"] = np.round(weight / step).astype(np.int8)
        return kept

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str = "") -> Perceptron:
        """Read the arrays of :meth:`arrays`.

        Raises
        ------
        KeyError
            An array is missing.
        """

        def real(key: str) -> NDArray[np.float64]:
            return arrays[prefix + key].astype(np.float64)

        count = sum(key.startswith(f"{prefix}layer") and key.endswith("_bias") for key in arrays)
        weights = [real(f"layer{i}_weight") for i in range(count)]
        for i in range(count - 1):
            weights[i] *= real(f"layer{i}_step")
        layers = ((weight, real(f"layer{i}_bias")) for i, weight in enumerate(weights))
        return cls(tuple(layers), real("skip"), real("mean"))
