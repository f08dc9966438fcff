from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.frontal.view import find_frontal_view, find_turn, name_sides
from tests.fixtures.fronts import front_person, mirrored

TILT = st.floats(-12.0, 12.0)
VIEW = st.sampled_from(["front", "back"])


@pytest.mark.slow
@given(view=VIEW, head=TILT, shoulders=TILT, pelvis=TILT, roll=st.floats(-8.0, 8.0))
def test_tilts_are_those_drawn_once_the_roll_is_out(
    view: str, head: float, shoulders: float, pelvis: float, roll: float
):
    made = front_person(view=view, head=head, shoulders=shoulders, pelvis=pelvis, roll=roll)
    seen = name_sides(made.pose, 1.0)
    assert seen.view == view
    assert seen.tilts(roll) == pytest.approx([head, shoulders, pelvis], abs=1e-6)


@pytest.mark.parametrize(("view", "sign"), [("front", 1), ("back", -1)])
def test_the_persons_right_is_left_in_the_picture_from_the_front_only(view: str, sign: int):
    seen = name_sides(front_person(view=view).pose, 1.0)
    assert seen.right_is_left == sign
    assert np.all(np.sign(seen.left[:, 0] - seen.right[:, 0]) == sign)


@pytest.mark.slow
@given(view=VIEW, shoulders=TILT, pelvis=TILT, roll=st.floats(-8.0, 8.0))
def test_a_mirror_image_swaps_the_sides_with_equal_size(
    view: str, shoulders: float, pelvis: float, roll: float
):
    made = front_person(view=view, shoulders=shoulders, pelvis=pelvis, roll=roll)
    here, there = name_sides(made.pose, 1.0), name_sides(mirrored(made).pose, 1.0)
    assert there.view == here.view
    assert there.tilts(-roll) == pytest.approx(-here.tilts(roll), abs=1e-9)
    # Who says that it is a mirror image gets the first reading back.
    told = name_sides(mirrored(made).pose, 1.0, mirrored=True)
    assert told.tilts(-roll) == pytest.approx(here.tilts(roll), abs=1e-9)
    assert told.right_is_left == -here.right_is_left


@pytest.mark.slow
@given(zoom=st.floats(0.4, 3.0), shoulders=TILT)
def test_size_does_not_matter(zoom: float, shoulders: float):
    made = front_person(shoulders=shoulders)
    large = replace(made.pose, landmarks=made.pose.landmarks * zoom)
    assert name_sides(large, 1.0).tilts(0.0) == pytest.approx(name_sides(made.pose, 1.0).tilts(0.0))
    assert name_sides(large, zoom).left == pytest.approx(name_sides(made.pose, 1.0).left)
    assert find_turn(large) == pytest.approx(find_turn(made.pose))


def test_who_knows_the_view_better_is_believed():
    made = front_person(view="front", shoulders=5.0)
    told = name_sides(made.pose, 1.0, view="back")
    assert (find_frontal_view(made.pose), told.view) == ("front", "back")
    # The same line seen from behind: the other shoulder is the higher one.
    assert told.tilts(0.0) == pytest.approx([0.0, -5.0, 0.0], abs=1e-6)


def test_one_pair_on_itself_decides_nothing():
    made = front_person()
    landmarks = made.pose.landmarks.copy()
    landmarks[[7, 8]] = landmarks[[8, 7]]
    assert find_frontal_view(replace(made.pose, landmarks=landmarks)) == "front"


def test_a_narrow_body_or_feet_that_point_aside_is_turned():
    straight = find_turn(front_person().pose)
    assert straight < 20
    assert find_turn(front_person(breadth=0.5).pose) > 55
    assert find_turn(front_person(toes=0.09).pose) > 45
    assert find_turn(front_person(toes=0.09).pose, feet=False) == pytest.approx(straight)
