import numpy as np

from posture.body.side_view import find_facing, near_ear_and_eye, turn
from posture.photo.photo import Photo
from posture.pose.pose import Pose
from tests.fixtures.people import Person, mirrored, person


def test_facing_is_found_in_both_directions():
    made = person()
    assert find_facing(made.pose.landmarks) == "right"
    assert find_facing(mirrored(made).pose.landmarks) == "left"


def test_a_mirror_image_is_turned_into_the_same_view():
    made = person()
    right, left = turn(made.photo, made.pose), turn(*_both(mirrored(made)))
    np.testing.assert_allclose(right.near, left.near)
    np.testing.assert_allclose(right.far, left.far)
    np.testing.assert_array_equal(right.pixels, left.pixels)
    np.testing.assert_array_equal(right.silhouette, left.silhouette)


def test_source_pixels_there_and_back():
    view = turn(*_both(mirrored(person())))
    points = np.array([[10.0, 20.0], [500.0, 700.0]])
    np.testing.assert_allclose(view.from_source(view.to_source(points)), points)
    assert view.to_source((10.0, 20.0))[0] == view.width - 10.0


def test_the_near_side_is_the_one_towards_the_camera():
    made = person(yaw_deg=10)
    view = turn(made.photo, made.pose)
    assert view.side("shoulder")[0] < view.side("shoulder", "far")[0]


def test_ear_and_eye_are_those_whose_ear_lies_further_back():
    eyes, ears = [(310, 100), (306, 101)], [(300, 105), (280, 104)]
    face = np.array([eyes[0], eyes[1], (320, 110), (315, 120), ears[0], ears[1]], dtype=float)
    right = turn(*_both(person()))
    np.testing.assert_allclose(near_ear_and_eye(face, right), [ears[1], eyes[1]])
    left = turn(*_both(mirrored(person())))
    mirrored_face = (face * (-1.0, 1.0) + (left.width, 0.0))[[1, 0, 2, 3, 5, 4]]
    there = near_ear_and_eye(mirrored_face, left)
    np.testing.assert_allclose(there * (-1.0, 1.0) + (left.width, 0.0), [ears[1], eyes[1]])


def _both(made: Person) -> tuple[Photo, Pose]:
    return made.photo, made.pose
