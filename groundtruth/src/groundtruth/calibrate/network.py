"""The network that is learnt: a linear part and two hidden layers."""

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
"""Shapes kept; what is left out is below half a millimetre."""

_AT_ONCE = 50_000
"""Rows that are answered at once."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is trained.

    Attributes
    ----------
    hidden : tuple of int
    dropout : float
    decay : float
        Of the hidden layers' weights.
    linear_decay : float
        Of the linear part's.
    noise : float
        Added to the standardised features.
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
class Standard:
    """Means and scales of the features; mean and leading shapes of the targets.

    Attributes
    ----------
    feature_mean, feature_scale : ndarray, shape (F,)
    target_mean : ndarray, shape (70,)
    basis : ndarray, shape (K, 70)
        Shapes in which people's nodes differ, each one standard deviation long (statures). A
        network that answers in them cannot make a jagged back.
    """

    feature_mean: NDArray[np.float64]
    feature_scale: NDArray[np.float64]
    target_mean: NDArray[np.float64]
    basis: NDArray[np.float64]

    def features(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Standard deviations, unseen ones at the mean."""
        z = (features - self.feature_mean) / self.feature_scale
        return np.clip(np.where(np.isnan(z), 0.0, z), -_CLIP, _CLIP)


def standard(features: NDArray[np.float64], targets: NDArray[np.float64]) -> Standard:
    """Means, scales and shapes of a training set; targets (N, 35, 2)."""
    scale = np.nanstd(features, axis=0)
    mean, basis = shapes_of(targets)
    return Standard(np.nanmean(features, axis=0), np.where(scale > 1e-6, scale, 1.0), mean, basis)


def shapes_of(nodes: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and leading shapes of nodes (N, 35, 2), as ``Standard`` has them of its targets."""
    flat = nodes.reshape(len(nodes), -1)
    mean = flat.mean(axis=0)
    _, sizes, shapes = np.linalg.svd(flat - mean, full_matrices=False)
    return mean, shapes[:_SHAPES] * sizes[:_SHAPES, None] / np.sqrt(len(flat))


def descend(
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
        Loss of the answers to some rows, given those rows' numbers.
    recipe : Recipe
    seed : int

    Returns
    -------
    Network
        In evaluation mode.
    """
    return descend_reading(lambda at: x[at], len(x), (x.shape[1], outputs), loss, recipe, seed)


def descend_reading(
    read: Callable[[torch.Tensor], torch.Tensor],
    count: int,
    widths: tuple[int, int],
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    recipe: Recipe,
    seed: int,
) -> Network:
    """Train a network whose inputs are put together as they are needed.

    Parameters
    ----------
    read : callable
        What the network reads, given the numbers of some examples.
    count : int
        Examples.
    widths : tuple of int
        Of what is read, and of the answer.
    loss : callable
        Loss of the answers, given the numbers of the examples.
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
    anneal(groups, noisy, count, recipe)
    net.eval()
    return net


class Schedule(Protocol):
    """What of a recipe says how long and how fast to learn."""

    @property
    def epochs(self) -> int:
        """How often every row is seen."""
        ...

    @property
    def batch(self) -> int:
        """Rows of one step."""
        ...

    @property
    def rate(self) -> float:
        """Largest step."""
        ...


def anneal(
    groups: list[dict[str, Any]],
    loss: Callable[[torch.Tensor], torch.Tensor],
    count: int,
    recipe: Schedule,
) -> None:
    """Train parameters in place on random batches of ``count`` rows.

    Parameters
    ----------
    groups : list of dict
        Parameters with their decay, as an optimiser takes them.
    loss : callable
        Loss of some rows, given their numbers.
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


def predict(
    nets: Sequence[Network], made: Standard, features: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean of several networks, shape (N, 35, 2)."""
    return nodes_of(nets, made, torch.tensor(made.features(features), dtype=torch.float32))


def nodes_of(nets: Sequence[Network], made: Standard, x: torch.Tensor) -> NDArray[np.float64]:
    """The same from standardised features (N, F)."""
    with torch.no_grad():
        # Hidden layers of a million rows would take gigabytes.
        parts = [torch.stack([net(part) for net in nets]).mean(dim=0) for part in x.split(_AT_ONCE)]
    flat = torch.cat(parts).numpy().astype(float)
    return (flat @ made.basis + made.target_mean).reshape(len(x), -1, 2)
