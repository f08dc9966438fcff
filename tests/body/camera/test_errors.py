import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.camera.errors import CameraErrors, add_to_placed
from posture.body.points import NODES
from tests.fixtures.bodies import body, point_set

ERRORS = CameraErrors(roll_deg=1.0, yaw_deg=4.0, distance=0.2, scale=0.02, pitch_deg=2.0)


def modes():
    made = body()
    return ERRORS.modes(made.camera, made.detected.positions, made.depths)


def test_a_rolled_camera_turns_all_points_by_the_roll():
    made = body()
    rolled = CameraErrors(1.0, 0.0, 0.0, 0.0, 0.0)
    only = rolled.modes(made.camera, made.detected.positions, made.depths)
    shift = only[:, 0].reshape(-1, 2)
    length = made.detected["tragus"][1] - made.detected["malleolus"][1]
    moved = shift[NODES.index("tragus"), 0] - shift[NODES.index("malleolus"), 0]
    assert abs(np.degrees(abs(moved) / length) - 1.0) < 0.1
    assert np.allclose(only[:, 1:], 0.0, atol=1e-12)


def test_the_common_shift_is_taken_out():
    assert np.allclose(modes().reshape(len(NODES), 2, -1).mean(axis=0), 0.0, atol=1e-12)


def test_placed_points_go_with_estimates_that_hold_the_cameras_errors():
    found = modes()
    own = np.eye(len(found)) * 1e-6
    placed = np.array([name == "c7" for name in NODES])
    keep = ~np.repeat(placed, 2)
    layered = own.copy()
    layered[np.ix_(keep, keep)] += found[keep] @ found[keep].T
    total = add_to_placed(layered, found, placed)
    wanted = found @ found.T + own
    # All but what the estimates' own small errors hide.
    assert np.allclose(total, wanted, atol=0.05 * np.abs(wanted).max())


@pytest.mark.slow
@given(st.floats(1e-4, 0.03), st.sets(st.sampled_from(["c7", "asis", "psis", "knee"]), min_size=1))
def test_the_joint_covariance_stays_valid(sd: float, names: set[str]):
    placed = np.array([name in names for name in NODES])
    layered = point_set(sd).covariance.copy()
    total = add_to_placed(layered, modes(), placed)
    values = np.linalg.eigvalsh((total + total.T) / 2)
    assert values.min() > -1e-9 * values.max()


def test_without_placed_points_nothing_changes():
    layered = point_set().covariance
    none = np.zeros(len(NODES), dtype=bool)
    assert np.array_equal(add_to_placed(layered, modes(), none), layered)


def test_where_the_camera_looks_up_more_than_thought_nearer_points_lie_lower():
    made = body()
    # Points of one height, every other half a shoulder breadth nearer.
    depths = np.where(np.arange(len(NODES)) % 2, 0.11, 0.0)
    level = np.column_stack([np.linspace(-0.05, 0.05, len(NODES)), np.full(len(NODES), 0.5)])
    shift = ERRORS.modes(made.camera, level, depths).reshape(len(NODES), 2, -1)[:, 1, 4]
    gap = shift[depths > 0].mean() - shift[depths == 0].mean()
    assert np.isclose(gap, -0.11 * np.tan(np.radians(2.0)), rtol=0.1)
