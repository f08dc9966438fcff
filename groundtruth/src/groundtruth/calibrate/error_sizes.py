"""Learning how large an error is from what is seen: maximum likelihood of heavy-tailed errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from groundtruth.calibrate.network import anneal
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PENALTY = 0.02
"""On the squares of the linear slopes: without it chance would be learnt."""

_FREEDOM = 8.0
"""Degrees of freedom of the errors' distribution: nearly normal, but one odd row bends little."""


@dataclass(frozen=True, slots=True)
class SizeRecipe:
    """How the network of sizes is trained.

    Attributes
    ----------
    hidden : int
    decay, linear_decay : float
        Of the hidden layer's weights and of the linear part's.
    noise : float
        Added to what the hidden layer reads.
    dropout : float
    epochs, batch : int
    rate : float
    """

    hidden: int = 32
    decay: float = 1.0
    linear_decay: float = 0.02
    noise: float = 0.1
    dropout: float = 0.1
    epochs: int = 20
    batch: int = 256
    rate: float = 3e-3


RECIPE = SizeRecipe()
ODDS_RECIPE = SizeRecipe(hidden=24)


def fit_linear(
    design: NDArray[np.float64],
    squares: NDArray[np.float64],
    weight: NDArray[np.float64],
    penalty: float = _PENALTY,
) -> NDArray[np.float64]:
    """Log sizes that are linear in what is seen.

    Parameters
    ----------
    design : ndarray, shape (N, D)
        Its last column is constant.
    squares : ndarray, shape (N, M)
        Squared errors, of the order of one.
    weight : ndarray, shape (N,)
        How much a row counts.
    penalty : float
        On the squares of the slopes, but for the constant.

    Returns
    -------
    ndarray, shape (D, M)
    """
    x, y, w = (torch.tensor(a, dtype=torch.float64) for a in (design, squares, weight))
    w = (w / w.sum())[:, None]
    slopes = torch.zeros((x.shape[1], y.shape[1]), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([slopes], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = (w * _surprise(x @ slopes, y)).sum() + penalty * (slopes[:-1] ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return slopes.detach().numpy()


def fit_network(
    linear: NDArray[np.float64],
    everything: NDArray[np.float64],
    squares: NDArray[np.float64],
    weight: NDArray[np.float64],
    recipe: SizeRecipe = RECIPE,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Log sizes from a hidden layer beside the linear part.

    Parameters
    ----------
    linear : ndarray, shape (N, D)
        What the linear part reads; its last column is constant.
    everything : ndarray, shape (N, E)
        What the hidden layer reads; its last column is constant.
    squares : ndarray, shape (N, M)
        Squared errors, of the order of one.
    weight : ndarray, shape (N,)
        How much a row counts.
    recipe : SizeRecipe

    Returns
    -------
    log_size : ndarray, shape (D, M)
    hidden : ndarray, shape (E, H)
    bent : ndarray, shape (H, M)
    """
    torch.manual_seed(ROOT_SEED)
    x, z, y, w = (
        torch.tensor(a, dtype=torch.float32)
        for a in (linear, everything, squares, weight / weight.mean())
    )
    start = torch.tensor(fit_linear(linear, squares, weight), dtype=torch.float32)
    slopes = torch.nn.Parameter(start)
    hidden = torch.nn.Parameter(torch.randn(z.shape[1], recipe.hidden) * z.shape[1] ** -0.5)
    bent = torch.nn.Parameter(torch.zeros(recipe.hidden, y.shape[1]))
    groups = [
        {"params": [hidden, bent], "weight_decay": recipe.decay},
        {"params": [slopes], "weight_decay": recipe.linear_decay},
    ]

    def loss(at: torch.Tensor) -> torch.Tensor:
        log = x[at] @ slopes + _ramps(z[at], hidden, recipe) @ bent
        return (w[at, None] * _surprise(log, y[at])).mean()

    anneal(groups, loss, len(x), recipe)
    log_size, into, out = (part.detach().numpy().astype(float) for part in (slopes, hidden, bent))
    return log_size, into, out


def fit_odds(
    everything: NDArray[np.float64],
    unusual: NDArray[np.bool_],
    weight: NDArray[np.float64],
    recipe: SizeRecipe = ODDS_RECIPE,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Log odds that somebody differs more from others than people do in life.

    Parameters
    ----------
    everything : ndarray, shape (N, E)
        Its last column is constant.
    unusual : ndarray of bool, shape (N,)
    weight : ndarray, shape (N,)
        How much a row counts.
    recipe : SizeRecipe

    Returns
    -------
    hidden : ndarray, shape (E, H)
    bent : ndarray, shape (H,)
        The log odds are the hidden layer's leaky ramps times this, less a constant.
    """
    torch.manual_seed(ROOT_SEED)
    z, y, w = (
        torch.tensor(a, dtype=torch.float32)
        for a in (everything, unusual.astype(float), weight / weight.mean())
    )
    hidden = torch.nn.Parameter(torch.randn(z.shape[1], recipe.hidden) * z.shape[1] ** -0.5)
    bent = torch.nn.Parameter(torch.zeros(recipe.hidden))
    constant = torch.nn.Parameter(torch.zeros(()))
    groups = [{"params": [hidden, bent, constant], "weight_decay": recipe.decay}]

    def loss(at: torch.Tensor) -> torch.Tensor:
        odds = constant + _ramps(z[at], hidden, recipe) @ bent
        each = torch.nn.functional.binary_cross_entropy_with_logits(odds, y[at], reduction="none")
        return (w[at] * each).mean()

    anneal(groups, loss, len(z), recipe)
    into, out = (part.detach().numpy().astype(float) for part in (hidden, bent))
    return into, out


def _ramps(seen: torch.Tensor, hidden: torch.Tensor, recipe: SizeRecipe) -> torch.Tensor:
    """Hidden layer in training: with noise before it and some of it left out."""
    noisy = seen + recipe.noise * torch.randn_like(seen)
    ramps = torch.nn.functional.leaky_relu(noisy @ hidden, 0.1)
    return torch.nn.functional.dropout(ramps, recipe.dropout)


def _surprise(log: torch.Tensor, squares: torch.Tensor) -> torch.Tensor:
    """Negative log likelihood of Student's t, but for a constant; ``log`` of the size."""
    tail = torch.log1p(squares * torch.exp(-2 * log) / _FREEDOM)
    return log + (_FREEDOM + 1) / 2 * tail
