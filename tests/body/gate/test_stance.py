from typing import Any

import pytest

from posture.body.framing import Framing
from posture.body.gate.stance import has_raised_arm, is_upright
from posture.body.side_view import SideView, turn
from tests.fixtures.people import person


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


@pytest.mark.parametrize("elbow", [(0.2, 0.82), (0.03, 1.0), (-0.16, 0.8)])
def test_an_arm_to_the_front_up_or_back_is_raised(elbow: tuple[float, float]):
    assert has_raised_arm(side(elbow=elbow))


def test_hands_on_the_hips_and_folded_arms_are_not_raised():
    assert not has_raised_arm(side(elbow=(-0.08, 0.66)))
    assert not has_raised_arm(side(elbow=(0.13, 0.68)))
