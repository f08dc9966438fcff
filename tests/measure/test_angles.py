from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.measure import angles

LEVELLED = {
    "cva": (angles.cva, 2, -1),
    "shoulder_c7": (angles.shoulder_c7, 2, 1),
    "head_tilt": (angles.head_tilt, 2, -1),
    "pelvic_tilt": (angles.pelvic_tilt, 2, 1),
    "trunk_lean": (angles.trunk_lean, 2, 1),
    "body_lean": (angles.body_lean, 2, 1),
}
"""Angles to the horizontal or vertical: function, points, and how a forward turn moves them."""

INTERNAL = {"hip_angle": (angles.hip_angle, 3, 0), "knee_angle": (angles.knee_angle, 3, 0)}
ALL = LEVELLED | INTERNAL

coordinate = st.integers(-1000, 1000).map(lambda thousandths: thousandths / 1000)
triples = st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=3).map(np.array)


def turned(points: NDArray[np.float64], degrees: float):
    """Points turned forward (clockwise, from up towards +x) about the origin."""
    a = math.radians(degrees)
    return points @ np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])


def same_angle(a: NDArray[np.float64] | float, b: NDArray[np.float64] | float):
    return abs(float(angles.wrap(np.asarray(a - b)))) < 1e-6


def apart(points: NDArray[np.float64]):
    return all(np.hypot(*(points[i] - points[j])) > 0 for i, j in ((0, 1), (1, 2), (0, 2)))


@pytest.mark.parametrize(
    ("function", "points", "expected"),
    [
        (angles.cva, [(0, 0), (1, 1)], 45.0),
        (angles.cva, [(0, 0), (math.sqrt(3), 1)], 30.0),
        (angles.shoulder_c7, [(1, 0), (0, math.sqrt(3))], 60.0),
        (angles.shoulder_c7, [(0, 0), (0, 1)], 90.0),
        (angles.shoulder_c7, [(0, 0), (1, 1)], 135.0),
        (angles.head_tilt, [(0, 0), (1, 0)], 0.0),
        (angles.head_tilt, [(0, 0), (1, 1)], 45.0),
        (angles.pelvic_tilt, [(0, 1), (1, 0)], 45.0),
        (angles.pelvic_tilt, [(0, 0), (1, 1)], -45.0),
        (angles.trunk_lean, [(0, 0), (1, 1)], 45.0),
        (angles.trunk_lean, [(0, 0), (-1, math.sqrt(3))], -30.0),
        (angles.body_lean, [(0, 0), (0, 1)], 0.0),
        (angles.hip_angle, [(0, 2), (0, 1), (0, 0)], 180.0),
        (angles.hip_angle, [(1, 1), (0, 1), (0, 0)], 90.0),
        (angles.hip_angle, [(-1, 2), (0, 1), (0, 0)], 225.0),
        (angles.knee_angle, [(0, 2), (0, 1), (0, 0)], 0.0),
        (angles.knee_angle, [(0, 2), (-1, 1), (0, 0)], 90.0),
        (angles.knee_angle, [(-1, 1), (0, 1), (0, 0)], -90.0),
    ],
)
def test_known_answers(
    function: Callable[..., NDArray[np.float64]],
    points: list[tuple[float, float]],
    expected: float,
):
    assert function(*np.array(points, dtype=float)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "point", "sign"),
    [
        ("cva", 1, -1),
        ("trunk_lean", 1, 1),
        ("body_lean", 1, 1),
    ],
)
def test_a_point_moved_forward_moves_the_angle_its_way(name: str, point: int, sign: int):
    function, count, _ = ALL[name]
    points = np.array([(0.0, 0.0), (0.02, 0.1)])[:count]
    moved = points.copy()
    moved[point, 0] += 0.01
    assert np.sign(function(*moved) - function(*points)) == sign


def test_shoulder_further_forward_reads_smaller():
    c7 = np.array([0.0, 0.86])
    back, front = np.array([0.02, 0.82]), np.array([0.05, 0.82])
    assert angles.shoulder_c7(front, c7) < angles.shoulder_c7(back, c7)


@pytest.mark.parametrize("name", sorted(ALL))
@given(points=triples, scale=st.floats(0.1, 10), shift=st.tuples(coordinate, coordinate))
def test_size_and_place_do_not_matter(
    name: str, points: NDArray[np.float64], scale: float, shift: tuple[float, float]
):
    assume(apart(points))
    function, count, _ = ALL[name]
    moved = points * scale + np.array(shift)
    assert same_angle(function(*moved[:count]), function(*points[:count]))


@pytest.mark.parametrize("name", sorted(ALL))
@given(points=triples, degrees=st.floats(-180, 180))
def test_a_turn_shifts_angles_to_the_level_and_leaves_internal_ones(
    name: str, points: NDArray[np.float64], degrees: float
):
    assume(apart(points))
    function, count, sign = ALL[name]
    before, after = function(*points[:count]), function(*turned(points, degrees)[:count])
    assert same_angle(after, before + sign * degrees)


@pytest.mark.parametrize("name", sorted(ALL))
@given(points=triples)
def test_values_stay_in_their_interval(name: str, points: NDArray[np.float64]):
    assume(apart(points))
    function, count, _ = ALL[name]
    value = float(function(*points[:count]))
    if name == "hip_angle":
        assert 0.0 <= value < 360.0
    else:
        assert -180.0 < value <= 180.0


@pytest.mark.parametrize("name", sorted(ALL))
def test_leading_axes_broadcast(name: str):
    function, count, _ = ALL[name]
    many = np.random.default_rng(1).normal(size=(count, 4, 3, 2))
    together = function(*many)
    assert together.shape == (4, 3)
    assert together[2, 1] == function(*many[:, 2, 1])


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_missing_point_gives_nan(name: str):
    function, count, _ = ALL[name]
    for missing in range(count):
        points = np.random.default_rng(2).normal(size=(count, 2))
        points[missing] = np.nan
        assert np.isnan(function(*points))


@pytest.mark.parametrize("name", sorted(ALL))
def test_points_on_one_another_have_no_angle(name: str):
    function, count, _ = ALL[name]
    assert np.isnan(function(*np.full((count, 2), 0.3)))


@given(st.floats(-2000, 2000))
def test_wrap_keeps_the_direction(degrees: float):
    wrapped = float(angles.wrap(np.asarray(degrees)))
    assert -180.0 < wrapped <= 180.0
    assert math.cos(math.radians(wrapped - degrees)) == pytest.approx(1.0)
