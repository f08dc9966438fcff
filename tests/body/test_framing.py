import pytest

from posture.body.framing import Framing, find_framing
from posture.body.side_view import turn, turn_landmarks
from tests.fixtures.people import Person, cropped, mirrored, person

WHOLE = person()


def framing_of(made: Person) -> Framing:
    seen = turn(made.photo, made.pose)
    return find_framing(seen, seen.silhouette)


def by_landmarks(made: Person) -> Framing:
    height, width = made.pose.silhouette.shape
    return find_framing(turn_landmarks(made.pose.landmarks, width, height))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (1000, Framing()),
        (860, Framing(feet=False)),
        (690, Framing(knees=False, feet=False)),
        (500, Framing(hips=False, knees=False, feet=False)),
    ],
)
def test_a_part_needs_the_one_above_it(last: int, expected: Framing):
    found = framing_of(cropped(WHOLE, 0, last))
    assert found == expected
    assert found.whole is (last == 1000)


@pytest.mark.parametrize("last", [1000, 500])
def test_landmarks_alone_show_it_too(last: int):
    made = cropped(WHOLE, 0, last)
    assert by_landmarks(made) == framing_of(made) == by_landmarks(mirrored(made))


def test_feet_moved_inside_the_picture_are_not_believed_without_a_silhouette():
    landmarks = WHOLE.pose.landmarks.copy()
    landmarks[27:] -= (0, 130)
    height, width = WHOLE.pose.silhouette.shape
    assert not find_framing(turn_landmarks(landmarks, width, height)).feet


def test_a_silhouette_that_reaches_the_border_cuts_the_feet_off():
    seen = turn(WHOLE.photo, WHOLE.pose)
    silhouette = seen.silhouette.copy()
    silhouette[-1, :100] = 1.0
    assert find_framing(seen, silhouette) == Framing(feet=False)
