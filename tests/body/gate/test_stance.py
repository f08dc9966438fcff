from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from posture.body.framing import Framing
from posture.body.gate.stance import has_foot_forward, has_raised_arm, is_upright
from posture.body.side_view import SideView, turn
from tests.fixtures.people import cropped, person


def side(**moved: Any) -> SideView:
    made = person(**moved)
    return turn(made.photo, made.pose)


def test_standing_at_ease_and_in_mid_step_are_upright():
    assert is_upright(side(), Framing())
    assert not has_raised_arm(side())


@pytest.mark.parametrize(
    "moved",
    [
        {"knee": (0.27, 0.53), "ankle": (0.27, 0.29)},  # seated
        {"knee": (0.2, 0.35), "ankle": (0.01, 0.07)},  # in a squat
        {"shoulder": (0.24, 0.72)},  # bent forward
        {"shoulder": (0.33, 0.80), "hip": (0.2, 0.55)},  # leaning on something
    ],
)
def test_other_stances_are_not(moved: dict[str, tuple[float, float]]):
    assert not is_upright(side(**moved), Framing())


def test_legs_outside_the_picture_do_not_count():
    bent = side(knee=(0.27, 0.53), ankle=(0.27, 0.29))
    assert is_upright(bent, Framing(hips=True, knees=False, feet=False))


CUT = Framing(hips=True, knees=False, feet=False)


def cut_near_hips(knee: float, lap: float, below: float = 0.15) -> SideView:
    """A picture that ends there below the hips; knees and outline before the hips, statures."""
    # Legs at the height of the hips are those that MediaPipe draws into such a picture.
    made = person(knee=(0.06 + knee, 0.53), ankle=(0.06 + knee, 0.5))
    whole = turn(made.photo, made.pose)
    x, y = np.round(whole.middle("hip")).astype(int)
    made.pose.silhouette[y:, x : x + round(lap * whole.stature_px)] = 1.0
    part = cropped(made, 0, int(y + below * whole.stature_px))
    return turn(part.photo, part.pose)


@pytest.mark.parametrize("below", [0.02, 0.08, 0.15, 0.25])
def test_knees_and_lap_tell_somebody_seated_wherever_the_picture_ends(below: float):
    assert not is_upright(cut_near_hips(0.17, 0.25, below), CUT)


@pytest.mark.parametrize(
    ("knee", "lap"),
    [
        (0.17, 0.1),  # legs that were drawn into the picture
        (0.1, 0.25),  # the same, and a large belly
        (-0.17, 0.25),
        (0.0, 0.1),
    ],
)
def test_knees_or_outline_alone_do_not(knee: float, lap: float):
    assert is_upright(cut_near_hips(knee, lap), CUT)


def test_of_hips_outside_the_picture_there_is_no_lap():
    assert is_upright(cut_near_hips(0.17, 0.25, below=-0.05), Framing(False, False, False))


@pytest.mark.parametrize("elbow", [(0.2, 0.82), (0.03, 1.0), (-0.16, 0.8)])
def test_an_arm_to_the_front_up_or_back_is_raised(elbow: tuple[float, float]):
    assert has_raised_arm(side(elbow=elbow))


def test_hands_on_the_hips_and_folded_arms_are_not_raised():
    assert not has_raised_arm(side(elbow=(-0.08, 0.66)))
    assert not has_raised_arm(side(elbow=(0.13, 0.68)))


def with_feet(*spans: tuple[float, float]) -> SideView:
    """A body whose outline ends in feet there, statures before the ankles, under a wide skirt."""
    seen = side()
    body = seen.silhouette.copy()
    low = int(np.flatnonzero((body > 0.5).any(axis=1))[-1])

    def fill(start: float, end: float, top: float) -> None:
        left, right = (round(seen.middle("ankle")[0] + at * stature) for at in (start, end))
        body[low - round(top * stature) : low + 1, left:right] = 1

    stature = seen.stature_px
    body[low - round(0.3 * stature) : low + 1] = 0
    fill(-0.25, 0.25, 0.3)
    body[low - round(0.07 * stature) : low + 1] = 0
    for start, end in spans:
        fill(start, end, 0.08)
    return replace(seen, silhouette=body)


def test_feet_apart_in_the_outline_are_a_stride_although_the_landmarks_stand():
    assert has_foot_forward(with_feet((-0.2, -0.05), (0.1, 0.25)), Framing())


@pytest.mark.parametrize(
    "spans",
    [
        ((-0.08, 0.08),),
        ((-0.12, 0.04), (0.01, 0.15)),  # one foot a little before the other
        ((-0.25, 0.25),),  # the hem of a long skirt
    ],
)
def test_feet_side_by_side_and_a_hem_are_not(spans: tuple[tuple[float, float], ...]):
    assert not has_foot_forward(with_feet(*spans), Framing())


def test_something_beside_a_foot_is_no_second_one():
    seen = with_feet((-0.05, 0.1))
    body = seen.silhouette.copy()
    low = int(np.flatnonzero((body > 0.5).any(axis=1))[-1])
    body[low - 10 : low + 1, -40:-10] = 1
    assert not has_foot_forward(replace(seen, silhouette=body), Framing())


def test_what_lies_outside_the_picture_is_no_stride():
    stride = with_feet((-0.2, -0.05), (0.1, 0.25))
    assert not has_foot_forward(stride, Framing(hips=True, knees=True, feet=False))
