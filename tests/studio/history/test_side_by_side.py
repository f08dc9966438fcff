"""Two visits as pictures that lie over each other."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from posture.present.overlay.style import Layers
from posture.studio.history.side_by_side import HEIGHT, WIDTH, aligned_pictures
from tests.fixtures.analysed import analysed

pytestmark = pytest.mark.model

BARE = Layers(points=False, angles=False, profile=False, legend=False)


def pixels(data: bytes) -> NDArray[np.float64]:
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"), float)


@pytest.fixture(scope="module")
def pair() -> list[NDArray[np.float64]]:
    before, after = analysed("change/before"), analysed("change/after")
    made = aligned_pictures(
        (before.photo, before.analysis), (after.photo, after.analysis), layers=BARE
    )
    return [pixels(made.earlier), pixels(made.later)]


def test_both_have_one_size(pair: list[NDArray[np.float64]]):
    assert {one.shape for one in pair} == {(HEIGHT, WIDTH, 3)}


def test_the_plumb_line_runs_down_the_middle_of_both(pair: list[NDArray[np.float64]]):
    for one in pair:
        column = one[:, WIDTH // 2 - 30 : WIDTH // 2 + 30].sum(axis=2)
        # The brightest column of the dashes, over most of the height.
        bright = (column > 690).sum(axis=0)
        assert abs(int(bright.argmax()) - 30) <= 2
        assert bright.max() > HEIGHT / 4


def test_the_feet_stand_at_one_height(pair: list[NDArray[np.float64]]):
    first, second = (one[round(0.9 * HEIGHT) :, 200:500] for one in pair)
    # The mat under the feet ends in the same rows, within one per cent of the stature.
    rows = [part.mean(axis=(1, 2)) for part in (first, second)]
    assert np.abs(rows[0] - rows[1]).mean() < 25
