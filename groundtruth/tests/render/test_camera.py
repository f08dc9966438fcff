from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from posture.body.camera.pinhole import Camera

from groundtruth.render.camera import SceneCamera, frame

if TYPE_CHECKING:
    from posture.body.side_view import Side

PLAIN = SceneCamera(
    focal_px=1200.0,
    distance_m=3.0,
    height_m=1.2,
    lateral_m=0.0,
    pitch_deg=0.0,
    roll_deg=0.0,
    yaw_deg=0.0,
    facing="right",
    width=768,
    height=1024,
)


def test_a_point_on_the_axis_lands_in_the_middle():
    assert PLAIN.project([0.0, 1.2, 0.0]) == pytest.approx([384.0, 512.0])


def test_forward_is_where_the_person_faces_and_up_is_up():
    ahead = PLAIN.project([0.3, 1.5, 0.0])
    assert ahead == pytest.approx([384 + 1200 * 0.3 / 3, 512 - 1200 * 0.3 / 3])
    other = replace(PLAIN, facing="left").project([0.3, 1.5, 0.0])
    assert other == pytest.approx([384 - 120.0, 392.0])


@pytest.mark.parametrize(("facing", "near"), [("right", 0.2), ("left", -0.2)])
def test_the_near_side_is_the_side_that_is_seen_larger(facing: Side, near: float):
    camera = replace(PLAIN, facing=facing)
    ends = camera.project([[0, 1.0, near], [0, 1.4, near], [0, 1.0, -near], [0, 1.4, -near]])
    assert camera.near_side == facing
    assert ends[0, 1] - ends[1, 1] > ends[2, 1] - ends[3, 1]


def test_positive_roll_leans_a_vertical_clockwise():
    low, high = replace(PLAIN, roll_deg=5.0).project([[0, 0.7, 0], [0, 1.7, 0]])
    lean = np.degrees(np.arctan2(high[0] - low[0], low[1] - high[1]))
    assert lean == pytest.approx(5.0)


@pytest.mark.parametrize("facing", ["right", "left"])
def test_positive_yaw_turns_the_chest_towards_the_camera(facing: Side):
    camera = replace(PLAIN, facing=facing, yaw_deg=20.0)
    assert camera.to_scene([1.0, 0.0, 0.0])[2] == pytest.approx(np.sin(np.radians(20)))
    assert np.linalg.det(camera.turn()) == pytest.approx(1.0)


def test_looking_up_moves_the_person_down():
    assert replace(PLAIN, pitch_deg=3.0).project([0, 1.2, 0])[1] > 512


def test_behind_the_camera_is_unknown():
    assert np.isnan(PLAIN.project([0.0, 1.0, 4.0])).all()


@given(
    x=st.floats(-0.2, 0.2),
    y=st.floats(0, 1),
    z=st.floats(-0.15, 0.15),
    yaw=st.floats(-30, 30),
    roll=st.floats(-10, 10),
    lateral=st.floats(-0.4, 0.4),
    facing=st.sampled_from(["left", "right"]),
)
def test_it_agrees_with_the_camera_that_the_analysis_assumes(
    x: float, y: float, z: float, yaw: float, roll: float, lateral: float, facing: Side
):
    stature = 1.7
    scene = replace(PLAIN, yaw_deg=yaw, roll_deg=roll, lateral_m=lateral, facing=facing)
    scale = scene.focal_px / scene.distance_m * stature
    upright = replace(scene, roll_deg=0.0)
    assumed = Camera(
        centre=(384.0, 512.0),
        origin=tuple(upright.project([0.0, 0.0, 0.0])),
        px_per_stature=scale,
        distance=scene.distance_m / stature,
        facing_sign=1 if facing == "right" else -1,
        roll_deg=roll,
        yaw_deg=yaw,
    )
    near = z if facing == "right" else -z
    assert scene.project(np.array([x, y, near]) * stature) == pytest.approx(
        assumed.to_picture([x, y], z), abs=1e-6
    )


@given(st.integers(0, 10_000), st.floats(1.45, 2.0), st.sampled_from(["left", "right"]))
def test_the_whole_person_is_in_the_picture(seed: int, stature: float, facing: Side):
    camera = frame(stature, np.random.default_rng(seed), facing=facing)
    body = stature * np.array(
        [[0, 0, 0], [0, 1, 0], [0.15, 0, 0], [0.15, 0.5, 0.15], [-0.12, 0.9, -0.15]]
    )
    px = camera.project(body)
    assert (px > 0).all()
    assert (px < [camera.width, camera.height]).all()
    assert 26 <= camera.mm_equivalent <= 70
    assert 2 <= camera.distance_m <= 5


def test_a_frame_that_cannot_be_is_said():
    with pytest.raises(ValueError, match="no camera"):
        frame(1.8, np.random.default_rng(0), facing="left", distance_m=(0.3, 0.4), fill=(0.6, 0.9))
