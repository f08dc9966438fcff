"""The outline of an earlier photo over the live picture."""

from __future__ import annotations

import numpy as np
import pytest

from posture.live.camera.sources import CameraFrame
from posture.live.ghost import find_outline, to_pixels
from posture.live.guidance.state import State
from posture.live.paint import Painter
from posture.live.status import Status
from tests.fixtures.analysed import BEFORE, analysed

SQUARE = ((-0.25, 0.25), (0.25, 0.25), (0.25, 0.75), (-0.25, 0.75))
STATUS = Status(State().phase, 0, 3, (), "", (), None, None, False, None)


def painted(outline: tuple[tuple[float, float], ...]) -> np.ndarray:
    grey = np.full((240, 320, 3), 120, np.uint8)
    return Painter(outline).paint(CameraFrame(grey, 1.0), None, STATUS)[:240]


def test_an_outline_is_drawn_where_it_lies_whatever_the_shape_of_the_picture():
    changed = np.any(painted(SQUARE) != painted(()), axis=2)
    rows, columns = np.nonzero(changed)
    assert abs(rows.min() - 60) <= 3
    assert abs(rows.max() - 180) <= 3
    assert abs(columns.min() - 100) <= 3
    assert abs(columns.max() - 220) <= 3
    assert not changed[100:140, 120:200].any()


def test_places_are_in_heights_from_the_middle():
    assert to_pixels(SQUARE, (100, 300, 3)).tolist()[0] == [125.0, 25.0]


@pytest.mark.model
def test_the_outline_of_a_photo_goes_round_the_person():
    found = analysed(BEFORE)
    outline = find_outline(found.photo)
    assert outline is not None
    width, height = found.photo.source_size
    corners = to_pixels(outline, (height, width))
    body = found.analysis.body
    for name in ("acromion", "trochanter"):
        x, y, _ = body.in_picture()[name]
        assert corners[:, 0].min() < x < corners[:, 0].max()
        assert corners[:, 1].min() < y < corners[:, 1].max()
    tall = np.ptp(corners[:, 1])
    assert 0.85 < tall / body.camera.px_per_stature < 1.1
