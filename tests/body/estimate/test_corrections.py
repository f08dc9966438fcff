from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.camera.errors import CameraErrors
from posture.body.camera.pinhole import Camera
from posture.body.camera.roll import ASSUMED_ROLL, Roll
from posture.body.estimate.corrections import LEAST_ROLL_SD, LENSES, ROLL_KNOTS, CameraHead, carried
from posture.body.estimate.perceptron import Perceptron
from posture.body.points import NODES
from tests.fixtures.bodies import body

CAMERA = Camera(
    centre=(450.0, 600.0),
    origin=(460.0, 1100.0),
    px_per_stature=1000.0,
    distance=2.0,
    facing_sign=1,
    roll_deg=1.0,
    yaw_deg=4.0,
)

SLOPES = np.random.default_rng(5).normal(0, 0.003, (2 * len(NODES), 5))


USUAL = np.zeros(3)
"""Circumstances that widen nothing."""


def head(*bias: float) -> CameraHead:
    """Corrections that are the same whatever is seen: roll, yaw, distance, scale, pitch."""
    mean = np.zeros(5)
    mean[: len(bias)] = bias
    still = Perceptron(((np.zeros((2, 5)), np.zeros(5)),), np.zeros((2, 5)), mean)
    roll_sd = np.array(ROLL_KNOTS) / 2
    sd = np.tile([3.0, 0.1, 0.02, 2.0], (LENSES, 1))
    return CameraHead(still, roll_sd, sd, np.zeros((len(USUAL) + 1, 5)), SLOPES)


@pytest.mark.parametrize(("stated", "remains"), [(0.6, 0.3), (1.1, 0.55), (2.0, 1.0), (3.0, 1.0)])
def test_a_roll_that_the_room_shows_well_remains_little_uncertain(stated: float, remains: float):
    seen = Roll(1.0, stated, "verticals")
    _, errors = head().corrected(CAMERA, np.zeros(2), USUAL, lens_known=False, roll=seen)
    assert errors.roll_deg == pytest.approx(remains)


def test_the_expected_error_is_taken_out() -> None:
    wrong = head(0.5, -2.0, np.log(1.1), np.log(0.98), 6.0)
    better, errors = wrong.corrected(
        CAMERA, np.zeros(2), USUAL, lens_known=False, roll=ASSUMED_ROLL
    )
    assert better.roll_deg == pytest.approx(0.5)
    assert better.yaw_deg == pytest.approx(6.0)
    assert better.distance == pytest.approx(2.0 / 1.1)
    assert better.px_per_stature == pytest.approx(1000.0 / 0.98)
    assert better.pitch_deg == pytest.approx(-6.0)
    assert (errors.roll_deg, errors.yaw_deg, errors.pitch_deg) == (1.0, 3.0, 2.0)


def test_a_pitch_that_verticals_show_is_weighed_in() -> None:
    """As sure as the learnt one at the focal length it was read with: the mean of both."""
    lens = replace(CAMERA, distance=1.05 * 1.2)
    roll = Roll(1.0, 0.8, "verticals", pitch_deg=-2.0, pitch_sd_deg=2.0)
    better, errors = head(0.0, 0.0, 0.0, 0.0, 6.0).corrected(
        lens, np.zeros(2), USUAL, lens_known=True, roll=roll
    )
    assert better.pitch_deg == pytest.approx(-4.0)
    assert errors.pitch_deg == pytest.approx(np.sqrt(2.0))


def test_the_mirror_image_rolls_the_other_way() -> None:
    mirrored = replace(CAMERA, facing_sign=-1, roll_deg=-1.0)
    wrong = head(0.5)
    one, _ = wrong.corrected(CAMERA, np.zeros(2), USUAL, lens_known=False, roll=ASSUMED_ROLL)
    two, _ = wrong.corrected(mirrored, np.zeros(2), USUAL, lens_known=False, roll=ASSUMED_ROLL)
    assert two.roll_deg == pytest.approx(-one.roll_deg)


