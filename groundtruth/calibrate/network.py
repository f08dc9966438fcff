"""The network that is learnt: a linear part and two hidden layers, trained on degrees."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch

from groundtruth.calibrate.sensitivity import sensitivity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from groundtruth.calibrate.gather import Rows

_CLIP = 4.0
_SHAPES = 28
"""Shapes kept; what is left out is below half a millimetre."""

_POINT_SCALE = 0.008
"""Error of a node (statures) that weighs as much as one typical error of a measurement."""

_METRIC_SCALE = np.array([3, 4, 0.7, 8, 0.7, 0.8, 6, 2.5, 6, 2.5, 6, 4.5, 1.5, 2.5, 3, 1.2, 0.8])
"""Typical error of each metric, in its unit, in the order of ``METRICS``."""


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
    """As ``posture.body.perceptron.Perceptron`` computes it."""

    def __init__(self, features: int, outputs: int, recipe: Recipe) -> None:
        super().__init__()
        widths = [features, *recipe.hidden, outputs]
        self.layers = torch.nn.ModuleList(
            torch.nn.Linear(a, b) for a, b in itertools.pairwise(widths)
        )
        torch.nn.init.zeros_(self.layers[-1].weight)
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
class Data:
    """What a network is trained on: standardised, as tensors."""

    x: torch.Tensor
    y: torch.Tensor
    jacobian: torch.Tensor
    nodes: torch.Tensor
    weight: torch.Tensor


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
    slope = sensitivity(rows.targets + rows.origin[:, None, :]) / _METRIC_SCALE[:, None]
    # A fleche's derivative jumps where another node becomes the rearmost: bounded, not trusted.
    slope = np.clip(np.nan_to_num(slope), -400, 400)
    # What the shapes cannot reach is not the network's fault: the target is its projection.
    shares = (nodes.reshape(len(nodes), -1) - mean) @ np.linalg.pinv(basis)
    return (
        torch.tensor(shares, dtype=torch.float32),
        torch.tensor(slope @ basis.T, dtype=torch.float32),
        torch.tensor(basis / _POINT_SCALE, dtype=torch.float32),
    )


def joined(a: Data, b: Data) -> Data:
    """Both sets in one; their shapes are the same."""
    return Data(
        torch.cat([a.x, b.x]),
        torch.cat([a.y, b.y]),
        torch.cat([a.jacobian, b.jacobian]),
        a.nodes,
        torch.cat([a.weight, b.weight]),
    )


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
    x = torch.tensor(made.features(features), dtype=torch.float32)
    with torch.no_grad():
        flat = torch.stack([net(x) for net in nets]).mean(dim=0).numpy().astype(float)
    return (flat @ made.basis + made.target_mean).reshape(len(x), -1, 2)
