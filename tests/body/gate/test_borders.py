import numpy as np
import pytest

from posture.body.framing import find_framing
from posture.body.gate.borders import find_cuts
from posture.body.side_view import turn
from posture.pose.pose import Landmark, Pose
from tests.fixtures.people import FLOOR, HEIGHT, STATURE, WIDTH, Person, mirrored, person, photo_of


def part(made: Person, left: int, top: int, right: int, bottom: int) -> Person:
    """A part of the picture; the landmarks stay on the body."""
    pose = Pose(
        made.pose.landmarks - (left, top),
        made.pose.visibility,
        made.pose.mirror_gap,
        np.ascontiguousarray(made.pose.silhouette[top:bottom, left:right]),
        "full",
        "0" * 64,
    )
    return Person(photo_of(made.photo.pixels[top:bottom, left:right]), pose)


def cuts(made: Person) -> list[str]:
    seen = turn(made.photo, made.pose)
    return find_cuts(seen, find_framing(seen, seen.silhouette))


def across(forward: float) -> int:
    return int(FLOOR[0] + forward * STATURE)


def up(height: float) -> int:
    return int(FLOOR[1] - height * STATURE)


def test_a_whole_person_and_a_tight_picture_are_not_cut():
    assert cuts(person()) == []
    assert cuts(part(person(), across(-0.06), up(1.01), across(0.14), HEIGHT)) == []


@pytest.mark.parametrize("bottom", [0.02, 0.2, 0.4, 0.5, 0.6, 0.7])
def test_a_lower_border_cuts_neither_head_nor_back(bottom: float):
    assert cuts(part(person(), 0, 0, WIDTH, up(bottom))) == []


@pytest.mark.parametrize("top", [0.975, 0.95, 0.9, 0.84])
def test_an_upper_border_through_the_head_is_named(top: float):
    assert "head_cut_off" in cuts(part(person(), 0, up(top), WIDTH, HEIGHT))


def test_a_border_through_the_face_is_named():
    assert "head_cut_off" in cuts(part(person(), 0, 0, across(0.06), HEIGHT))


def test_side_borders_through_the_trunk_are_named_by_their_side():
    behind = part(person(), across(0.01), 0, WIDTH, HEIGHT)
    before = part(person(), 0, 0, across(0.075), HEIGHT)
    assert cuts(behind) == ["back_cut_off"]
    assert "chest_cut_off" in cuts(before)
    assert "back_cut_off" not in cuts(before)
    assert cuts(mirrored(behind)) == cuts(behind)
    assert cuts(mirrored(before)) == cuts(before)


def test_a_picture_of_a_face_alone_is_named():
    assert "shoulders_cut_off" in cuts(part(person(), 0, 0, WIDTH, up(0.82)))


def test_a_body_on_the_upper_border_is_cut_wherever_the_ears_seem_to_be():
    made = part(person(), 0, up(1.01), WIDTH, HEIGHT)
    ear = made.pose.landmarks[Landmark.RIGHT_EAR]
    made.pose.silhouette[:2, int(ear[0] - 0.05 * STATURE) : int(ear[0] + 0.06 * STATURE)] = 1.0
    assert cuts(made) == ["head_cut_off"]
