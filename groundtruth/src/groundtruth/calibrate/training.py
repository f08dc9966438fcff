"""What a network is trained on, and what its errors cost: degrees first, then places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from groundtruth.calibrate.network import descend
from groundtruth.calibrate.sensitivity import sensitivity
from groundtruth.processes import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.calibrate.gather import Rows
    from groundtruth.calibrate.network import Network, Recipe, Standard

_POINT_SCALE = 0.008
"""Error of a node (statures) that weighs as much as one typical error of a measurement."""

_METRIC_SCALE = np.array([3, 4, 0.7, 8, 0.7, 0.8, 6, 2.5, 6, 2.5, 6, 4.5, 1.5, 2.5, 3, 1.2, 0.8])
"""Typical error of each metric, in its unit, in the order of ``METRICS``."""

_AT_ONCE = 10_000
"""Rows whose derivatives are held at once: 100 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """What a network is trained on: standardised, as tensors."""

    x: torch.Tensor
    y: torch.Tensor
    jacobian: torch.Tensor
    nodes: torch.Tensor
    weight: torch.Tensor


def prepare(made: Standard, rows: Rows, weight: float) -> Data:
    """Tensors of a set, every row of one weight."""
    wanted = aims(rows, rows.targets, made.target_mean, made.basis)
    x = torch.tensor(made.features(rows.features), dtype=torch.float32)
    return Data(x, *wanted, torch.full((len(x),), weight))


def aims(
    rows: Rows, nodes: NDArray[np.float64], mean: NDArray[np.float64], basis: NDArray[np.float64]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """What a network is to answer for some rows, and what its errors do: ``Data`` but for ``x``.

    Parameters
    ----------
    rows : Rows
        Their true nodes say how measurements move with the answer.
    nodes : ndarray, shape (N, 35, 2)
        What is to be answered: true nodes, or what an estimate lacks of them.
    mean : ndarray, shape (70,)
    basis : ndarray, shape (K, 70)
        As :func:`shapes_of` gives them.
    """
    # What the shapes cannot reach is not the network's fault: the target is its projection.
    shares = (nodes.reshape(len(nodes), -1) - mean) @ np.linalg.pinv(basis)
    return (
        torch.tensor(shares, dtype=torch.float32),
        torch.tensor(_slopes(rows.targets + rows.origin[:, None, :], basis)),
        torch.tensor(basis / _POINT_SCALE, dtype=torch.float32),
    )


def _slopes(positions: NDArray[np.float64], basis: NDArray[np.float64]) -> NDArray[np.float32]:
    """How measurements move with the answer, in typical errors, shape (N, 17, K)."""
    out = np.empty((len(positions), len(_METRIC_SCALE), len(basis)), np.float32)
    # Derivatives by every coordinate take ten times the room of what is kept of them.
    for first in range(0, len(positions), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        slope = sensitivity(positions[part]) / _METRIC_SCALE[:, None]
        # A fleche's derivative jumps where another node becomes the rearmost: bounded, not trusted.
        out[part] = np.clip(np.nan_to_num(slope), -400, 400) @ basis.T
    return out


def joined(a: Data, b: Data) -> Data:
    """Both sets in one; their shapes are the same."""
    return Data(
        torch.cat([a.x, b.x]),
        torch.cat([a.y, b.y]),
        torch.cat([a.jacobian, b.jacobian]),
        a.nodes,
        torch.cat([a.weight, b.weight]),
    )


def taken(data: Data, at: NDArray[np.intp]) -> Data:
    """Some of the rows of a set."""
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

    Large errors count less than their square: one odd picture must not bend the rest.
    """
    none = torch.zeros_like(errors)
    return torch.nn.functional.huber_loss(errors, none, reduction="none", delta=3.0).mean(dim=1)


def loss_of_nodes(found: torch.Tensor, data: Data, at: torch.Tensor) -> torch.Tensor:
    """Mean square over the nodes, a quarter as heavy as measurements, shape (B,)."""
    return 0.25 * (((found - data.y[at]) @ data.nodes) ** 2).mean(dim=1)


def train_each(data: Sequence[Data], recipe: Recipe, seeds: Sequence[int]) -> list[Network]:
    """Train networks side by side, one core each, so that no answer depends on how many there are.

    Parameters
    ----------
    data : sequence of Data
    recipe : Recipe
    seeds : sequence of int
        Of each network.

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
    return descend(data.x, data.y.shape[1], lambda y, at: loss_of(y, data, at), recipe, seed)
