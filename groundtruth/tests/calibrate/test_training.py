from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from groundtruth.calibrate.network import Recipe
from groundtruth.calibrate.training import Data, joined, taken, train, train_each

RECIPE = Recipe(hidden=(8, 4), batch=16, epochs=2)


def data(seed: int, count: int = 60) -> Data:
    torch.manual_seed(seed)
    return Data(
        torch.randn(count, 6),
        torch.randn(count, 3),
        torch.randn(count, 17, 3),
        torch.randn(3, 70),
        torch.ones(count),
    )


def test_side_by_side_networks_are_those_of_one_after_another() -> None:
    sets, seeds = [data(0), data(1), data(0)], [3, 3, 4]
    found = train_each(sets, RECIPE, seeds)
    for one, seed, net in zip(sets, seeds, found, strict=True):
        alone = train(one, RECIPE, seed)
        with torch.no_grad():
            np.testing.assert_allclose(net(one.x), alone(one.x), atol=1e-4)
    with torch.no_grad():
        assert not np.allclose(found[0](sets[0].x), found[2](sets[0].x), atol=1e-3)


def test_some_rows_of_two_sets_are_theirs() -> None:
    first, second = data(0), data(1)
    part = taken(joined(first, second), np.array([2, 61]))
    assert torch.equal(part.x, torch.stack([first.x[2], second.x[1]]))
    assert torch.equal(part.jacobian, torch.stack([first.jacobian[2], second.jacobian[1]]))
