from __future__ import annotations

import pytest

from posture.present.report.pdf_frame import clip, first_that_fits


@pytest.mark.parametrize(
    ("spare", "chosen"), [([3, 5, 9], 0), ([-2, 0, 4], 1), ([-3, -2, -1], 2), ([-1], 0)]
)
def test_the_first_that_leaves_room_is_taken_and_else_the_last(spare: list[float], chosen: int):
    assert first_that_fits(range(len(spare)), spare.__getitem__) == chosen


def test_texts_are_cut_wherever_they_stand():
    assert clip(("long words", ("short", 3)), 6) == ("long…", ("short", 3))
