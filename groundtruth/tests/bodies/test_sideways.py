from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("anny", reason="bodies need the ground truth's own environment")

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import pose
from groundtruth.bodies.posture import Posture
from groundtruth.bodies.sideways import Sideways
from groundtruth.frontal import levels

if TYPE_CHECKING:
    from groundtruth.bodies.phenotype import Shape


@pytest.fixture(scope="module")
def shape() -> Shape:
    return draw_person(np.random.default_rng(5)).shape


def test_an_even_body_is_level_and_as_before(shape: Shape):
    even = pose(shape, Posture(), Sideways())
    assert np.array_equal(even.vertices, pose(shape, Posture()).vertices)
    assert max(abs(v) for v in levels(even, "front").values()) < 0.3


@pytest.mark.parametrize(
    ("part", "level"),
    [("pelvis", "pelvis_level"), ("trunk", "shoulder_level"), ("head", "head_level")],
)
def test_each_part_lifts_the_right_side_as_commanded(shape: Shape, part: str, level: str):
    found = levels(pose(shape, Posture(), Sideways(**{part: 5.0})), "front")
    assert found[level] == pytest.approx(5.0, abs=1.0)
    other = levels(pose(shape, Posture(), Sideways(**{part: -5.0})), "front")
    assert other[level] == pytest.approx(-found[level], abs=0.6)


def test_both_feet_stand_under_a_tilted_pelvis(shape: Shape):
    body = pose(shape, Posture(), Sideways(pelvis=6.0))
    ankles = [body.joints[f"ankle_{side}"][1] for side in ("left", "right")]
    assert ankles[0] == pytest.approx(ankles[1], abs=0.006)
    assert levels(body, "back")["pelvis_level"] == pytest.approx(6.0, abs=1.5)
