import numpy as np
import pytest

from posture.body.outline.back_edge import back_edge, resample, smooth
from posture.body.side_view import turn
from tests.fixtures.people import BACK, FLOOR, STATURE, person


def test_the_back_edge_is_found_to_a_fraction_of_a_pixel():
    made = person()
    edge = back_edge(turn(made.photo, made.pose), 270, 480)
    back = np.array(BACK)[::-1]
    true = FLOOR[0] + STATURE * np.interp((FLOOR[1] - edge[:, 1]) / STATURE, back[:, 1], back[:, 0])
    assert np.abs(edge[:, 0] - true).mean() < 0.3
    assert len(edge) > 200


def test_smoothing_leaves_a_straight_line_alone():
    line = np.column_stack([np.linspace(0, 5, 80), np.linspace(10, 90, 80)])
    np.testing.assert_allclose(smooth(line, 6.0), line, atol=1e-9)


def test_smoothing_takes_noise_away():
    rng = np.random.default_rng(1)
    noisy = np.column_stack([rng.normal(size=200), np.arange(200.0)])
    assert smooth(noisy, 8.0)[:, 0].std() < 0.4


def test_resampling_gives_equal_arcs_and_keeps_the_ends():
    angle = np.linspace(0, 1.5, 400)
    points = resample(np.column_stack([np.sin(angle), np.cos(angle)]), 25)
    steps = np.hypot(*np.diff(points, axis=0).T)
    assert steps.std() / steps.mean() < 1e-3
    assert points[-1] == pytest.approx((np.sin(1.5), np.cos(1.5)))
