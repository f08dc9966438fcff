"""Which frames of a video are chosen; on made-up looks, and once with the real detector."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from posture.live.camera.stills import APART_S, FrameScore, best_stills, choose_stills
from posture.photo.video_frames import VideoFrame
from tests.fixtures.shared import SAMPLES
from tests.photo.films import film

PLACES = np.zeros((10, 2))
NAN = math.nan


def look(time: float, yaw: float, *, moved: float = 0.0, sharp: float = 1.0, seen: float = 1.0):
    frame = VideoFrame(time, str(time).encode(), sharp, 0.0)
    places = None if math.isnan(yaw) else PLACES + moved
    return FrameScore(frame, yaw, places, seen)


def times(looks: list[FrameScore], most: int = 3) -> list[float]:
    return [still.time_s for still in choose_stills(looks, most)]


def test_side_on_frames_are_chosen_in_the_order_of_time():
    looks = [look(i, yaw) for i, yaw in enumerate([80.0, 3.0, 60.0, 2.0, 1.0, 70.0])]
    assert times(looks) == [1, 3, 4]


def test_no_more_than_asked_for_and_never_two_of_one_moment():
    looks = [look(i * 0.1, 1.0) for i in range(30)]
    chosen = times(looks, 2)
    assert len(chosen) == 2
    assert np.diff(chosen).min() >= APART_S


def test_a_still_frame_is_preferred_to_a_moving_one():
    moving = [look(i, 2.0, moved=0.2 * i) for i in range(4)]
    still = [look(4 + i, 2.0, moved=0.6) for i in range(4)]
    assert min(times([*moving, *still])) >= 4
    assert choose_stills(still, 1)[0].motion == 0


@pytest.mark.parametrize("at", [0.0, 300.0, 900.0])
def test_a_size_that_jitters_is_no_motion_wherever_the_person_stands(at: float):
    standing = np.column_stack([np.full(10, at), np.linspace(100.0, 700.0, 10)])
    looks = [
        replace(look(i, 2.0), places=standing, size=600.0 * (1 + 0.01 * (i % 2))) for i in range(3)
    ]
    assert [one.motion for one in choose_stills(looks, 3)] == [0.0, 0.0, 0.0]
    walking = [replace(one, places=standing + 60.0 * i) for i, one in enumerate(looks)]
    # 60 pixels across and down a second, of a body of 600.
    assert choose_stills(walking, 1)[0].motion == pytest.approx(0.1 * 2**0.5, rel=0.02)


@pytest.mark.parametrize("worse", [{"sharp": 0.03}, {"seen": 0.5}])
def test_a_clear_frame_is_preferred(worse: dict[str, float]):
    assert times([look(0, 2.0, **worse), look(1, 2.0), look(2, 2.0, **worse)], 1) == [1]


def test_where_none_is_side_on_the_nearest_says_why():
    assert times([look(0, 80.0), look(1, 40.0), look(2, NAN), look(3, -60.0)]) == [1]


def test_where_nobody_is_seen_the_sharpest_is_given():
    (still,) = choose_stills([look(0, NAN, sharp=0.2), look(1, NAN, sharp=0.9)], 3)
    assert still.time_s == 1
    assert math.isnan(still.yaw_deg)
    assert math.isnan(still.motion)


@pytest.mark.slow
@pytest.mark.model
def test_from_a_film_the_side_view_is_found():
    picture = np.asarray(Image.open(SAMPLES[0]).convert("RGB"))
    shrink = 640 / picture.shape[0]
    side = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    side = side[: side.shape[0] // 2 * 2, : side.shape[1] // 2 * 2]
    empty = np.full_like(side, 200)
    told: list[float] = []
    data = film([empty] * 15 + [side] * 15, turn=0)
    stills = best_stills(data, name="film.mp4", progress=told.append)
    assert told == sorted(told)
    assert stills
    assert all(still.time_s >= 1.4 and abs(still.yaw_deg) < 20 for still in stills)


def test_a_frame_in_the_middle_of_a_step_is_never_chosen_while_there_is_another():
    step = [replace(look(i, 1.0), mid_step=True) for i in range(3)]
    assert times([*step, look(5, 20.0)]) == [5]
