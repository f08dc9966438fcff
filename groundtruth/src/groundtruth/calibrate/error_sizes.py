"""Fits the size of errors as a function of features, by maximum likelihood of Student's t."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from groundtruth.calibrate.network import optimise
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PENALTY = 0.02
"""Ridge penalty on the linear slopes, against overfitting."""

_FREEDOM = 8.0
"""Degrees of freedom of Student's t: nearly normal, robust against outliers."""


@dataclass(frozen=True, slots=True)
class SizeRecipe:
    """Training of the network of error sizes.

    Attributes
    ----------
    hidden : int
    decay, linear_decay : float
        Weight decay of the hidden layer and of the linear part.
    noise : float
        SD of the noise added to the input of the hidden layer.
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
    """Fit log sizes that are linear in the design.

    Parameters
    ----------
    design : ndarray, shape (N, D)
        Its last column is constant.
    squares : ndarray, shape (N, M)
        Squared errors, of the order of one.
    weight : ndarray, shape (N,)
        How much a row counts.
    penalty : float
        Ridge penalty on the slopes, not on the constant.

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
        fit = (w * _negative_log_likelihood(x @ slopes, y)).sum()
        loss = fit + penalty * (slopes[:-1] ** 2).sum()
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
    """Fit log sizes as the sum of a linear part and a hidden layer.

    Parameters
    ----------
    linear : ndarray, shape (N, D)
        Input of the linear part; its last column is constant.
    everything : ndarray, shape (N, E)
        Input of the hidden layer; its last column is constant.
    squares : ndarray, shape (N, M)
        Squared errors, of the order of one.
    weight : ndarray, shape (N,)
        How much a row counts.
    recipe : SizeRecipe

    Returns
    -------
    log_size : ndarray, shape (D, M)
    hidden : ndarray, shape (E, H)
    hidden_out : ndarray, shape (H, M)
    """
    torch.manual_seed(ROOT_SEED)
    x, z, y, w = (
        torch.tensor(a, dtype=torch.float32)
        for a in (linear, everything, squares, weight / weight.mean())
    )
    start = torch.tensor(fit_linear(linear, squares, weight), dtype=torch.float32)
    slopes = torch.nn.Parameter(start)
    hidden = torch.nn.Parameter(torch.randn(z.shape[1], recipe.hidden) * z.shape[1] ** -0.5)
    hidden_out = torch.nn.Parameter(torch.zeros(recipe.hidden, y.shape[1]))
    groups = [
        {"params": [hidden, hidden_out], "weight_decay": recipe.decay},
        {"params": [slopes], "weight_decay": recipe.linear_decay},
    ]

    def loss(at: torch.Tensor) -> torch.Tensor:
        log = x[at] @ slopes + _hidden_layer(z[at], hidden, recipe) @ hidden_out
        return (w[at, None] * _negative_log_likelihood(log, y[at])).mean()

    optimise(groups, loss, len(x), recipe)
    log_size, into, out = (
        part.detach().numpy().astype(float) for part in (slopes, hidden, hidden_out)
    )
    return log_size, into, out


def fit_odds(
    everything: NDArray[np.float64],
    unusual: NDArray[np.bool_],
    weight: NDArray[np.float64],
    recipe: SizeRecipe = ODDS_RECIPE,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit the log odds of a person from a wider spread than that of life.

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
    hidden_out : ndarray, shape (H,)
        Output weights: the log odds are the hidden layer (leaky ReLU) times these, up to a
        constant.
    """
    torch.manual_seed(ROOT_SEED)
    z, y, w = (
        torch.tensor(a, dtype=torch.float32)
        for a in (everything, unusual.astype(float), weight / weight.mean())
    )
    hidden = torch.nn.Parameter(torch.randn(z.shape[1], recipe.hidden) * z.shape[1] ** -0.5)
    hidden_out = torch.nn.Parameter(torch.zeros(recipe.hidden))
    constant = torch.nn.Parameter(torch.zeros(()))
    groups = [{"params": [hidden, hidden_out, constant], "weight_decay": recipe.decay}]

    def loss(at: torch.Tensor) -> torch.Tensor:
        odds = constant + _hidden_layer(z[at], hidden, recipe) @ hidden_out
        each = torch.nn.functional.binary_cross_entropy_with_logits(odds, y[at], reduction="none")
        return (w[at] * each).mean()

    optimise(groups, loss, len(z), recipe)
    into, out = (part.detach().numpy().astype(float) for part in (hidden, hidden_out))
    return into, out


def _hidden_layer(seen: torch.Tensor, hidden: torch.Tensor, recipe: SizeRecipe) -> torch.Tensor:
    """Hidden layer in training: leaky ReLU with input noise and dropout."""
    noisy = seen + recipe.noise * torch.randn_like(seen)
    hidden_units = torch.nn.functional.leaky_relu(noisy @ hidden, 0.1)
    return torch.nn.functional.dropout(hidden_units, recipe.dropout)


def _negative_log_likelihood(log: torch.Tensor, squares: torch.Tensor) -> torch.Tensor:
    """Negative log likelihood of Student's t up to a constant; ``log`` is the log of the size."""
    tail = torch.log1p(squares * torch.exp(-2 * log) / _FREEDOM)
    return log + (_FREEDOM + 1) / 2 * tail
