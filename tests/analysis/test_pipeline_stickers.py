"""Stickers painted on the samples, through the real detector and the whole pipeline."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from posture.analysis.edit import apply_stickers, set_points
from posture.analysis.options import Options
from posture.analysis.pipeline import find_stickers, load_finer
from posture.analysis.types import Analysis
from posture.errors import InputError
from posture.files.documents.write import to_json
from posture.files.points import read_points
from posture.measure.registry import METRICS
from posture.photo.load import load
from tests.fixtures.results import analysed, read_back
from tests.fixtures.shared import SAMPLES, rendered
from tests.fixtures.stickers import Painted, paint

pytestmark = pytest.mark.model

SAMPLE = next(path for path in SAMPLES if path.name == "standing_tall.jpg")
ASPECTS = {"acromion": 0.8, "asis": 0.6, "psis": 0.4, "knee": 1.0, "malleolus": 1.0}
OFF = (3.0, -4.0)


def pixels(path: Path) -> NDArray[np.uint8]:
    return np.asarray(Image.open(path).convert("RGB"))


@pytest.fixture(scope="module")
def plain() -> Analysis:
    return analysed(SAMPLE)


@pytest.fixture(scope="module")
def places(plain: Analysis) -> dict[str, tuple[float, float]]:
    """Each a little beside the estimate, as the true points are."""
    at = {name: plain.body.in_picture()[name] for name in ASPECTS}
    return {name: (x + OFF[0], y + OFF[1]) for name, (x, y, _sd) in at.items()}


@pytest.fixture(scope="module")
def marked(plain: Analysis, places: dict[str, tuple[float, float]]) -> NDArray[np.uint8]:
    long = 0.0128 * plain.body.camera.px_per_stature
    worn = [Painted(*places[name], long, aspect, 90.0) for name, aspect in ASPECTS.items()]
    return paint(pixels(SAMPLE), worn)


BARE = [case for case in rendered() if "stickers" not in case[0].name]


@pytest.mark.parametrize(("path", "facing"), BARE, ids=lambda x: getattr(x, "name", x))
def test_people_without_stickers_have_none(path: Path, facing: str):
    photo = load(path)
    result = analysed(path)
    assert [p.name for p in find_stickers(photo, result) if p.name is not None] == []


def test_the_sample_with_stickers_wears_those_that_are_seen():
    path = SAMPLE.with_name("with_stickers.jpg")
    seen = json.loads(SAMPLE.with_name("truth.json").read_text())[path.name]["stickers_px"]
    result = analysed(path, Options(stickers="auto"))
    worn = {point.name: point for point in result.body.placed}
    assert len(worn) >= 3
    for name, point in worn.items():
        assert seen[name] is not None
        assert np.hypot(point.x_px - seen[name][0], point.y_px - seen[name][1]) < 3.0


def test_stickers_replace_the_estimate_and_narrow_the_error(
    plain: Analysis, places: dict[str, tuple[float, float]], marked: NDArray[np.uint8]
):
    result = analysed(marked, Options(stickers="auto"))
    worn = {point.name: point for point in result.body.placed}
    assert {"knee", "malleolus", "asis", "psis"} <= set(worn)
    for name, point in worn.items():
        # Painted flat; the finder leans a little towards half-balls, which stand off the skin.
        assert (point.x_px, point.y_px) == pytest.approx(places[name], abs=2.3)
        assert point.source == "sticker"
    tilt, before = result.measurements["pelvic_tilt"], plain.measurements["pelvic_tilt"]
    assert tilt.source == "sticker"
    assert tilt.sd < before.sd
    untouched = {m.name for m in METRICS if not set(m.nodes) & set(worn)}
    assert "head_tilt" in untouched
    assert result.measurements["head_tilt"].source == "estimated"
    assert result.provenance.settings["stickers"] == "auto"
    assert "stickers_used" in [notice.code for notice in result.notices]
    assert read_back(to_json(result)) == result


def test_proposing_changes_nothing_until_worn(plain: Analysis, marked: NDArray[np.uint8]):
    photo = load(marked, name="marked")
    proposals = find_stickers(photo, plain, "green")
    assert {p.name for p in proposals} >= {"knee", "malleolus"}
    assert plain.body.placed == ()
    knee = [p for p in proposals if p.name == "knee"]
    assert [p.name for p in apply_stickers(plain, knee, "green").body.placed] == ["knee"]


def test_the_notice_about_stickers_follows_the_points(plain: Analysis, marked: NDArray[np.uint8]):
    photo = load(marked, name="marked")
    usable = [p for p in find_stickers(photo, plain, "green") if p.usable]
    used = apply_stickers(plain, usable, "green")
    assert used.body.notices == plain.body.notices
    assert [n.code for n in used.notices if n not in plain.notices] == ["stickers_used"]
    fewer = set_points(used, [p for p in used.body.placed if p.name == "knee"])
    assert "side of the knee" in fewer.notices[-1].text
    assert "ankle" not in fewer.notices[-1].text
    assert set_points(used, ()).notices[-1].code == "no_stickers"


def test_points_placed_by_hand_win(marked: NDArray[np.uint8]):
    by_hand = b'{"points": {"knee": {"x_px": 330, "y_px": 640}}}'
    result = analysed(marked, Options(points=read_points(by_hand), stickers="green"))
    sources = {point.name: point.source for point in result.body.placed}
    assert sources["knee"] == "placed"
    assert sources["malleolus"] == "sticker"


def test_none_found_is_said(plain: Analysis):
    result = analysed(SAMPLE, Options(stickers="auto"))
    assert result.body.placed == ()
    assert result.measurements == plain.measurements
    assert "no_stickers" in [notice.code for notice in result.notices]


def test_a_colour_that_is_none_is_an_error():
    with pytest.raises(InputError, match="beige"):
        Options(stickers="beige")


def test_a_large_photo_is_read_again_with_more_pixels(marked: NDArray[np.uint8]):
    large = np.repeat(np.repeat(marked, 4, axis=0), 4, axis=1)
    photo = load(large)
    finer = load_finer(large, photo)
    assert photo.scale == 0.25
    assert finer.scale == 0.5
    assert finer.source_size == photo.source_size
    assert load_finer(marked, load(marked)).scale == 1.0
