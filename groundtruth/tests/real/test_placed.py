"""The angle of head and neck with one of its points placed by hand."""

from __future__ import annotations

import pytest

from groundtruth.real.cuts import placed_in_whole
from tests.real.made_up import everybody

LOW = {"tragus": (0.0, -0.02), "c7": (0.0, -0.02)}


def test_a_point_that_was_right_changes_nothing():
    found = placed_in_whole(*everybody())
    for one in found.values():
        assert one["bias"] == pytest.approx(0.0, abs=0.2)
        assert one["n"] == len(everybody()[0])


def test_what_both_points_had_wrong_in_common_is_in_the_angle_once_one_is_right():
    found = placed_in_whole(*everybody(LOW))
    assert found["tragus"]["bias"] > 5.0
    assert found["c7"]["bias"] < -5.0
