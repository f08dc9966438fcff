from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from groundtruth.calibrate.error_sizes import (
    ODDS_RECIPE,
    RECIPE,
    fit_linear,
    fit_network,
    fit_odds,
)

COUNT = 6000


def drawn(log_size: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Squared normal errors of known size."""
    return (np.exp(log_size) * rng.normal(size=log_size.shape)) ** 2


def ramped(x: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    hidden_units = x @ hidden
    return np.where(hidden_units > 0, hidden_units, 0.1 * hidden_units)


def test_a_size_that_grows_with_what_is_seen_is_found():
    rng = np.random.default_rng(1)
    x = np.column_stack([rng.normal(size=(COUNT, 2)), np.ones(COUNT)])
    true = x @ np.array([[0.4, 0.0], [0.0, -0.2], [0.3, 0.0]])
    found = fit_linear(x, drawn(true, rng), np.ones(COUNT))
    # The penalty draws slopes a little towards none; heavy tails allowed for make sizes smaller.
    assert found[0] == pytest.approx([0.4, 0.0], abs=0.06)
    assert found[1] == pytest.approx([0.0, -0.2], abs=0.06)
    assert found[2, 0] - found[2, 1] == pytest.approx(0.3, abs=0.06)


def test_rows_without_weight_teach_nothing():
    rng = np.random.default_rng(2)
    x = np.ones((COUNT, 1))
    half = np.arange(COUNT) < COUNT // 2
    squares = drawn(np.where(half, 0.0, 1.0)[:, None], rng)
    first = fit_linear(x, squares, half.astype(float))
    second = fit_linear(x, squares, (~half).astype(float))
    assert second[0, 0] - first[0, 0] == pytest.approx(1.0, abs=0.06)


def test_the_hidden_layer_finds_what_no_straight_line_can():
    rng = np.random.default_rng(3)
    seen = rng.normal(size=(COUNT, 4))
    everything = np.column_stack([seen, np.ones(COUNT)])
    linear = everything[:, -1:]
    true = 0.6 * np.abs(seen[:, :1])
    recipe = replace(RECIPE, hidden=8, decay=0.1)
    log_size, hidden, hidden_out = fit_network(
        linear, everything, drawn(true, rng), np.ones(COUNT), recipe
    )
    found = linear @ log_size + ramped(everything, hidden) @ hidden_out
    assert hidden.shape == (5, 8)
    assert hidden_out.shape == (8, 1)
    assert np.corrcoef(found[:, 0], true[:, 0])[0, 1] > 0.9


def test_odds_tell_the_unusual_from_the_usual():
    rng = np.random.default_rng(4)
    unusual = rng.random(COUNT) < 0.5
    seen = rng.normal(size=(COUNT, 3)) * np.where(unusual, 3.0, 1.0)[:, None]
    everything = np.column_stack([seen, np.ones(COUNT)])
    hidden, hidden_out = fit_odds(
        everything, unusual, np.ones(COUNT), replace(ODDS_RECIPE, decay=0.1)
    )
    odds = ramped(everything, hidden) @ hidden_out
    assert (odds[unusual] > np.median(odds)).mean() > 0.7
