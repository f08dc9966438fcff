from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundtruth.clothes.drape import (
    Shell,
    convex_radius,
    fill,
    hang,
    move_onto,
    section,
    smooth_above,
)

AZIMUTHS = np.arange(48) * 2 * np.pi / 48
HEIGHTS = 1.0 - 0.01 * np.arange(60, dtype=np.float64)


def round_shell(radius: np.ndarray, lean: float = 0.0) -> Shell:
    centre = np.stack([lean * (HEIGHTS - 1.0), np.zeros(60)], axis=1)
    return Shell(HEIGHTS, AZIMUTHS, centre, np.repeat(radius[:, None], 48, axis=1))


def pipe(radius: float, x: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    turn = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    ring = np.stack([x + radius * np.cos(turn), np.zeros(720), radius * np.sin(turn)], axis=1)
    vertices = np.vstack([ring + np.array([0, y, 0]) for y in (1.2, 0.2)])
    i, k = np.arange(720), np.roll(np.arange(720), -1)
    return vertices, np.vstack([np.stack([i, k, i + 720], 1), np.stack([k, k + 720, i + 720], 1)])


def test_section_of_a_pipe_is_its_radius():
    shell = section(*pipe(0.2), HEIGHTS, np.zeros((60, 2)), 48)
    assert shell.radius == pytest.approx(np.full((60, 48), 0.2), abs=1e-5)


def test_section_sees_an_offset_pipe_from_the_line():
    shell = section(*pipe(0.2, x=0.05), HEIGHTS, np.zeros((60, 2)), 48)
    assert shell.radius[:, 0] == pytest.approx(np.full(60, 0.25), abs=1e-5)
    assert shell.radius[:, 24] == pytest.approx(np.full(60, 0.15), abs=1e-5)
    assert shell.radius[:, 12] == pytest.approx(np.full(60, np.sqrt(0.2**2 - 0.05**2)), abs=1e-5)


def test_section_takes_the_outer_or_the_inner_of_two_pipes():
    (a, f), (b, g) = pipe(0.2), pipe(0.1)
    both = np.vstack([a, b]), np.vstack([f, g + len(a)])
    line = np.zeros((60, 2))
    assert section(*both, HEIGHTS, line, 48).radius == pytest.approx(0.2, abs=1e-5)
    inner = section(*both, HEIGHTS, line, 48, outermost=False).radius
    assert inner == pytest.approx(0.1, abs=1e-5)


def test_section_is_nan_where_nothing_is_met():
    vertices, faces = pipe(0.1, x=0.5)
    radius = section(vertices, faces, HEIGHTS, np.zeros((60, 2)), 48).radius
    assert np.isnan(radius[:, 24]).all()
    assert np.isfinite(radius[:, 0]).all()


def test_fill_closes_gaps_along_the_row():
    shell = round_shell(np.full(60, 0.2))
    holed = shell.radius.copy()
    holed[:, 10:15] = np.nan
    assert fill(shell.with_radius(holed)).radius == pytest.approx(shell.radius)


def test_cloth_hangs_plumb_below_an_overhang():
    skin = np.where(HEIGHTS > 0.8, 0.2, 0.12)
    assert hang(round_shell(skin), 0.0) == pytest.approx(0.2)


@pytest.mark.parametrize("lean", [-0.2, 0.2])
def test_plumb_means_plumb_in_the_world(lean: float):
    skin = np.where(HEIGHTS > 0.8, 0.2, 0.05)
    shell = round_shell(skin, lean)
    hanging = shell.with_radius(hang(shell, 0.0))
    back = hanging.points(HEIGHTS, np.full(60, np.pi))[:, 0]
    # Nothing below may lie before what is above it.
    assert (np.diff(back[HEIGHTS <= 0.8]) <= 1e-8).all()


@settings(deadline=None)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.integers(0, 10_000))
def test_a_steeper_slope_never_stands_farther_off(a: float, b: float, seed: int):
    shell = round_shell(np.random.default_rng(seed).uniform(0.1, 0.2, 60))
    wide, close = hang(shell, min(a, b)), hang(shell, max(a, b))
    assert (wide >= close - 1e-12).all()
    assert (close >= shell.radius - 1e-12).all()


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_taut_is_outside_and_convex(seed: int):
    shell = round_shell(np.full(60, 0.2))
    rough = shell.radius * np.random.default_rng(seed).uniform(0.7, 1.0, shell.radius.shape)
    hull = convex_radius(shell.with_radius(rough))
    assert (hull >= rough).all()
    assert convex_radius(shell.with_radius(hull)) == pytest.approx(hull, abs=2e-3)


def test_taut_bridges_the_groove_of_a_spine():
    radius = np.full((60, 48), 0.2)
    radius[:, 24] = 0.18
    hull = convex_radius(round_shell(np.full(60, 0.2)).with_radius(radius))
    assert hull[:, 24] == pytest.approx(0.2 * np.cos(2 * np.pi / 48), abs=1e-4)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_soften_never_goes_below_its_floor(seed: int):
    rng = np.random.default_rng(seed)
    floor = rng.uniform(0.1, 0.2, (60, 48))
    assert (smooth_above(floor + rng.uniform(0, 0.05, floor.shape), 3, floor) >= floor).all()


def test_settled_points_lie_on_the_shell_and_others_stay():
    shell = round_shell(np.full(60, 0.2))
    points = np.array([[0.3, 0.7, 0.0], [0.0, 0.7, -0.1], [0.3, 0.7, 0.0]])
    move_onto(shell, points, np.array([1.0, 1.0, 0.0]))
    assert np.hypot(points[:, 0], points[:, 2]) == pytest.approx([0.2015, 0.2015, 0.3])
