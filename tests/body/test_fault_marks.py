from dataclasses import replace

import numpy as np
import pytest

from posture.body.fault_marks import find_marks
from posture.body.remarks import Reason, Refusal
from tests.fixtures.people import HEIGHT, STATURE, WIDTH, person

CODES = (
    "nobody",
    "more_than_one_person",
    "too_dark",
    "too_blurred",
    "too_small",
    "lying",
    "not_side_on",
    "not_upright",
    "head_cut_off",
    "landmarks_out_of_order",
    "back_cut_off",
    "chest_cut_off",
    "shoulders_cut_off",
    "arms_raised",
    "stretched",
    "not_a_photo",
)


def refusal(*codes: str) -> Refusal:
    return Refusal(tuple(Reason(code, "What.", "How.") for code in codes), "a.jpg", "ab" * 32)


@pytest.mark.parametrize("people", [0, 1, 2])
def test_every_reason_is_marked_inside_the_picture(people: int):
    made = person()
    poses = (made.pose,) * people
    found = find_marks(made.photo, poses, refusal(*CODES))
    assert {mark.number for mark in found.marks} == set(range(1, len(CODES) + 1))
    for mark in found.marks:
        assert CODES[mark.number - 1] == mark.code
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in mark.points)
        assert mark.kind == "whole" or len(mark.points) >= 2


def test_without_a_person_the_whole_picture_is_marked():
    found = find_marks(person().photo, (), refusal("too_dark", "nobody"))
    assert [mark.kind for mark in found.marks] == ["whole", "whole"]
    assert not found.frontal


def test_the_box_holds_the_person_with_little_air():
    made = person()
    (mark,) = find_marks(made.photo, (made.pose,), refusal("too_small")).marks
    (left, top), (right, bottom) = mark.points
    low, high = made.pose.landmarks.min(axis=0), made.pose.landmarks.max(axis=0)
    assert left <= low[0] <= high[0] <= right
    assert top <= low[1] <= high[1] <= bottom
    assert bottom - top < 1.2 * STATURE


def test_the_second_person_is_marked_and_not_the_first():
    made = person()
    beside = replace(
        made.pose,
        landmarks=made.pose.landmarks + np.array([150.0, 0.0]),
        silhouette=np.roll(made.pose.silhouette, 150, axis=1),
    )
    marks = find_marks(made.photo, (made.pose, beside), refusal("more_than_one_person")).marks
    (mark,) = marks
    assert mark.points[0][0] > made.pose.landmarks[:, 0].min() + 100


def test_marks_are_in_source_pixels():
    made = person()
    shrunk = replace(made.photo, scale=0.5, source_size=(2 * WIDTH, 2 * HEIGHT))
    code = refusal("not_side_on")
    (here, *_), (there, *_) = (
        find_marks(photo, (made.pose,), code).marks for photo in (made.photo, shrunk)
    )
    np.testing.assert_allclose(there.points, 2 * np.array(here.points))


def test_a_turned_body_is_marked_at_shoulders_and_hips():
    made = person(yaw_deg=60)
    marks = find_marks(made.photo, (made.pose,), refusal("not_side_on")).marks
    shoulders, hips = (np.array(mark.points) for mark in marks)
    assert shoulders[:, 1].mean() < hips[:, 1].mean()
    assert abs(np.diff(shoulders[:, 0])[0]) > abs(np.diff(hips[:, 0])[0])


@pytest.mark.parametrize(
    ("yaw", "codes", "frontal"),
    [
        (90, ("not_side_on",), True),
        (-90, ("not_side_on",), True),
        (45, ("not_side_on",), False),
        (90, ("not_side_on", "too_dark"), False),
        (90, ("too_dark",), False),
    ],
)
def test_only_a_sound_frontal_photo_is_called_frontal(
    yaw: float, codes: tuple[str, ...], frontal: bool
):
    made = person(yaw_deg=yaw)
    assert find_marks(made.photo, (made.pose,), refusal(*codes)).frontal == frontal


def test_a_missing_head_is_marked_at_the_upper_border_over_the_shoulders():
    made = person()
    (mark,) = find_marks(made.photo, (made.pose,), refusal("head_cut_off")).marks
    (left, top), (right, bottom) = sorted(mark.points)
    assert top == bottom == 0
    assert left < made.pose.landmarks[11, 0] < right
