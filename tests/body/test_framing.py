import numpy as np
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


def test_a_silhouette_that_fades_far_above_invented_feet_ends_at_the_border():
    """Of a picture cut at the shin the detector often draws feet in it, and loses the legs."""
    seen = turn(WHOLE.photo, WHOLE.pose)
    faded = seen.silhouette.copy()
    rows = np.arange(len(faded), dtype=np.float32)[:, None]
    knee, stature = seen.middle("knee")[1], seen.stature_px
    faded *= np.clip(1 - (rows - knee) / (0.15 * stature), 0, 1)
    assert find_framing(seen, seen.silhouette).feet
    assert not find_framing(seen, faded).feet


@pytest.mark.parametrize(("floor", "whole"), [(0, False), (60, True)])
def test_short_legs_are_whole_only_over_the_floor(floor: int, whole: bool):
    """Without a floor under them they may be drawn up into a picture that cuts them."""
    landmarks = WHOLE.pose.landmarks.copy()
    hip = landmarks[[23, 24], 1].mean()
    landmarks[25:, 1] = hip + 0.6 * (landmarks[25:, 1] - hip)
    _, width = WHOLE.pose.silhouette.shape
    last = int(np.flatnonzero((WHOLE.pose.silhouette > 0.5).any(axis=1))[-1])
    ground = np.zeros((floor, width), np.float32)
    silhouette = np.vstack([WHOLE.pose.silhouette[: last + 6], ground])
    seen = turn_landmarks(landmarks, width, len(silhouette))
    assert find_framing(seen, silhouette).whole is whole
