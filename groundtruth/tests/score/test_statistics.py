"""Statistics with known answers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundtruth.score.statistics import Z, accuracy, coverage, skill

TRUTH = np.array([10.0, 20.0, 30.0, 40.0])
seeds = st.integers(0, 10_000)


def test_known_answer():
    found = accuracy(TRUTH, TRUTH + np.array([1, -1, 3, 1]), np.full(4, 2.0))
    assert (found.n, found.missing) == (4, 0)
    assert found.bias == pytest.approx(1.0)
    assert found.rmse == pytest.approx(math.sqrt(3.0))
    assert found.skill == pytest.approx(1 - 3.0 / 125.0)
    assert found.cover_50 == 75.0
    assert found.cover_80 == 75.0
    assert found.cover_95 == 100.0
    assert found.median_sd == 2.0


def test_missing_values_are_counted_and_unknown_truths_left_out():
    found = accuracy([1.0, 2.0, 3.0, math.nan], [1.0, math.nan, 3.0, 4.0])
    assert (found.n, found.missing) == (2, 1)
    assert found.rmse == 0.0
    assert math.isnan(found.cover_95)


def test_nothing_is_nan_and_not_zero():
    found = accuracy([], [])
    assert found.n == 0
    assert all(math.isnan(v) for v in (found.bias, found.rmse, found.r, found.skill))


@given(seeds, st.floats(0.2, 3.0), st.floats(-50, 50))
def test_slope_and_r_of_a_line(seed: int, slope: float, offset: float):
    truth = np.random.default_rng(seed).normal(0.0, 10.0, 30)
    found = accuracy(truth, slope * truth + offset)
    assert found.slope == pytest.approx(slope)
    assert found.r == pytest.approx(1.0)


@given(seeds)
def test_the_mean_of_truth_has_no_skill(seed: int):
    truth = np.random.default_rng(seed).normal(5.0, 3.0, 40)
    assert skill(truth, np.full(40, truth.mean())) == pytest.approx(0.0)


def test_skill_of_truth_that_does_not_vary_is_unknown():
    assert math.isnan(skill(np.full(5, 3.0), np.arange(5.0)))


@given(seeds, st.sampled_from(sorted(Z)))
def test_exact_gaussian_errors_are_covered_as_stated(seed: int, level: int):
    rng = np.random.default_rng(seed)
    sd = rng.uniform(0.5, 5.0, 4000)
    truth = rng.normal(0.0, 10.0, 4000)
    estimate = truth + rng.normal(0.0, 1.0, 4000) * sd
    # Five standard errors of a share of 4,000.
    room = 500 * math.sqrt(level / 100 * (1 - level / 100) / 4000)
    assert coverage(truth, estimate, sd, level) == pytest.approx(level, abs=room)


@given(seeds, st.floats(0.5, 4.0))
def test_wider_errors_cover_at_least_as_much(seed: int, factor: float):
    rng = np.random.default_rng(seed)
    truth, sd = rng.normal(0.0, 3.0, 60), np.ones(60)
    wider = np.maximum(factor, 1.0) * sd
    zero = np.zeros(60)
    assert coverage(truth, zero, wider, 80) >= coverage(truth, zero, sd, 80)


@given(seeds)
def test_bootstrap_holds_the_estimate_and_repeats(seed: int):
    rng = np.random.default_rng(seed)
    truth = rng.normal(0.0, 5.0, 60)
    estimate = truth + rng.normal(0.0, 2.0, 60)
    bodies = np.arange(60) // 2
    found = accuracy(truth, estimate, bodies=bodies)
    assert found.rmse_low <= found.rmse <= found.rmse_high
    assert found.skill_low <= found.skill <= found.skill_high
    again = accuracy(truth, estimate, bodies=bodies)
    assert (again.rmse_low, again.skill_high) == (found.rmse_low, found.skill_high)


def test_photos_of_one_body_are_not_counted_as_independent():
    rng = np.random.default_rng(1)
    truth = np.repeat(rng.normal(0.0, 5.0, 30), 10)
    estimate = truth + np.repeat(rng.normal(0.0, 2.0, 30) ** 2, 10)
    alone = accuracy(truth, estimate)
    grouped = accuracy(truth, estimate, bodies=np.repeat(np.arange(30), 10))
    assert grouped.rmse_high - grouped.rmse_low > 2 * (alone.rmse_high - alone.rmse_low)


def test_too_few_bodies_have_no_interval():
    found = accuracy(TRUTH, TRUTH + 1, bodies=[0, 0, 1, 1])
    assert math.isnan(found.rmse_low)


@pytest.mark.parametrize(("held", "worth"), [([1, 1, 0, 0], 2.0), ([1, 0, 1, 0], 4.0)])
def test_two_pictures_that_always_agree_tell_a_cover_as_one_does(held: list[int], worth: float):
    """Truths inside a 95 % interval or not, two pictures of each body."""
    error = np.where(np.array(held) == 1, 0.0, 9.0)
    found = accuracy(TRUTH, TRUTH + error, np.ones(4), [0, 0, 1, 1])
    assert found.effective_80 == found.effective_95 == pytest.approx(worth)
    assert accuracy(TRUTH, TRUTH + error, np.ones(4)).effective_80 == pytest.approx(4.0)


def test_where_all_are_inside_nobody_knows_what_a_cover_is_worth():
    assert math.isnan(accuracy(TRUTH, TRUTH, np.ones(4), [0, 0, 1, 1]).effective_80)
