"""The covariance of the errors, and how it widens with what is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from posture.body.body import NODES, POINTS
from posture.body.features import names

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONDITIONS = (
    "looseness",
    "hair",
    "resolution",
    "lens_known",
    "distance",
    "near_wrist_x",
    "near_elbow_x",
    "tilt_of_axis",
    "roll_sd",
)
"""Features that the errors may depend on; how odd the whole row is comes in addition."""

_GROUPS = (
    ("tragus", "canthus"),
    ("c7",),
    ("acromion",),
    ("asis",),
    ("psis",),
    ("trochanter",),
    ("knee",),
    ("malleolus", "toe"),
)

_PENALTY = 0.02
"""On the squares of the widening's slopes: without it chance would be learnt."""


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """As in ``posture.body.calibrated.Weights``.

    Attributes
    ----------
    root : ndarray, shape (70, 70)
    conditions : ndarray of int, shape (C,)
    widening : ndarray, shape (C + 2, 70)
        Rows: conditions, oddness, constant.
    """

    root: NDArray[np.float64]
    conditions: NDArray[np.intp]
    widening: NDArray[np.float64]


def group_of_coordinates() -> NDArray[np.intp]:
    """Group of each of the 70 coordinates: nodes widen together, the profile in three parts."""
    group = np.zeros(len(NODES), dtype=np.intp)
    for number, members in enumerate(_GROUPS):
        for name in members:
            group[NODES.index(name)] = number
    spine = np.arange(len(NODES) - len(POINTS))
    group[len(POINTS) :] = len(_GROUPS) + np.minimum(spine // 9, 2)
    return np.repeat(group, 2)


def oddness(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far a standardised row lies from the usual: root mean square less one."""
    return np.sqrt((z**2).mean(axis=-1)) - 1.0


def fit_errors(error: NDArray[np.float64], z: NDArray[np.float64]) -> Errors:
    """Fit the covariance to errors on people who were not learnt from.

    Parameters
    ----------
    error : ndarray, shape (N, 35, 2)
    z : ndarray, shape (N, F)
        Standardised features.

    Returns
    -------
    Errors
    """
    flat = error.reshape(len(error), -1)
    known = list(names())
    conditions = np.array([known.index(name) for name in CONDITIONS], dtype=np.intp)
    seen = np.column_stack([z[:, conditions], oddness(z), np.ones(len(z))])
    size = np.sqrt((flat**2).mean(axis=0))
    group = group_of_coordinates()
    slopes = _fit_widening(flat / size, seen, group)
    widening = slopes[:, group]
    evened = flat / np.exp(seen @ widening)
    covariance = evened.T @ evened / len(evened)
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return Errors(root, conditions, widening)


def _fit_widening(
    scaled: NDArray[np.float64], seen: NDArray[np.float64], group: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Maximum likelihood of heavy-tailed errors, one set of slopes a group."""
    groups = int(group.max()) + 1
    squares = np.stack([(scaled[:, group == g] ** 2).mean(axis=1) for g in range(groups)], axis=1)
    x, y = (torch.tensor(a, dtype=torch.float64) for a in (seen, squares))
    slopes = torch.zeros((seen.shape[1], groups), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([slopes], max_iter=200)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        log = x @ slopes
        loss = (log + 2.5 * torch.log1p(y * torch.exp(-2 * log) / 4)).mean(dim=0).sum()
        loss = loss + _PENALTY * (slopes[:-1] ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return slopes.detach().numpy()
