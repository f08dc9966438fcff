"""What the model of landmarks says: points, refined by its heatmap where that is clear."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.pose.reading import Reading, read_landmarks

COUNT = 39


def outputs(
    points: np.ndarray, heatmap: np.ndarray | None = None, visible: float = 0.0
) -> list[np.ndarray]:
    values = np.zeros((COUNT, 5), np.float32)
    values[:, :2], values[:, 3] = 256 * points, visible
    if heatmap is None:
        heatmap = np.full((64, 64, COUNT), -50.0, np.float32)
    outline = np.zeros((256, 256, 1), np.float32)
    return [values.ravel(), np.array([0.9], np.float32), outline, heatmap]


def read(points: np.ndarray, heatmap: np.ndarray | None = None) -> Reading:
    return read_landmarks(outputs(points, heatmap), 256)


@given(st.floats(-1.5, 2.5), st.floats(-1.5, 2.5))
def test_without_a_clear_heatmap_points_stay_even_outside(x: float, y: float):
    points = np.tile([x, y], (COUNT, 1))
    assert read(points).points == pytest.approx(points, abs=1e-6)


@given(st.integers(0, 63), st.integers(0, 63), st.integers(-3, 3), st.integers(-3, 3))
def test_a_clear_cell_within_reach_draws_the_point(x: int, y: int, dx: int, dy: int):
    heatmap = np.full((64, 64, COUNT), -50.0, np.float32)
    there = (x + dx, y + dy)
    if min(there) < 0 or max(there) > 63:
        return
    heatmap[y + dy, x + dx, 4] = 8.0
    points = np.tile([(x + 0.4) / 64, (y + 0.6) / 64], (COUNT, 1))
    found = read(points, heatmap).points
    assert found[4] * 64 == pytest.approx(there, abs=1e-4)
    assert found[5] == pytest.approx(points[5], abs=1e-6)


def test_a_faint_or_far_cell_draws_nothing():
    heatmap = np.full((64, 64, COUNT), -50.0, np.float32)
    heatmap[20, 20, 0], heatmap[20, 24, 1] = -0.1, 8.0
    points = np.full((COUNT, 2), 20.5 / 64)
    assert read(points, heatmap).points[:2] == pytest.approx(points[:2], abs=1e-6)


def test_logits_become_shares():
    reading = read_landmarks(outputs(np.zeros((COUNT, 2)), visible=np.log(3.0)), 256)
    assert reading.visibility == pytest.approx(np.full(COUNT, 0.75))
    assert reading.presence == pytest.approx(0.9)
    assert reading.silhouette() == pytest.approx(np.full((256, 256), 0.5))


def test_extreme_logits_are_no_error():
    reading = read_landmarks(outputs(np.zeros((COUNT, 2)), visible=-1e30), 256)
    assert (reading.visibility == 0).all()
