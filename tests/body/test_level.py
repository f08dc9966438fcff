from dataclasses import replace

import numpy as np
import pytest

from posture.body.camera.roll import HAND_HELD_SD_DEG, Roll
from posture.body.framing import Framing
from posture.body.level import body_lean, widened
from posture.body.side_view import SideView, turn
from posture.photo.turned import rotated
from tests.fixtures.people import Person, mirrored, person

NO_VERTICAL = Roll(0.0, HAND_HELD_SD_DEG, "assumed")


def leaning(degrees: float, made: Person | None = None) -> SideView:
    """A person in a picture that is tilted clockwise; only the landmarks are turned."""
    made = made or person()
    centre = np.array([300.0, 500.0])
    moved = rotated(made.pose.landmarks - centre, degrees) + centre
    return turn(made.photo, replace(made.pose, landmarks=moved))


@pytest.mark.parametrize("degrees", [-20.0, -7.0, 12.0])
def test_the_lean_of_the_body_is_that_of_the_picture(degrees: float):
    upright = body_lean(leaning(0.0), Framing())
    assert body_lean(leaning(degrees), Framing()) == pytest.approx(upright + degrees, abs=0.2)


def test_the_mirror_image_leans_to_the_other_side():
    one, other = leaning(10.0), leaning(-10.0, mirrored(person()))
    assert body_lean(one, Framing()) == pytest.approx(-body_lean(other, Framing()))


def test_a_lean_is_that_of_the_picture_before_it_was_turned():
    made = leaning(2.0)
    assert body_lean(replace(made, turned_deg=10.0), Framing()) == pytest.approx(
        body_lean(made, Framing()) + 10.0
    )


def test_somebody_who_bends_tells_nothing():
    made = person(shoulder=(0.35, 0.75))
    assert np.isnan(body_lean(turn(made.photo, made.pose), Framing()))


def test_the_error_grows_with_the_lean_where_no_vertical_is_seen():
    errors = [widened(NO_VERTICAL, leaning(d), Framing()).sd_deg for d in (0.0, 3.5, 9.0)]
    assert errors[0] == HAND_HELD_SD_DEG
    assert HAND_HELD_SD_DEG < errors[1] < errors[2]


def test_a_picture_that_the_body_alone_turned_has_the_spread_of_bodies():
    upright = replace(leaning(0.0), turned_deg=15.0)
    assert widened(NO_VERTICAL, upright, Framing()).sd_deg == 3.0
    assert widened(NO_VERTICAL, upright, Framing(True, False, False)).sd_deg == 5.0


def test_verticals_keep_their_error():
    found = Roll(1.0, 0.6, "verticals")
    assert widened(found, leaning(9.0), Framing()) == found
