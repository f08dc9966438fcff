from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("anny", reason="bodies need the ground truth's own environment")

from dataclasses import replace
from typing import TYPE_CHECKING

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import lean_of_trunk, pose, trunk_frames
from groundtruth.bodies.posture import Posture
from groundtruth.bodies.spread import draw_posture, with_lean
from groundtruth.bodies.truth import find_truth

if TYPE_CHECKING:
    from posture.body.side_view import Side

    from groundtruth.bodies.phenotype import Shape


@pytest.fixture(scope="module")
def shape() -> Shape:
    return draw_person(np.random.default_rng(5)).shape


def measured(shape: Shape, posture: Posture, side: Side = "right") -> dict[str, float]:
    return find_truth(pose(shape, posture), side).measurements(shape.stature)


def test_the_pelvis_turns_as_commanded(shape: Shape):
    easy = Posture()
    change = (
        measured(shape, replace(easy, pelvis=10.0))["pelvic_tilt"]
        - measured(shape, easy)["pelvic_tilt"]
    )
    assert change == pytest.approx(9.0, abs=1.5)


def test_a_knee_bends_as_commanded_and_alone(shape: Shape):
    straight, bent = measured(shape, Posture()), measured(shape, Posture(knee=(-10.0, -10.0)))
    assert bent["knee_angle"] - straight["knee_angle"] == pytest.approx(-10.0, abs=1.0)
    # The thigh turns by half as much, and a tenth of the skin over the hip bone goes with it.
    assert bent["pelvic_tilt"] == pytest.approx(straight["pelvic_tilt"], abs=1.0)


def test_feet_stay_on_the_floor_and_soles_level(shape: Shape):
    for seed in range(4):
        posture = draw_posture(np.random.default_rng(seed), "wide", shape)
        assert pose(shape, posture).vertices[:, 1].min() == pytest.approx(0.0, abs=1e-9)


def test_the_lean_is_met_whatever_the_pelvis_does(shape: Shape):
    for pelvis in (-15.0, 0.0, 15.0):
        posture = with_lean(shape, Posture(pelvis=pelvis, thoracic=8.0), -2.0)
        lean = lean_of_trunk(shape, trunk_frames(shape, posture))
        assert lean == pytest.approx(-2.0, abs=0.05)


def test_both_sides_of_a_symmetric_posture_read_alike(shape: Shape):
    right, left = measured(shape, Posture()), measured(shape, Posture(), "left")
    for name, value in right.items():
        assert left[name] == pytest.approx(value, abs=0.3)