def test_a_roll_that_somebody_gave_stays() -> None:
    wrong = head(0.5, 1.0)
    better, errors = wrong.corrected(
        CAMERA, np.zeros(2), USUAL, lens_known=True, roll=Roll(1.0, 0.3, "given")
    )
    assert better.roll_deg == CAMERA.roll_deg
    assert errors.roll_deg == 0.3
    assert better.yaw_deg == pytest.approx(3.0)


def test_errors_are_larger_in_circumstances_in_which_they_were() -> None:
    widening = np.zeros((len(USUAL) + 1, 5))
    widening[0] = np.log([1.1, 1.2, 1.3, 1.4, 1.5])
    widening[-1] = np.log(1.05)
    made = replace(head(), widening=widening)
    seen = np.array([[0.0, 9.0, 9.0], [1.0, 9.0, 9.0], [100.0, 0.0, 0.0], [-100.0, 0.0, 0.0]])
    found = made.sizes(np.full(4, 2.0), np.arange(4) % LENSES, seen)
    usual = np.array([1.0, 3.0, 0.1, 0.02, 2.0])
    np.testing.assert_allclose(found[0], 1.05 * usual)
    np.testing.assert_allclose(found[1], 1.05 * np.array([1.1, 1.2, 1.3, 1.4, 1.5]) * usual)
    # Nothing was learnt so far out.
    np.testing.assert_allclose(found[2], 2.0 * usual)
    np.testing.assert_allclose(found[3], 0.5 * usual)
    _, errors = made.corrected(CAMERA, np.zeros(2), seen[1], lens_known=False, roll=ASSUMED_ROLL)
    np.testing.assert_allclose(errors.each, found[1])


def test_no_circumstances_make_rooms_plumb() -> None:
    narrow = replace(head(), widening=np.full((len(USUAL) + 1, 5), -1.0))
    found = narrow.sizes(np.array(0.6), np.array(0), USUAL)
    assert found[0] == LEAST_ROLL_SD


def test_an_answer_goes_with_the_camera_as_learnt_and_in_size_whole() -> None:
    made = body()
    at = made.detected.positions
    errors = CameraErrors(roll_deg=0.5, yaw_deg=2.0, distance=0.1, scale=0.03, pitch_deg=1.5)
    found = head().shared(made.camera, errors, at, made.depths) - SLOPES * [
        0.5,
        2.0,
        0.1,
        0.03,
        1.5,
    ]
    # All is alike but for its size, and three percent too many pixels make it three percent less.
    own = at - at.mean(axis=0)
    grown = found.reshape(len(NODES), 2, 5)
    for k in range(5):
        factor = (grown[..., k] * own).sum() / (own * own).sum()
        np.testing.assert_allclose(grown[..., k], factor * own, atol=1e-12)
    assert (grown[..., 3] * own).sum() / (own * own).sum() == pytest.approx(-0.03, rel=0.1)


@given(st.floats(-4, 4), st.floats(-12, 12), st.floats(1.2, 3.0), st.floats(900, 1100))
def test_directions_do_not_turn_with_the_camera(
    roll: float, yaw: float, distance: float, scale: float
) -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(0, 0.2, (12, 2))
    depths = rng.normal(0, 0.05, 12)
    after = replace(CAMERA, roll_deg=roll, yaw_deg=yaw, distance=distance, px_per_stature=scale)
    moved, factor = carried(points, depths, CAMERA, after)
    assert factor > 0
    np.testing.assert_allclose(np.diff(moved, axis=0), factor * np.diff(points, axis=0), atol=1e-9)
    # Place and size are those of the same points of the picture, read through the other camera.
    seen = after.to_body(CAMERA.to_picture(points, depths), depths)
    np.testing.assert_allclose(moved.mean(axis=0), seen.mean(axis=0), atol=1e-9)
