import cv2
import numpy as np
import pytest

from posture.body.framing import Framing
from posture.body.gate.stretch import BROAD, NARROW, find_stretch
from posture.body.side_view import turn
from posture.pose.pose import Landmark, Pose
from tests.fixtures.people import Person, person, photo_of


def stretched(made: Person, across: float) -> Person:
    resized = cv2.resize(made.photo.pixels, None, fx=across, fy=1)
    silhouette = cv2.resize(made.pose.silhouette, resized.shape[1::-1])
    pose = Pose(
        made.pose.landmarks * (across, 1.0),
        made.pose.visibility,
        made.pose.mirror_gap,
        np.asarray(silhouette, np.float32),
        "full",
        "0" * 64,
    )
    return Person(photo_of(np.asarray(resized, np.uint8)), pose)


def usual() -> Person:
    """Somebody with a nose and a head of average size."""
    made = person()
    made.pose.landmarks[Landmark.NOSE, 0] -= 19
    return made


def breadth(made: Person, framing: Framing | None = None) -> float:
    return find_stretch(turn(made.photo, made.pose), framing or Framing())


def test_an_average_person_is_not_stretched():
    assert NARROW < breadth(usual()) < BROAD


@pytest.mark.parametrize("across", [0.65, 1.6])
def test_a_stretched_picture_shows_in_the_head(across: float):
    found = breadth(stretched(usual(), across))
    assert not NARROW <= found <= BROAD
    assert (found < 1) == (across < 1)


def test_long_hair_alone_is_no_stretch():
    made = usual()
    ear = made.pose.landmarks[Landmark.RIGHT_EAR]
    made.pose.silhouette[int(ear[1]) - 30 : int(ear[1]) + 60, int(ear[0]) - 110 : int(ear[0])] = 1.0
    assert NARROW <= breadth(made) <= BROAD


def test_a_picture_without_the_feet_tells_nothing():
    assert breadth(stretched(usual(), 1.6), Framing(True, True, False)) == 1.0
