"""Two readings whose estimates err by much the same."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.measure.difference import difference_of_pair

AT, SD = np.array([10.0, 13.0]), np.array([4.0, 3.0])

sizes = st.floats(0.5, 4.9)
errors = st.floats(0.1, 1.0)
correlations = st.floats(-0.5, 0.95)


@given(size=sizes, correlation=correlations)
def test_without_placed_points_it_is_the_difference_with_its_own_error(
    size: float, correlation: float
):
    assert difference_of_pair(AT, SD, AT, SD, size, correlation) == pytest.approx((3.0, size))


def test_points_of_both_photos_that_are_exact_are_all_that_counts():
    told = AT + np.array([1.0, -1.0])
    value, sd = difference_of_pair(AT, SD, told, np.array([1e-4, 1e-4]), 3.0, 0.5)
    assert value == pytest.approx(1.0)
    assert sd < 1e-3


def test_what_one_photo_shows_is_taken_off_the_other():
    """Errors of 4 degrees that correlate by 0.75: an exact first photo, 2 degrees off."""
    sd = np.array([4.0, 4.0])
    size = 4.0 * math.sqrt(2.0 * (1.0 - 0.75))
    told, told_sd = AT - np.array([2.0, 0.0]), np.array([1e-6, 4.0])
    value, left = difference_of_pair(AT, sd, told, told_sd, size, 0.75)
    assert value == pytest.approx((13.0 - 0.75 * 2.0) - 8.0, abs=1e-3)
    assert left == pytest.approx(4.0 * math.sqrt(1.0 - 0.75**2), abs=1e-3)


@given(size=sizes, first=errors, second=errors, off=st.floats(-1.0, 1.0), correlation=correlations)
def test_placed_points_that_agree_make_nothing_less_sure(
    size: float, first: float, second: float, off: float, correlation: float
):
    # A reading that is merged with its estimate cannot be further from it than this.
    told_sd = SD * [first, second]
    told = AT + off * np.sqrt(SD**2 - told_sd**2)
    assert difference_of_pair(AT, SD, told, told_sd, size, correlation)[1] <= size + 1e-9


def test_a_hand_that_is_beyond_credible_wins_and_teaches_less():
    far, near = (
        difference_of_pair(AT, SD, AT + np.array([off, 0.0]), np.array([0.5, 3.0]), 2.5, 0.7)
        for off in (60.0, 4.0)
    )
    assert far[0] == pytest.approx(3.0 - 60.0, abs=2.0)
    assert far[1] > near[1]


@given(size=sizes, told_sd=errors, off=st.floats(-3.0, 3.0))
def test_the_way_back_has_the_other_sign(size: float, told_sd: float, off: float):
    told, sds = AT + np.array([off, 0.0]), np.array([told_sd, 3.0])
    there = difference_of_pair(AT, SD, told, sds, size, 0.6)
    back = difference_of_pair(AT[::-1], SD[::-1], told[::-1], sds[::-1], size, 0.6)
    assert back == pytest.approx((-there[0], there[1]))


def test_a_photo_without_estimate_or_reading():
    lost = np.array([math.nan, 13.0])
    told, told_sd = np.array([9.0, 13.0]), np.array([3.0, 4.0])
    assert difference_of_pair(lost, lost, told, told_sd, math.nan, 0.5) == (4.0, 5.0)
    value, sd = difference_of_pair(lost, lost, lost, lost, math.nan, 0.5)
    assert math.isnan(value)
    assert math.isnan(sd)
