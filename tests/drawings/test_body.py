"""The drawn person keeps the length of every limb, whatever the pose."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawings.body import LENGTHS, Joints, Limb, OutOfReachError, Posture, joints_of
from drawings.poses import poses
from drawings.shapes import Blob, blob_outline, direction

BONES = {
    "lumbar": ("pelvis", "waist"),
    "lower_thorax": ("waist", "chest"),
    "upper_thorax": ("chest", "neck"),
    "neck": ("neck", "skull"),
    "upper_arm": ("{}_shoulder", "{}_elbow"),
    "forearm": ("{}_elbow", "{}_wrist"),
    "hand": ("{}_wrist", "{}_hand"),
    "thigh": ("{}_hip", "{}_knee"),
    "shank": ("{}_knee", "{}_ankle"),
}
ALL = [(i, k) for i, record in poses().items() for k in range(len(record.poses))]
angles = st.floats(-180, 180)


def assert_lengths(joints: Joints) -> None:
    for bone, ends in BONES.items():
        for side in ("near", "far"):
            p, q = (joints[e.format(side)] for e in ends)
            assert math.dist(p, q) == pytest.approx(LENGTHS[bone], abs=1e-6), bone


@pytest.mark.parametrize(("figure_id", "index"), ALL)
def test_limbs_keep_their_length_in_every_figure(figure_id: str, index: int):
    assert_lengths(joints_of(poses()[figure_id].poses[index].posture()))


@given(trunk=st.tuples(angles, angles, angles), arm=st.tuples(angles, angles))
def test_limbs_keep_their_length_in_any_pose(
    trunk: tuple[float, float, float], arm: tuple[float, float]
):
    assert_lengths(joints_of(Posture(trunk=trunk, arms={"near": Limb(arm)})))


@given(away=st.floats(1.0, 49.0), towards=angles)
def test_a_foot_arrives_where_it_is_sent_and_the_knee_bends_to_the_side_asked(
    away: float, towards: float
):
    to = (away * math.cos(math.radians(towards)), away * math.sin(math.radians(towards)))
    turns = {}
    for bend in ("left", "right"):
        leg = Limb(to=to, bend=bend)
        joints = joints_of(Posture(pelvis=(0.0, 0.0), legs={"near": leg}))
        assert joints["near_ankle"] == pytest.approx(to)
        assert_lengths(joints)
        knee = joints["near_knee"]
        turns[bend] = to[0] * knee[1] - to[1] * knee[0]
    assert turns["left"] > 0 > turns["right"]


def test_a_limb_does_not_stretch():
    with pytest.raises(OutOfReachError, match="near leg"):
        joints_of(Posture(legs={"near": Limb(to=(60.0, 4.0))}))


def test_the_tangents_of_a_blob_touch_both_circles_squarely():
    blob = Blob((0.0, 0.0), (10.0, 0.0), 4.0, 2.0)
    outline = blob_outline(blob)
    assert outline is not None
    q_left, p_left, p_right, q_right = outline
    assert math.dist(p_left, blob.p) == pytest.approx(4.0)
    assert math.dist(q_right, blob.q) == pytest.approx(2.0)
    along = math.radians(direction(p_left, q_left))
    assert p_left[0] * math.cos(along) + p_left[1] * math.sin(along) == pytest.approx(0.0, abs=1e-9)
    assert p_right == pytest.approx((p_left[0], -p_left[1]))


def test_a_blob_inside_its_own_end_is_a_circle():
    assert blob_outline(Blob((0.0, 0.0), (1.0, 0.0), 4.0, 2.0)) is None
