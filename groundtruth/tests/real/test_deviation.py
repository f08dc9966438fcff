from __future__ import annotations

import math

import numpy as np
import pytest

from groundtruth.real.deviation import deviation, label_sd

ERRORS = np.array([-2.0, 0.0, 1.0, 3.0, -1.0, 2.0])
PEOPLE = [f"p{i}" for i in range(6)]


def test_mean_and_standard_deviation_are_the_plain_ones_without_an_error_of_marking():
    found = deviation(10 + ERRORS, np.full(6, 10.0), np.full(6, 1.0), np.ones(6), PEOPLE, math.nan)
    assert found.bias == pytest.approx(ERRORS.mean())
    assert found.sd == found.sd_raw == pytest.approx(ERRORS.std(ddof=1))
    assert found.stated == 1.0
    assert (found.n, found.persons) == (6, 6)
    assert found.cover_95 == found.cover_95_raw == pytest.approx(100 * 3 / 6)
    assert found.bias_low < found.bias < found.bias_high


def test_the_error_of_marking_is_taken_out_and_two_raters_have_half_its_variance():
    raters = np.array([1, 1, 1, 1, 2, 2])
    found = deviation(ERRORS, np.zeros(6), np.full(6, 1.0), raters, PEOPLE, 0.5)
    share = (4 * 0.25 + 2 * 0.125) / 6
    assert found.sd == pytest.approx(math.sqrt(ERRORS.var(ddof=1) - share))
    assert found.sd_raw == pytest.approx(ERRORS.std(ddof=1))
    # 2.0 lies within 1.96 sqrt(1 + .25) and 1.96 sqrt(1 + .125); 3.0 does not.
    assert found.cover_95 == pytest.approx(100 * 5 / 6)
    assert found.cover_95_raw == pytest.approx(100 * 3 / 6)


def test_the_standard_deviation_never_falls_below_zero():
    found = deviation([0.1, -0.1, 0.0], np.zeros(3), np.ones(3), np.ones(3), PEOPLE[:3], 5.0)
    assert found.sd == 0.0


def test_photographs_of_one_person_are_drawn_together():
    errors = np.repeat(ERRORS, 4)
    alone = deviation(
        errors, np.zeros(24), np.ones(24), np.ones(24), [str(i) for i in range(24)], 0.0
    )
    together = deviation(
        errors, np.zeros(24), np.ones(24), np.ones(24), list(np.repeat(PEOPLE, 4)), 0.0
    )
    assert together.bias == alone.bias
    assert together.persons == 6
    assert together.bias_high - together.bias_low > 1.5 * (alone.bias_high - alone.bias_low)


def test_photographs_without_a_value_are_left_out():
    estimate = [1.0, math.nan, 3.0, 2.0]
    marked = [0.0, 0.0, math.nan, 0.0]
    found = deviation(estimate, marked, np.ones(4), np.ones(4), PEOPLE[:4], 0.0)
    assert found.n == 2
    assert found.bias == 1.5


def test_nothing_to_compare_gives_nan():
    found = deviation([], [], [], [], [], 0.0)
    assert found.n == 0
    assert math.isnan(found.bias)
    assert math.isnan(found.sd)
    assert math.isnan(found.cover_95)
    assert math.isnan(found.bias_low)


def test_the_error_of_one_rater():
    differences = [1.0, -1.0, 3.0, 1.0]
    assert label_sd(differences) == pytest.approx(np.std(differences, ddof=1) / math.sqrt(2))
    assert math.isnan(label_sd([1.0, 2.0]))
