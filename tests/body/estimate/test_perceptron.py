from __future__ import annotations

import numpy as np
import pytest

from posture.body.estimate.perceptron import Perceptron


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
    np.testing.assert_allclose(read(z), net(z), atol=0.1)


def test_what_was_stored_is_stored_the_same_again() -> None:
    once = made().arrays("one_")
    again = Perceptron.of_arrays(once, "one_").arrays("one_")
    assert once.keys() == again.keys()
    for name, array in once.items():
        np.testing.assert_array_equal(array, again[name])


def test_hidden_weights_take_a_byte_each_wherever_their_column_ends() -> None:
    net = made()
    scale = np.array([1e-6, 1.0, 1e3, 0.0, 7.0])
    (weight, bias), last = net.layers
    wide = Perceptron(((weight * scale, bias), last), net.skip, net.mean)
    assert wide.arrays()["layer0_weight"].dtype == np.int8
    read = Perceptron.of_arrays(wide.arrays()).layers[0][0]
    largest = np.abs(weight * scale).max(axis=0)
    assert (np.abs(read - weight * scale) <= largest / 254 * 1.001).all()


def test_a_missing_array_is_told() -> None:
    arrays = made().arrays()
    del arrays["skip"]
    with pytest.raises(KeyError, match="skip"):
        Perceptron.of_arrays(arrays)
