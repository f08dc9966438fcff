from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from groundtruth.fast.situation import situate
from tests.fast.made_up import landmarks_of, truth_file


@settings(max_examples=20, deadline=None)
@given(st.floats(-4, 4), st.floats(-12, 12), st.sampled_from(["left", "right"]))
def test_frame_and_back(roll: float, yaw: float, facing: str) -> None:
    record = truth_file(facing=facing, roll=roll, yaw=yaw)
    situation = situate(record)
    px = landmarks_of(record)
    np.testing.assert_allclose(situation.to_source(situation.to_frame(px)), px, atol=1e-8)


@settings(max_examples=20, deadline=None)
@given(st.floats(-4, 4), st.floats(-12, 12))
def test_facing_makes_no_difference(roll: float, yaw: float) -> None:
    right = truth_file(facing="right", roll=roll, yaw=yaw, lateral=0.1)
    # The mirror image: the camera stands on the other side and rolls the other way.
    left = truth_file(facing="left", roll=-roll, yaw=yaw, lateral=-0.1)
    one, two = situate(right), situate(left)
    np.testing.assert_allclose(
        one.to_frame(landmarks_of(right)), two.to_frame(landmarks_of(left)), atol=1e-9
    )
    differs = ~np.isclose(one.predictors, two.predictors, atol=1e-9)
    # Only the roll itself, as written in the picture, has another sign.
    assert differs.sum() <= 1


def test_hips_are_the_origin_and_stature_the_unit() -> None:
    record = truth_file()
    frame = situate(record).to_frame(landmarks_of(record))
    ear, ankle = frame[[1, 13]].mean(axis=0)[1], frame[[9, 21]].mean(axis=0)[1]
    assert 0.80 < ear - ankle < 0.96
    assert frame[-1, 0] > frame[1, 0]  # the nose is before the ear
