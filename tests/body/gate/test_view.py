import numpy as np
import pytest

from posture.body.camera.cues import find_yaw
from posture.body.framing import Framing, find_framing
from posture.body.gate.view import View, find_view, is_face_ahead
from posture.body.side_view import SideView, turn
from posture.pose.pose import Landmark
from tests.fixtures.people import Person, person


def side(made: Person) -> SideView:
    return turn(made.photo, made.pose)


def view(made: Person, framing: Framing | None = None) -> View:
    seen = side(made)
    framing = framing or find_framing(seen, seen.silhouette)
    return find_view(seen, find_yaw(seen), framing)


@pytest.mark.parametrize("yaw", [-15, 0, 15])
def test_side_views_are_side_on_wherever_the_picture_ends(yaw: float):
    for framing in (Framing(), Framing(False, False, False)):
        assert view(person(yaw_deg=yaw), framing).is_side_on
        assert not view(person(yaw_deg=yaw), framing).is_head_turned


@pytest.mark.parametrize("yaw", [-60, -40, 40, 90])
def test_other_views_are_not(yaw: float):
    for framing in (Framing(), Framing(False, False, False)):
        assert not view(person(yaw_deg=yaw), framing).is_side_on


def test_hips_that_the_picture_cuts_off_do_not_count():
    made = person()
    made.pose.landmarks[Landmark.LEFT_HIP, 0] += 90
    assert not view(made, Framing()).is_side_on
    assert view(made, Framing(False, False, False)).is_side_on


def test_a_head_turned_alone_is_told_from_a_turned_body():
    made = person()
    made.pose.landmarks[Landmark.LEFT_EAR, 0] += 50
    found = view(made)
    assert found.is_side_on
    assert found.is_head_turned


def test_a_nose_between_the_ears_is_no_profile():
    made = person()
    assert is_face_ahead(side(made))
    made.pose.landmarks[Landmark.NOSE, 0] = np.mean(
        made.pose.landmarks[[Landmark.LEFT_EAR, Landmark.RIGHT_EAR], 0]
    )
    assert not is_face_ahead(side(made))
