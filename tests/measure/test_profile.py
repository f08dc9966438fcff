from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.body.points import PROFILE_SIZE
from posture.measure import profile as p
from tests.fixtures.bodies import spine

FINE = 4800


def drawn(lean_at: Callable[[NDArray[np.float64]], NDArray[np.float64]], length: float = 0.31):
    """Profile from C7 down whose tangent leans by ``lean_at(share)`` degrees, equal arc shares."""
    share = np.linspace(0.0, 1.0, FINE + 1)
    lean = np.radians(lean_at(share))
    step = np.column_stack([-np.sin(lean), -np.cos(lean)]) * length / FINE
    path = np.vstack([np.zeros(2), np.cumsum((step[1:] + step[:-1]) / 2, axis=0)])
    return path[:: FINE // (PROFILE_SIZE - 1)]


def two_arcs(kyphosis: float, lordosis: float, at_t12: float = -10.0):
    """A circular arc from C7 to T12 and another, bent the other way, from T12 to S2."""

    def lean_at(share: NDArray[np.float64]):
        upper = at_t12 + kyphosis * (1.0 - share / p.T12)
        lower = at_t12 + lordosis * (share - p.T12) / (p.S2 - p.T12)
        return np.where(share < p.T12, upper, lower)

    return drawn(lean_at)


def turned(points: NDArray[np.float64], degrees: float):
    a = math.radians(degrees)
    return points @ np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])


@pytest.mark.parametrize("bend", [-20.0, 0.0, 20.0, 45.0, 70.0])
def test_an_arc_of_known_angle_gives_that_kyphosis(bend: float):
    arc = drawn(lambda share: bend * (0.5 - share / p.T12))
    assert p.kyphosis(arc) == pytest.approx(bend, abs=0.5)


@pytest.mark.parametrize("bend", [-15.0, 0.0, 30.0, 50.0])
def test_an_arc_of_known_angle_gives_that_lordosis_and_sacral_slope(bend: float):
    arc = drawn(lambda share: bend * (share - p.T12) / (p.S2 - p.T12) - 8.0)
    assert p.lordosis(arc) == pytest.approx(bend, abs=0.5)
    assert p.sacral_slope(arc) == pytest.approx(bend - 8.0, abs=0.5)


@given(kyphosis=st.floats(20, 60), lordosis=st.floats(10, 50))
def test_two_arcs_are_told_apart(kyphosis: float, lordosis: float):
    # The window at T12 evens out the kink between the arcs: about a tenth of either curve.
    back = two_arcs(kyphosis, lordosis)
    rounding = 0.11 * (kyphosis + lordosis)
    assert p.kyphosis(back) == pytest.approx(kyphosis, abs=rounding)
    assert p.lordosis(back) == pytest.approx(lordosis, abs=rounding)
    assert p.sacral_slope(back) == pytest.approx(lordosis - 10.0, abs=1.0)


@given(degrees=st.floats(-60, 60))
def test_a_turn_moves_the_slope_alone(degrees: float):
    back, after = spine(), turned(spine(), degrees)
    assert p.kyphosis(after) == pytest.approx(float(p.kyphosis(back)))
    assert p.lordosis(after) == pytest.approx(float(p.lordosis(back)))
    assert p.sacral_slope(after) == pytest.approx(float(p.sacral_slope(back)) + degrees)


@pytest.mark.parametrize(
    "function", [p.kyphosis, p.lordosis, p.sacral_slope, p.fleche_cervicale, p.fleche_lombaire]
)
@given(scale=st.floats(0.1, 10), x=st.floats(-1, 1), y=st.floats(-1, 1))
def test_size_and_place_do_not_matter(
    function: Callable[..., NDArray[np.float64]], scale: float, x: float, y: float
):
    moved = spine() * scale + np.array([x, y])
    assert function(moved) == pytest.approx(float(function(spine())))


def test_a_straight_upright_back_has_no_curves():
    straight = np.column_stack([np.zeros(PROFILE_SIZE), np.linspace(0.86, 0.55, PROFILE_SIZE)])
    for function in (p.kyphosis, p.lordosis, p.fleche_cervicale, p.fleche_lombaire):
        assert function(straight) == pytest.approx(0.0, abs=1e-9)


def test_fleches_of_a_back_of_known_depth():
    share = np.linspace(0.0, 1.0, PROFILE_SIZE)
    # Rearmost (0) at share 1/4, deepest (0.04) at 3/4, C7 and S2 halfway (0.02); 0.4 high.
    x = 0.02 - 0.02 * np.sin(2 * np.pi * share)
    back = np.column_stack([x, 0.9 - 0.4 * share])
    assert p.fleche_cervicale(back) == pytest.approx(5.0, rel=0.03)
    assert p.fleche_lombaire(back) == pytest.approx(10.0, rel=0.03)


def test_the_lumbar_plumb_line_touches_the_sacrum_where_that_is_rearmost():
    share = np.linspace(0.0, 1.0, PROFILE_SIZE)
    hollow = 0.03 * np.sin(np.pi * np.clip((share - p.T12) / (1 - p.T12), 0, 1))
    back = np.column_stack([hollow - 0.05 * share, 0.9 - 0.4 * share])
    smooth = 0.01  # of the depth lies between nodes or in the smoothing
    expected = 100 * (np.max((hollow - 0.05 * share)[p.LUMBAR.start :]) + 0.05) / 0.4
    assert p.fleche_lombaire(back) == pytest.approx(expected, abs=100 * smooth)


def test_an_upside_down_trunk_has_no_fleches():
    assert np.isnan(p.fleche_cervicale(spine()[::-1]))
    assert np.isnan(p.fleche_lombaire(spine()[::-1]))


def test_hidden_low_back_takes_the_lumbar_numbers_alone():
    hidden = spine()
    hidden[20:22] = np.nan
    assert p.kyphosis(hidden) == p.kyphosis(spine())
    assert p.fleche_cervicale(hidden) == pytest.approx(float(p.fleche_cervicale(spine())))
    for function in (p.lordosis, p.sacral_slope, p.fleche_lombaire):
        assert np.isnan(function(hidden))


def test_leading_axes_broadcast():
    many = spine() + np.random.default_rng(3).normal(0, 0.001, size=(4, 3, PROFILE_SIZE, 2))
    for function in (p.kyphosis, p.lordosis, p.sacral_slope, p.fleche_cervicale, p.fleche_lombaire):
        together = function(many)
        assert together.shape == (4, 3)
        assert together[1, 2] == pytest.approx(float(function(many[1, 2])))


@pytest.mark.parametrize(
    ("share", "nodes"), [(0.0, range(0, 7)), (0.58, range(11, 18)), (1.0, range(18, 25))]
)
def test_windows_hold_seven_nodes_around_their_level(share: float, nodes: range):
    assert p.window(share) == nodes
