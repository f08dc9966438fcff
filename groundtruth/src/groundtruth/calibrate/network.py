"""The network: a linear part and two hidden layers."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_CLIP = 4.0
_SHAPES = 28
"""Number of principal components; the rest is below half a millimetre."""

_BATCH = 50_000
"""Rows computed at once."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Training of a network.

    Attributes
    ----------
    hidden : tuple of int
    dropout : float
    decay : float
        Weight decay of the hidden layers.
    linear_decay : float
        Weight decay of the linear part.
    noise : float
        SD of the noise added to the standardised features.
    epochs, batch : int
    rate : float
    """

    hidden: tuple[int, ...] = (96, 48)
    dropout: float = 0.15
    decay: float = 0.02
    linear_decay: float = 0.05
    noise: float = 0.10
    epochs: int = 120
    batch: int = 64
    rate: float = 2e-3


class Network(torch.nn.Module):
    """As ``posture.body.estimate.perceptron.Perceptron`` computes it."""

    def __init__(self, features: int, outputs: int, recipe: Recipe) -> None:
        super().__init__()
        widths = [features, *recipe.hidden, outputs]
        layers = [torch.nn.Linear(a, b) for a, b in itertools.pairwise(widths)]
        torch.nn.init.zeros_(layers[-1].weight)
        self.layers = torch.nn.ModuleList(layers)
        self.skip = torch.nn.Linear(features, outputs)
        torch.nn.init.zeros_(self.skip.weight)
        torch.nn.init.zeros_(self.skip.bias)
        self.dropout = torch.nn.Dropout(recipe.dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Standardised features to standardised nodes."""
        h = x
        for i, layer in enumerate(self.layers):
            h = layer(h)
            if i < len(self.layers) - 1:
                h = self.dropout(torch.nn.functional.leaky_relu(h, 0.1))
        return self.skip(x) + h


@dataclass(frozen=True, slots=True, eq=False)
class Standardisation:
    """Means and scales of the features; mean and principal components of the targets.

    Attributes
    ----------
    feature_mean, feature_scale : ndarray, shape (F,)
    target_mean : ndarray, shape (70,)
    basis : ndarray, shape (K, 70)
        Principal components of the nodes, each one standard deviation long (statures). A network
        whose outputs are their scores gives a smooth back.
    """

    feature_mean: NDArray[np.float64]
    feature_scale: NDArray[np.float64]
    target_mean: NDArray[np.float64]
    basis: NDArray[np.float64]

    def features(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Standardise features; missing ones get the mean."""
        z = (features - self.feature_mean) / self.feature_scale
        return np.clip(np.where(np.isnan(z), 0.0, z), -_CLIP, _CLIP)


def standardisation(features: NDArray[np.float64], targets: NDArray[np.float64]) -> Standardisation:
    """Means, scales and principal components of a training set; targets (N, 35, 2)."""
    scale = np.nanstd(features, axis=0)
    mean, basis = shapes_of(targets)
    return Standardisation(
        np.nanmean(features, axis=0), np.where(scale > 1e-6, scale, 1.0), mean, basis
    )


def shapes_of(nodes: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and principal components of nodes (N, 35, 2), as stored in ``Standardisation``."""
    flat = nodes.reshape(len(nodes), -1)
    mean = flat.mean(axis=0)
    _, sizes, shapes = np.linalg.svd(flat - mean, full_matrices=False)
    return mean, shapes[:_SHAPES] * sizes[:_SHAPES, None] / np.sqrt(len(flat))


def train_network(
    x: torch.Tensor,
    outputs: int,
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    recipe: Recipe,
    seed: int,
) -> Network:
    """Train a network.

    Parameters
    ----------
    x : Tensor, shape (N, F)
        Standardised features.
    outputs : int
    loss : callable
        Loss of the outputs for some rows, given the indices of the rows.
    recipe : Recipe
    seed : int

    Returns
    -------
    Network
        In evaluation mode.
    """
    return train_on_inputs(lambda at: x[at], len(x), (x.shape[1], outputs), loss, recipe, seed)


def train_on_inputs(
    read: Callable[[torch.Tensor], torch.Tensor],
    count: int,
    widths: tuple[int, int],
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    recipe: Recipe,
    seed: int,
) -> Network:
    """Train a network whose inputs are computed for each batch.

    Parameters
    ----------
    read : callable
        Input of the network, given the indices of some examples.
    count : int
        Number of examples.
    widths : tuple of int
        Number of inputs and of outputs.
    loss : callable
        Loss of the outputs, given the indices of the examples.
    recipe : Recipe
    seed : int

    Returns
    -------
    Network
        In evaluation mode.
    """
    torch.manual_seed(seed)
    net = Network(*widths, recipe)
    groups = [
        {"params": list(net.layers.parameters()), "weight_decay": recipe.decay},
        {"params": list(net.skip.parameters()), "weight_decay": recipe.linear_decay},
    ]

    def noisy(at: torch.Tensor) -> torch.Tensor:
        seen = read(at)
        return loss(net(seen + recipe.noise * torch.randn_like(seen)), at)

    net.train()
    optimise(groups, noisy, count, recipe)
    net.eval()
    return net


class Schedule(Protocol):
    """Fields of a recipe that :func:`optimise` reads."""

    @property
    def epochs(self) -> int:
        """Passes over all rows."""
        ...

    @property
    def batch(self) -> int:
        """Rows in a batch."""
        ...

    @property
    def rate(self) -> float:
        """Maximum learning rate."""
        ...


def optimise(
    groups: list[dict[str, Any]],
    loss: Callable[[torch.Tensor], torch.Tensor],
    count: int,
    recipe: Schedule,
) -> None:
    """Train parameters in place on random batches of ``count`` rows.

    Parameters
    ----------
    groups : list of dict
        Parameter groups of the optimiser with their weight decay.
    loss : callable
        Loss of some rows, given their indices.
    count : int
    recipe : Schedule
    """
    optimiser = torch.optim.AdamW(groups, lr=recipe.rate)
    steps = recipe.epochs * max(1, count // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=steps + 1)
    for _ in range(steps):
        now = loss(torch.randint(count, (recipe.batch,)))
        optimiser.zero_grad()
        now.backward()
        optimiser.step()
        schedule.step()


def nodes_of(
    nets: Sequence[Network], made: Standardisation, x: torch.Tensor
) -> NDArray[np.float64]:
    """Mean of several networks from standardised features (N, F), shape (N, 35, 2)."""
    with torch.no_grad():
        # Hidden layers of a million rows would take gigabytes.
        parts = [torch.stack([net(part) for net in nets]).mean(dim=0) for part in x.split(_BATCH)]
    flat = torch.cat(parts).numpy().astype(float)
    return (flat @ made.basis + made.target_mean).reshape(len(x), -1, 2)
