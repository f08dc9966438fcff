from __future__ import annotations

import numpy as np
import pytest

from posture.body.perceptron import Perceptron


def made() -> Perceptron:
    rng = np.random.default_rng(1)
    layers = ((rng.normal(size=(4, 5)), rng.normal(size=5)), (rng.normal(size=(5, 2)), np.zeros(2)))
    return Perceptron(layers, rng.normal(size=(4, 2)), np.array([10.0, -10.0]))


def test_without_layers_worth_anything_it_is_linear() -> None:
    still = Perceptron(
        ((np.zeros((2, 1)), np.zeros(1)),), np.array([[2.0], [0.0]]), np.array([1.0])
    )
    assert still(np.array([3.0, 7.0])) == pytest.approx([7.0])


def test_a_ramp_leaks_a_tenth_below_zero() -> None:
    one = Perceptron(
        ((np.eye(1), np.zeros(1)), (np.eye(1), np.zeros(1))), np.zeros((1, 1)), np.zeros(1)
    )
    assert one(np.array([[-2.0], [2.0]])) == pytest.approx(np.array([[-0.2], [2.0]]))


def test_what_is_stored_answers_alike() -> None:
    net, z = made(), np.random.default_rng(2).normal(size=(7, 4))
    read = Perceptron.of_arrays(net.arrays("one_"), "one_")
    assert read(z).shape == (7, 2)
    np.testing.assert_allclose(read(z), net(z), atol=0.02)


def test_a_missing_array_is_told() -> None:
    arrays = made().arrays()
    del arrays["skip"]
    with pytest.raises(KeyError, match="skip"):
        Perceptron.of_arrays(arrays)
