"""The filter against its definition, and what must hold for every signal."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from posture.live.frames.one_euro import OneEuro

values = st.floats(-1e3, 1e3)
signals = st.integers(2, 20).flatmap(lambda n: arrays(np.float64, (n, 3), elements=values))


def run(made: OneEuro, signal: np.ndarray, step: float = 0.05) -> np.ndarray:
    return np.array([made(row, i * step) for i, row in enumerate(signal)])


def by_hand(signal: list[float], step: float, low: float, beta: float, cut: float) -> list[float]:
    """The algorithm of the paper, one number at a time."""

    def weight(cutoff: float) -> float:
        tau = 1 / (2 * math.pi * cutoff)
        return 1 / (1 + tau / step)

    value, speed, out = signal[0], 0.0, [signal[0]]
    for fresh in signal[1:]:
        change = (fresh - value) / step
        speed = weight(cut) * change + (1 - weight(cut)) * speed
        a = weight(low + beta * abs(speed))
        value = a * fresh + (1 - a) * value
        out.append(value)
    return out


@given(signals)
def test_every_value_is_filtered_as_the_paper_says(signal: np.ndarray):
    got = run(OneEuro(1.2, 0.02, 1.0), signal)
    for column in range(signal.shape[1]):
        wanted = by_hand(signal[:, column].tolist(), 0.05, 1.2, 0.02, 1.0)
        assert got[:, column] == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@given(signals, st.floats(0.1, 1e3))
def test_the_unit_of_the_values_does_not_matter(signal: np.ndarray, size: float):
    one, other = OneEuro(0.05, 80.0), OneEuro(0.05, 80.0)
    for i, row in enumerate(signal):
        assert one(row, i * 0.1) * size == pytest.approx(other(row * size, i * 0.1, size))


@given(signals)
def test_the_result_stays_between_the_extremes_of_the_signal(signal: np.ndarray):
    got = run(OneEuro(1.2, 0.02), signal)
    assert np.all(got <= signal.max(axis=0) + 1e-9)
    assert np.all(got >= signal.min(axis=0) - 1e-9)


@given(values, st.integers(1, 30))
def test_a_constant_stays_as_it_is(value: float, count: int):
    got = run(OneEuro(1.2, 0.02), np.full((count, 2), value))
    assert got == pytest.approx(np.full((count, 2), value))


def test_noise_at_rest_is_damped_and_a_jump_is_followed():
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 1, (200, 1))
    assert run(OneEuro(1.2, 0.02), noise)[50:].std() < 0.6 * noise.std()
    jump = np.concatenate([np.zeros((10, 1)), np.full((40, 1), 200.0)])
    assert run(OneEuro(1.2, 0.02), jump)[16, 0] > 150


def test_what_is_unknown_stays_unknown_and_comes_back_as_it_is():
    made = OneEuro(1.2, 0.02)
    assert made([1.0, 2.0], 0.0).tolist() == [1.0, 2.0]
    gone = made([1.0, math.nan], 0.1)
    assert math.isnan(gone[1])
    assert made([1.0, 50.0], 0.2).tolist() == [1.0, 50.0]


def test_time_that_stands_still_changes_nothing():
    made = OneEuro(1.2, 0.02)
    made([1.0], 0.0)
    first = made([3.0], 0.1)
    assert made([99.0], 0.1) == first
    assert made([99.0], 0.05) == first


def test_a_reset_filter_starts_anew():
    made = OneEuro(1.2, 0.02)
    made([1.0], 0.0)
    made.reset()
    assert made([7.0], 0.1).tolist() == [7.0]
