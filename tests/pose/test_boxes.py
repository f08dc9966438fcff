"""Boxes of a detector: where its anchors lie, which boxes are one, and which count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.pose.boxes import anchors, read_boxes

ANCHORS = anchors(64, {8: 2, 16: 6})


def raw(*boxes: tuple[int, float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Outputs that see squares: anchor, middle (x, y) and side in pixels; two points each."""
    values, logits = np.zeros((len(ANCHORS), 8), np.float32), np.full((len(ANCHORS), 1), -9.0)
    for at, x, y, side in boxes:
        away = np.array([x, y]) - 64 * ANCHORS[at]
        values[at] = [*away, side, side, *away, away[0] + side / 2, away[1]]
        logits[at] = 3.0 - 0.01 * at
    return values, logits.astype(np.float32)


def test_anchors_lie_in_the_middle_of_each_cell_row_by_row():
    assert len(ANCHORS) == 8 * 8 * 2 + 4 * 4 * 6
    assert ANCHORS[:4].tolist() == [[1 / 16, 1 / 16]] * 2 + [[3 / 16, 1 / 16]] * 2
    assert ANCHORS[16].tolist() == [1 / 16, 3 / 16]
    assert ANCHORS[128:134].tolist() == [[1 / 8, 1 / 8]] * 6


def test_one_box_keeps_its_points_and_score():
    values, logits = raw((37, 20.0, 30.0, 12.0))
    (found,) = read_boxes(values, logits, ANCHORS, 64, 0.5)
    assert found.points * 64 == pytest.approx(np.array([[20, 30], [26, 30]]), abs=1e-4)
    assert found.score == pytest.approx(1 / (1 + np.exp(-2.63)))


def test_boxes_that_overlap_are_one_and_others_are_not():
    values, logits = raw((1, 20.0, 20.0, 20.0), (2, 24.0, 20.0, 20.0), (9, 50.0, 50.0, 10.0))
    first, second = read_boxes(values, logits, ANCHORS, 64, 0.5)
    assert 20 < first.points[0, 0] * 64 < 22 < 24, "the surer one counts for more"
    assert first.points[0, 1] * 64 == pytest.approx(20)
    assert second.points[0] * 64 == pytest.approx([50, 50])
    assert first.score > second.score


@given(st.floats(0.01, 0.99))
def test_a_score_below_the_least_does_not_count(least: float):
    values, logits = raw((5, 20.0, 20.0, 20.0))
    logits[5] = np.log(least / (1 - least)) - 0.01
    assert read_boxes(values, logits, ANCHORS, 64, least) == []
    logits[5] += 0.02
    assert len(read_boxes(values, logits, ANCHORS, 64, least)) == 1


def test_extreme_outputs_are_no_error():
    values, logits = raw((5, 20.0, 20.0, 0.0))
    logits[5], logits[6] = 1e30, -1e30
    (found,) = read_boxes(values, logits, ANCHORS, 64, 0.5)
    assert found.score == 1.0
