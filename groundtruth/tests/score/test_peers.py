"""Peer formulas on drawn figures, with answers worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from posture.pose.pose import Landmark

from groundtruth.score.peers import PEERS, StickFigure, of, stick_figure
from groundtruth.score.people import METRIC_NAMES

PLUMB = StickFigure(
    ear=(0.0, 100.0),
    eye_outer=(10.0, 90.0),
    shoulder=(0.0, 200.0),
    hip=(0.0, 500.0),
    knee=(0.0, 700.0),
    ankle=(0.0, 900.0),
    mid_ear=(0.0, 100.0),
    mid_eye=(10.0, 90.0),
    mid_shoulder=(0.0, 200.0),
    mid_hip=(0.0, 500.0),
)
"""Everything on one vertical, facing right."""


def value(metric: str, name: str, s: StickFigure) -> float:
    (peer,) = (p for p in of(metric) if p.name == name)
    return peer.value(s)


def leaning(degrees: float) -> StickFigure:
    """The trunk turned forward about the hip, the legs plumb."""
    dx = 300.0 * math.tan(math.radians(degrees))
    return replace(PLUMB, shoulder=(dx, 200.0), mid_shoulder=(dx, 200.0), ear=(dx, 100.0))


def test_ear_over_shoulder_is_90_and_ahead_of_it_45():
    ahead = replace(PLUMB, ear=(100.0, 100.0))
    assert value("cva", "ear-shoulder above the horizontal", PLUMB) == pytest.approx(90.0)
    assert value("cva", "ear-shoulder above the horizontal", ahead) == pytest.approx(45.0)
    assert value("cva", "ear-shoulder from the vertical", ahead) == pytest.approx(45.0)


def test_an_ear_31_degrees_ahead_reads_59():
    ahead = replace(PLUMB, ear=(100.0 * math.tan(math.radians(31.0)), 100.0))
    for name in (
        "ear-shoulder above the horizontal",
        "ear-shoulder above the horizontal, unsigned",
    ):
        assert value("cva", name, ahead) == pytest.approx(59.0)


def test_the_signed_and_the_unsigned_one_differ_behind_the_shoulder():
    behind = replace(PLUMB, ear=(-100.0, 100.0))
    assert value("cva", "ear-shoulder above the horizontal", behind) == pytest.approx(135.0)
    name = "ear-shoulder above the horizontal, unsigned"
    assert value("cva", name, behind) == pytest.approx(45.0)


@pytest.mark.parametrize("s", [PLUMB, leaning(12.0), leaning(-7.0)])
def test_a_sacrum_at_a_fixed_offset_is_a_constant(s: StickFigure):
    name = "hip to a sacrum at a fixed offset, a constant"
    assert value("pelvic_tilt", name, s) == pytest.approx(-16.7, abs=0.01)


@given(st.floats(-30, 30), st.floats(-40, 40))
def test_thigh_less_trunk_plus_10_flips_about_10_with_the_facing(lean: float, knee: float):
    s = replace(leaning(lean), knee=(knee, 700.0))
    turned = replace(s, **{n: (-x, y) for n, (x, y) in ((n, getattr(s, n)) for n in s.__slots__)})
    name = "thigh - trunk + 10"
    both = value("pelvic_tilt", name, s) + value("pelvic_tilt", name, turned)
    assert both == pytest.approx(20.0)


def test_thigh_less_trunk_plus_10_by_hand():
    # Trunk 5 degrees forward, thigh plumb: trunk = -5, thigh = 0, so 0 - (-5) + 10.
    assert value("pelvic_tilt", "thigh - trunk + 10", leaning(5.0)) == pytest.approx(15.0)
    assert value("lordosis", "50 + thigh - trunk", leaning(5.0)) == pytest.approx(55.0)
    assert value("lordosis", "thigh - trunk, unsigned", leaning(5.0)) == pytest.approx(5.0)


def test_a_plumb_figure_has_no_curves_for_one_peer_and_a_straight_tilt_for_another():
    assert value("kyphosis", "hip-shoulder from the vertical", PLUMB) == 0.0
    assert value("lordosis", "thigh - trunk, unsigned", PLUMB) == 0.0
    assert value("pelvic_tilt", "shoulder-hip-knee angle", PLUMB) == pytest.approx(180.0)
    assert value("kyphosis", "30 + 2 x forward lean of hip-shoulder", leaning(5.0)) == (
        pytest.approx(40.0)
    )


def test_the_shoulder_over_the_ankle_jumps_by_a_turn():
    name = "shoulder over ankle by atan2 with y down (upright is 180)"
    ahead = replace(PLUMB, shoulder=(1.0, 200.0))
    behind = replace(PLUMB, shoulder=(-1.0, 200.0))
    assert value("shoulder_c7", name, ahead) == pytest.approx(180.0, abs=0.1)
    assert value("shoulder_c7", name, behind) == pytest.approx(-180.0, abs=0.1)


def test_knees():
    back = replace(PLUMB, knee=(-20.0, 700.0))
    bent = replace(PLUMB, knee=(20.0, 700.0))
    angle = 2 * math.degrees(math.atan(20.0 / 200.0))
    signed = "hip-knee-ankle, signed by the facing"
    assert value("knee_angle", signed, back) == pytest.approx(angle)
    assert value("knee_angle", signed, bent) == pytest.approx(-angle)
    assert value("knee_angle", "hyperextension only, else 0", bent) == 0.0
    assert value("knee_angle", "hyperextension only, else 0", back) == pytest.approx(angle)
    # Unsigned: a bent and an overstretched knee look the same.
    for s in (back, bent):
        assert value("knee_angle", "hip-knee-ankle less 180", s) == pytest.approx(-angle)


def test_leans_and_offsets():
    assert value("trunk_lean", "hip-shoulder from the vertical", leaning(4.0)) == pytest.approx(4)
    assert value("trunk_lean", "hip-shoulder from the vertical, unsigned", leaning(-4.0)) == (
        pytest.approx(4.0)
    )
    ahead = replace(PLUMB, hip=(80.0, 500.0))
    name = "hip before ankle, share of ear-ankle"
    assert value("hip_ankle_offset", name, ahead) == pytest.approx(8.8)


def test_everybody_faces_right_and_shows_the_near_side():
    landmarks = np.zeros((33, 2))
    landmarks[Landmark.LEFT_EAR] = (300.0, 50.0)
    landmarks[Landmark.RIGHT_EAR] = (310.0, 60.0)
    seen = stick_figure(landmarks, "left", "left")
    assert seen.ear == (-300.0, 50.0)
    assert seen.mid_ear == (-305.0, 55.0)
    assert stick_figure(landmarks, "right", "right").ear == (310.0, 60.0)


def test_every_peer_names_a_measurement_of_ours_and_its_source():
    assert {peer.metric for peer in PEERS} <= set(METRIC_NAMES)
    assert all(" " in peer.source and "/" in peer.source for peer in PEERS)
    assert len({(peer.metric, peer.name) for peer in PEERS}) == len(PEERS)
    assert of("fleche_lombaire") == ()
