import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.body.camera.pinhole import Camera

CAMERA = Camera((384.0, 512.0), (380.0, 960.0), 900.0, 1.9, 1, 0.0, 0.0)

signed = st.sampled_from([-1, 1])
small = st.floats(-12, 12)


@given(
    sign=signed,
    roll=small,
    yaw=small,
    x=st.floats(-0.2, 0.2),
    y=st.floats(0, 1),
    depth=st.floats(-0.15, 0.15),
    distance=st.floats(1.0, 4.0),
    pitch=small,
)
def test_there_and_back(
    sign: int,
    roll: float,
    yaw: float,
    x: float,
    y: float,
    depth: float,
    distance: float,
    pitch: float,
):
    camera = Camera((384.0, 512.0), (350.0, 960.0), 900.0, distance, sign, roll, yaw, pitch)
    picture = camera.to_picture((x, y), depth)
    assert camera.to_body(picture, depth) == pytest.approx((x, y), abs=1e-9)


@given(x=st.floats(-0.2, 0.2), y=st.floats(0, 1), roll=small, depth=st.floats(-0.1, 0.1))
def test_left_is_the_mirror_image_of_right(x: float, y: float, roll: float, depth: float):
    right = Camera((400.0, 512.0), (400.0, 960.0), 900.0, 1.9, 1, roll, 3.0)
    left = Camera((400.0, 512.0), (400.0, 960.0), 900.0, 1.9, -1, -roll, 3.0)
    a, b = right.to_picture((x, y), depth), left.to_picture((x, y), depth)
    assert (800 - b[0], b[1]) == pytest.approx(tuple(a), abs=1e-6)


def test_a_level_camera_only_scales_what_lies_in_the_plane():
    assert CAMERA.to_body((380.0, 60.0)) == pytest.approx((0.0, 1.0))
    assert CAMERA.to_body((470.0, 960.0)) == pytest.approx((0.1, 0.0))


def test_roll_is_taken_out():
    rolled = Camera((384.0, 512.0), (384.0, 512.0), 900.0, 1.9, 1, 5.0, 0.0)
    # A true vertical leans 5 deg clockwise in the picture: its top lies to the right.
    top = (384 + 300 * math.sin(math.radians(5)), 512 - 300 * math.cos(math.radians(5)))
    assert rolled.to_body(top) == pytest.approx((0.0, 1 / 3))


def test_parallax_has_the_size_that_the_evidence_gives():
    """Camera at 1.0 m, 3 m away: the shoulder angle comes out some 11 deg too small."""
    stature = 1.72
    camera = Camera((384.0, 960 - 900 * 1.0 / stature), (384.0, 960.0), 900.0, 3 / stature, 1, 0, 0)
    c7, acromion = np.array([0.0, 0.862]), np.array([0.028, 0.822])
    seen = camera.to_picture([c7, acromion], [0.0, 0.185 / stature])

    def angle(points: NDArray[np.float64]):
        forward, up = points[0] - points[1]
        return math.degrees(math.atan2(up, -forward))

    true = angle(np.array([c7, acromion]))
    uncorrected = angle(camera.to_body(seen))
    corrected = angle(camera.to_body(seen, [0.0, 0.185 / stature]))
    assert -20 < uncorrected - true < -6
    assert corrected == pytest.approx(true)


def test_a_chest_turned_to_the_camera_moves_the_near_shoulder_back():
    turned = Camera((384.0, 512.0), (384.0, 960.0), 900.0, 50.0, 1, 0.0, 10.0)
    near, far = turned.to_picture([(0.0, 0.8), (0.0, 0.8)], [0.1, -0.1])
    assert near[0] < far[0]


@given(pitch=small, yaw=small, x=st.floats(-0.2, 0.2), y=st.floats(0, 1), z=st.floats(-0.1, 0.1))
def test_a_tipped_camera_sees_what_a_tipped_pinhole_sees(
    pitch: float, yaw: float, x: float, y: float, z: float
):
    """Built from rotations in space, 0.73 statures up, 2 away; the person faces right."""
    height, distance, focal = 0.73, 2.0, 1800.0

    def pinhole(forward: float, up: float, near: float):
        turn, tip = math.radians(yaw), math.radians(pitch)
        right = forward * math.cos(turn) - near * math.sin(turn)
        away = distance - forward * math.sin(turn) - near * math.cos(turn)
        rise = up - height
        ahead = away * math.cos(tip) + rise * math.sin(tip)
        over = rise * math.cos(tip) - away * math.sin(tip)
        return 384 + focal * right / ahead, 512 - focal * over / ahead

    camera = Camera(
        (384.0, 512.0), pinhole(0.0, 0.0, 0.0), focal / distance, distance, 1, 0.0, yaw, pitch
    )
    assert camera.to_picture((x, y), z) == pytest.approx(pinhole(x, y, z), abs=1e-6)
