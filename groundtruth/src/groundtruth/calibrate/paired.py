"""Learns to read two photos of one person jointly.

The network reads the estimates and the features of both photos and returns the correction of one
estimate, so it learns only what the second photo adds. Its purpose are changes, in which a common
error of both photos cancels; therefore the loss includes the error of the difference.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch
from posture.body.estimate.pair_weights import PairInput

from groundtruth.calibrate.export import merged
from groundtruth.calibrate.network import shapes_of, train_on_inputs
from groundtruth.calibrate.photo_pairs import photo_pairs
from groundtruth.calibrate.training import (
    Data,
    loss_of_measurements,
    loss_of_nodes,
    measured,
    training_targets,
)
from groundtruth.processes import side_by_side
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from posture.body.estimate.network import Weights
    from posture.body.estimate.perceptron import Perceptron

    from groundtruth.calibrate.network import Network, Recipe
    from groundtruth.calibrate.rows import Rows

_PAIRS = 4
"""Pairs of each person in the training set."""


def learn_pairs(
    rows: Rows, estimates: NDArray[np.float64], alone: Weights, recipe: Recipe, seeds: int
) -> tuple[PairInput, Perceptron]:
    """Learn to read two photos jointly.

    Parameters
    ----------
    rows : Rows
    estimates : ndarray, shape (N, 35, 2)
        Of each photo alone, out of fold.
    alone : Weights
        Weights for a single photo.
    recipe : Recipe
    seeds : int
        Networks whose mean is taken.

    Returns
    -------
    PairInput
        What is read of each photo.
    Perceptron
        What that and the same of the other photo say that the estimate lacks.
    """
    usual, shapes = shapes_of(rows.targets)
    reading = PairInput(usual, np.asarray(np.linalg.pinv(shapes), dtype=np.float64))
    lacking = rows.targets - estimates
    mean, basis = shapes_of(lacking)
    read_alone = reading.from_estimates(alone.standardised(rows.features), estimates)
    x = torch.tensor(read_alone, dtype=torch.float32)
    data = Data(x, *training_targets(rows, lacking, mean, basis), torch.ones(len(x)))
    both = [torch.tensor(at) for at in sample_pairs(rows)]
    learn = partial(_learn, data, *both, recipe)
    nets = side_by_side(learn, [ROOT_SEED + seed for seed in range(seeds)])
    return reading, merged(nets, basis, mean)


def sample_pairs(rows: Rows) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs as :func:`groundtruth.calibrate.limits.pairs` has them, at most four of each person.

    Who was looked at more often would else count more: twice the looks are four times the pairs.
    """
    first, second = photo_pairs(rows)
    _, begins, count = np.unique(rows.body[first], return_index=True, return_counts=True)
    place = np.arange(len(first)) - np.repeat(begins, count)
    # Spread evenly over a person's pairs: of four looks each, every look with its own number.
    step = np.maximum(1.0, (np.repeat(count, count) - 1) / (_PAIRS - 1))
    kept = place == np.rint(np.rint(place / step) * step)
    return first[kept], second[kept]


def _learn(
    data: Data, first: torch.Tensor, second: torch.Tensor, recipe: Recipe, seed: int
) -> Network:
    def read(at: torch.Tensor) -> torch.Tensor:
        a, b = data.x[first[at]], data.x[second[at]]
        return torch.cat([torch.cat([a, b], dim=1), torch.cat([b, a], dim=1)])

    def loss(found: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        rows_read = torch.cat([first[at], second[at]])
        errors = measured(found, data, rows_read)
        change = errors[len(at) :] - errors[: len(at)]
        each = loss_of_measurements(errors) + loss_of_nodes(found, data, rows_read)
        return each.mean() + loss_of_measurements(change).mean()

    widths = (2 * data.x.shape[1], data.y.shape[1])
    return train_on_inputs(read, len(first), widths, loss, recipe, seed)
