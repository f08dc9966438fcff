"""Cut copies of photographs: where they end, and that marked points keep their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from posture.photo.load import load

from groundtruth.real.by_eye import TRAGUS_ABOVE_MALLEOLUS
from groundtruth.real.cuts import CUTS, MEASUREMENTS, cut_copy, cut_scores, scored
from groundtruth.real.labels import Labels
from groundtruth.real.results import results
from tests.fixtures import SAMPLES
from tests.real.made_up import everybody

if TYPE_CHECKING:
    from pathlib import Path

STATURE = 800.0
POINTS = {
    "tragus": np.array([420.0, 120.0]),
    "c7": np.array([380.0, 180.0]),
    "malleolus": np.array([400.0, 120.0 + TRAGUS_ABOVE_MALLEOLUS * STATURE]),
}
MARKED = Labels("a.png", "somebody", "0" * 64, {"1": POINTS})


def picture() -> tuple[np.ndarray, bytes]:
    """A picture in which every pixel is its own place."""
    rows, columns = np.mgrid[:1000, :800]
    pixels = np.stack([rows % 256, columns % 256, rows // 256 * 16 + columns // 256], axis=-1)
    return pixels.astype(np.uint8), cv2.imencode(".png", pixels[..., ::-1].astype(np.uint8))[
        1
    ].tobytes()


@pytest.mark.parametrize("name", CUTS)
def test_the_same_pixel_lies_under_each_marked_point(name: str):
    pixels, data = picture()
    moved, file = cut_copy(MARKED, data, CUTS[name])
    copy = load(file).pixels
    for point in ("tragus", "c7"):
        column, row = moved.points[point].astype(int)
        there, above = POINTS[point].astype(int)
        assert copy[row, column].tolist() == pixels[above, there].tolist()
    assert moved.sha256 is None


def test_the_lower_border_lies_where_it_is_said_to():
    _, data = picture()
    floor = POINTS["malleolus"][1] + 0.04 * STATURE
    for cut in CUTS.values():
        moved, file = cut_copy(MARKED, data, cut)
        up = POINTS["tragus"][1] - moved.points["tragus"][1]
        assert load(file).pixels.shape[0] + up == pytest.approx(
            floor - cut.height * STATURE, abs=1.0
        )


def test_a_tight_cut_leaves_little_beside_and_above():
    _, data = picture()
    loose, tight = (
        load(cut_copy(MARKED, data, CUTS[name])[1]) for name in ("hip", "hip and sides")
    )
    assert loose.pixels.shape[1] == 800
    assert tight.pixels.shape[1] == pytest.approx(0.56 * STATURE, abs=2.0)
    assert tight.pixels.shape[0] < loose.pixels.shape[0]


@pytest.mark.model
def test_cut_copies_are_measured_against_the_same_points(tmp_path: Path):
    sample = SAMPLES[0]
    marked = {"tragus": (0.0, 0.0), "c7": (-60.0, 80.0), "malleolus": (-40.0, 850.0)}
    near = np.array([450.0, 160.0])
    given = Labels(
        sample.name, "one", None, {"1": {name: near + by for name, by in marked.items()}}
    )
    whole = results([given], sample.parent, tmp_path)
    found = cut_scores([given], sample.parent, tmp_path, whole)
    assert set(found) == set(CUTS)
    assert {one["pictures"] for one in found.values()} == {1}
    assert found["knee"]["n"] == 1


def test_copies_that_are_measured_as_well_raise_no_error_and_worse_ones_do():
    whole = list(zip(*everybody(), strict=True))
    assert scored(whole, whole)["rise"] == pytest.approx(dict.fromkeys(MEASUREMENTS, 0.0))
    worse = scored(list(zip(*everybody({"tragus": (0.02, 0.0)}), strict=True)), whole)["rise"]
    assert worse["cva"] > 100
    assert worse["ear_shoulder_offset"] > 100
