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
        (880, Framing(feet=False)),
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


def test_whoever_ends_above_the_border_is_whole_wherever_the_detector_puts_the_feet():
    landmarks = WHOLE.pose.landmarks.copy()
    landmarks[27:] += (0, 130)
    height, width = WHOLE.pose.silhouette.shape
    seen = turn_landmarks(landmarks, width, height)
    assert not find_framing(seen).feet
    assert find_framing(seen, WHOLE.pose.silhouette).whole


def test_shoes_on_the_border_are_feet_inside_the_picture():
    seen = turn(WHOLE.photo, WHOLE.pose)
    ends_at_the_sole = cropped(WHOLE, 0, 952)
    assert framing_of(ends_at_the_sole).whole
    silhouette = seen.silhouette.copy()
    silhouette[-1, :100] = 1.0
    assert find_framing(seen, silhouette).whole
