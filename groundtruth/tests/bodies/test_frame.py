from __future__ import annotations

import numpy as np
import pytest

from groundtruth.bodies.frame import Frame, about_x, about_y, between, forward, turn_at

FORWARD, UP, RIGHT = np.eye(3)


@pytest.mark.parametrize(
    ("turn", "start", "end"),
    [(forward(90), UP, FORWARD), (about_y(90), FORWARD, RIGHT), (about_x(90), RIGHT, -UP)],
)
def test_a_quarter_turn_takes_one_axis_to_the_next(
    turn: np.ndarray, start: np.ndarray, end: np.ndarray
):
    assert turn @ start == pytest.approx(end)


def test_the_smallest_turn_takes_a_direction_to_another_and_leaves_what_is_across_them():
    turn = between(3.0 * UP, UP + FORWARD)
    assert turn @ UP == pytest.approx((UP + FORWARD) / np.sqrt(2))
    assert turn @ RIGHT == pytest.approx(RIGHT)


def test_a_part_turns_about_a_centre_that_its_parent_carries():
    parent, centre = Frame(forward(30), np.array([0.1, 0.2, 0.3])), np.array([0.0, 1.0, 0.1])
    part = turn_at(parent, centre, about_y(40))
    assert part(centre) == pytest.approx(parent(centre))
    assert part(centre + UP) - part(centre) == pytest.approx(about_y(40) @ UP)
