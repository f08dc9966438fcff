"""Two photos of one person read together: what the other photo adds is learnt from pairs.

The estimates of both photos are given to the network beside what they were read from, and it
answers with the correction of one of them. So it only has to learn what a second photo tells, not
what every photo tells. It is made for changes: what is wrong with both answers alike costs nothing
in a change, so the error of the difference counts besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from groundtruth.calibrate.export import as_one
from groundtruth.calibrate.limits import pairs
from groundtruth.calibrate.network import descend_reading, shapes_of
from groundtruth.calibrate.training import (
    Data,
    aims,
    loss_of_measurements,
    loss_of_nodes,
    measured,
)
from groundtruth.sets import ROOT_SEED
from posture.body.paired import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.calibrate.gather import Rows
    from groundtruth.calibrate.network import Recipe
    from posture.body.calibrated import Weights
    from posture.body.perceptron import Perceptron


def learn_pairs(
    rows: Rows, estimates: NDArray[np.float64], alone: Weights, recipe: Recipe, seeds: int
) -> tuple[Reading, Perceptron]:
    """Learn to read two photos together.

    Parameters
    ----------
    rows : Rows
    estimates : ndarray, shape (N, 35, 2)
        Of each photo by itself, by somebody who had not learnt from its person.
    alone : Weights
        Of the single photo.
    recipe : Recipe
    seeds : int
        Networks whose mean is taken.

    Returns
    -------
    Reading
        What is read of each photo.
    Perceptron
        What that and the same of the other photo say that the estimate lacks.
    """
    usual, shapes = shapes_of(rows.targets)
    reading = Reading(usual, np.linalg.pinv(shapes))
    lacking = rows.targets - estimates
    mean, basis = shapes_of(lacking)
    read_alone = reading.beside(alone.standardised(rows.features), estimates)
    x = torch.tensor(read_alone, dtype=torch.float32)
    data = Data(x, *aims(rows, lacking, mean, basis), torch.ones(len(x)))
    first, second = (torch.tensor(at) for at in pairs(rows))

    def read(at: torch.Tensor) -> torch.Tensor:
        a, b = x[first[at]], x[second[at]]
        return torch.cat([torch.cat([a, b], dim=1), torch.cat([b, a], dim=1)])

    def loss(found: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        rows_read = torch.cat([first[at], second[at]])
        errors = measured(found, data, rows_read)
        change = errors[len(at) :] - errors[: len(at)]
        each = loss_of_measurements(errors) + loss_of_nodes(found, data, rows_read)
        return each.mean() + loss_of_measurements(change).mean()

    widths = (2 * x.shape[1], data.y.shape[1])
    nets = [
        descend_reading(read, len(first), widths, loss, recipe, ROOT_SEED + seed)
        for seed in range(seeds)
    ]
    return reading, as_one(nets, basis, mean)
