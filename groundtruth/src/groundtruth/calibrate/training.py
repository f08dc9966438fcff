"""Training data and loss: errors of measurements, then errors of nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from groundtruth.calibrate.network import train_network
from groundtruth.calibrate.sensitivity import sensitivity
from groundtruth.processes import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.calibrate.network import Network, Recipe, Standardisation
    from groundtruth.calibrate.rows import Rows

_POINT_SCALE = 0.008
"""Error of a node (statures) with the same weight as one typical error of a measurement."""

_METRIC_SCALE = np.array([3, 4, 0.7, 8, 0.7, 0.8, 6, 2.5, 6, 2.5, 6, 4.5, 1.5, 2.5, 3, 1.2, 0.8])
"""Typical error of each metric, in its unit, in the order of ``METRICS``."""

_BATCH = 10_000
"""Rows whose derivatives are computed at once (100 MB)."""


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Standardised training data, as tensors."""

    x: torch.Tensor
    y: torch.Tensor
    jacobian: torch.Tensor
    nodes: torch.Tensor
    weight: torch.Tensor


def prepare(made: Standardisation, rows: Rows, weight: float) -> Data:
    """Tensors of a set; all rows have the same weight."""
    wanted = training_targets(rows, rows.targets, made.target_mean, made.basis)
    x = torch.tensor(made.features(rows.features), dtype=torch.float32)
    return Data(x, *wanted, torch.full((len(x),), weight))


def training_targets(
    rows: Rows, nodes: NDArray[np.float64], mean: NDArray[np.float64], basis: NDArray[np.float64]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Targets of some rows and derivatives of the measurements: ``Data`` without ``x``.

    Parameters
    ----------
    rows : Rows
        Their true nodes give the derivatives.
    nodes : ndarray, shape (N, 35, 2)
        Targets: true nodes, or true nodes less estimates.
    mean : ndarray, shape (70,)
    basis : ndarray, shape (K, 70)
        As :func:`shapes_of` gives them.
    """
    # The target is the projection on the principal components.
    shares = (nodes.reshape(len(nodes), -1) - mean) @ np.linalg.pinv(basis)
    return (
        torch.tensor(shares, dtype=torch.float32),
        torch.tensor(_slopes(rows.targets + rows.origin[:, None, :], basis)),
        torch.tensor(basis / _POINT_SCALE, dtype=torch.float32),
    )


def _slopes(positions: NDArray[np.float64], basis: NDArray[np.float64]) -> NDArray[np.float32]:
    """Derivatives of the measurements with respect to the output, in typical errors, (N, 17, K)."""
    out = np.empty((len(positions), len(_METRIC_SCALE), len(basis)), np.float32)
    # Derivatives by every coordinate take ten times the memory of the result.
    for first in range(0, len(positions), _BATCH):
        part = slice(first, first + _BATCH)
        slope = sensitivity(positions[part]) / _METRIC_SCALE[:, None]
        # The derivative of a fleche jumps where another node becomes the rearmost; it is limited.
        out[part] = np.clip(np.nan_to_num(slope), -400, 400) @ basis.T
    return out


def joined(a: Data, b: Data) -> Data:
    """Concatenate two sets with the same principal components."""
    return Data(
        torch.cat([a.x, b.x]),
        torch.cat([a.y, b.y]),
        torch.cat([a.jacobian, b.jacobian]),
        a.nodes,
        torch.cat([a.weight, b.weight]),
    )


def taken(data: Data, at: NDArray[np.intp]) -> Data:
    """Select rows of a set."""
    which = torch.tensor(at)
    return Data(data.x[which], data.y[which], data.jacobian[which], data.nodes, data.weight[which])


def loss_of(found: torch.Tensor, data: Data, at: torch.Tensor) -> torch.Tensor:
    """Squared errors of measurements and of nodes, in typical errors."""
    total = loss_of_measurements(measured(found, data, at)) + loss_of_nodes(found, data, at)
    return (total * data.weight[at]).sum() / data.weight[at].sum()


def measured(found: torch.Tensor, data: Data, at: torch.Tensor) -> torch.Tensor:
    """Errors of the measurements, in typical errors, shape (B, 17)."""
    return torch.einsum("bmk,bk->bm", data.jacobian[at], found - data.y[at])


def loss_of_measurements(errors: torch.Tensor) -> torch.Tensor:
    """Mean over the measurements, shape (B,).

    Huber loss, robust against outliers.
    """
    none = torch.zeros_like(errors)
    return torch.nn.functional.huber_loss(errors, none, reduction="none", delta=3.0).mean(dim=1)


def loss_of_nodes(found: torch.Tensor, data: Data, at: torch.Tensor) -> torch.Tensor:
    """Mean square over the nodes, weighted by a quarter, shape (B,)."""
    return 0.25 * (((found - data.y[at]) @ data.nodes) ** 2).mean(dim=1)


def train_each(data: Sequence[Data], recipe: Recipe, seeds: Sequence[int]) -> list[Network]:
    """Train networks in parallel, one core each, so that results do not depend on their number.

    Parameters
    ----------
    data : sequence of Data
    recipe : Recipe
    seeds : sequence of int
        Seed of each network.

    Returns
    -------
    list of Network
        In evaluation mode.
    """
    return side_by_side(train, data, [recipe] * len(data), seeds)


def train(data: Data, recipe: Recipe, seed: int) -> Network:
    """Train a network on nodes and measurements.

    Parameters
    ----------
    data : Data
    recipe : Recipe
    seed : int

    Returns
    -------
    Network
        In evaluation mode.
    """
    return train_network(data.x, data.y.shape[1], lambda y, at: loss_of(y, data, at), recipe, seed)
