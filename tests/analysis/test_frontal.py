"""Left and right from end to end, through the real detector."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from posture.analysis.frontal import (
    FrontalAnalysis,
    analyze_frontal,
    analyze_frontal_photo,
    reassessed,
)
from posture.analysis.options import Options
from posture.assess.assessment import Subject
from posture.body.remarks import Refusal
from posture.photo.load import load
from tests.fixtures.results import analysed_frontal
from tests.fixtures.shared import PHOTOS, ROOT, SAMPLES

pytestmark = pytest.mark.model

FOLDER = ROOT / "samples" / "sides"
TRUTH = json.loads((FOLDER / "truth.json").read_text())

REFUSED = {
    "nobody.jpg": "nobody",
    "no_head.jpg": "head_cut_off",
    "lying.jpg": "lying",
    "too_dark.jpg": "too_dark",
    "too_small.jpg": "too_small",
    "three_people_tfjs.jpg": "more_than_one_person",
    "two_people_sports2d_f128.jpg": "more_than_one_person",
    "front_tfjs_f2.jpg": "turned",
    "yoga_warrior_tfjs.jpg": "not_upright",
}


@pytest.mark.parametrize("name", TRUTH)
def test_a_sample_is_seen_from_its_side_and_read_within_its_errors(name: str):
    sides, truth = analysed_frontal(FOLDER / name), TRUTH[name]
    assert sides.body.view == truth["view"]
    for level, true in truth["levels"].items():
        found = sides.measurements[level]
        if np.isfinite(found.value):
            assert abs(found.value - true) < 3 * found.sd, level
    assert abs(sides.body.roll.degrees - truth["roll_deg"]) < 3 * sides.body.roll.sd_deg
    shoulders = next(d for d in sides.assessment.differences if d.id == "shoulders")
    assert shoulders.higher in ("left", "none")


@pytest.mark.parametrize("name", TRUTH)
def test_a_mirrored_picture_swaps_left_and_right_with_equal_size(name: str):
    photo = load(FOLDER / name)
    here = analyze_frontal_photo(photo)
    pixels = np.ascontiguousarray(photo.pixels[:, ::-1])
    there = analysed_frontal(pixels)
    as_mirror = analysed_frontal(pixels, Options(mirrored=True))
    assert isinstance(here, FrontalAnalysis)
    assert there.body.view == here.body.view == as_mirror.body.view
    for level, found in here.measurements.items():
        assert there.measurements[level].value == pytest.approx(-found.value, abs=0.05, nan_ok=True)
        assert as_mirror.measurements[level].value == pytest.approx(
            found.value, abs=0.05, nan_ok=True
        )
        assert there.measurements[level].sd == pytest.approx(found.sd, nan_ok=True)


def test_told_anew_it_is_still_about_the_same_person():
    child = Subject(age=9)
    found = analyze_frontal(FOLDER / "front.jpg", Options(subject=child))
    again = reassessed(found)
    assert isinstance(again, FrontalAnalysis)
    assert again == found
    assert {f.tier for f in again.assessment.findings} == {"cannot_tell"}
    grown = reassessed(found, Subject(age=30))
    assert isinstance(grown, FrontalAnalysis)
    assert grown.subject == Subject(age=30)
    assert "cannot_tell" not in {
        f.tier for f in grown.assessment.findings if f.measurement == "shoulder_level"
    }
    refusal = analyze_frontal(SAMPLES[0], Options(subject=child))
    assert reassessed(refusal) is refusal


def test_bars_are_cut_off_and_places_stay_those_of_the_picture():
    pixels = load(FOLDER / "front.jpg").pixels
    bar = pixels.shape[0] // 8
    alone = analysed_frontal(pixels)
    barred = analysed_frontal(np.pad(pixels, ((bar, bar), (0, 0), (0, 0))))
    moved = alone.body.seen.left + np.array([0, bar])
    assert barred.body.seen.left == pytest.approx(moved, abs=2.0)
    for level, found in alone.measurements.items():
        if np.isfinite(found.value):
            assert abs(barred.measurements[level].value - found.value) < found.sd, level


def test_somebody_far_away_is_found_and_read():
    pixels = load(FOLDER / "front.jpg").pixels
    share = 700 / pixels.shape[0]
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    room = np.empty((3000, 4000, 3), np.uint8)
    room[:] = pixels[:40, :40].mean(axis=(0, 1)).astype(np.uint8)
    room[2200:2900, 900 : 900 + small.shape[1]] = small[:700]
    alone, far = analysed_frontal(pixels), analysed_frontal(room)
    places = alone.body.seen.right * share + (900, 2200)
    assert far.body.seen.right == pytest.approx(places, abs=10.0)
    shoulders = far.measurements["shoulder_level"]
    assert abs(shoulders.value - alone.measurements["shoulder_level"].value) < 2 * shoulders.sd


def test_a_side_that_is_cut_off_is_said_in_words_for_this_view():
    pixels = load(FOLDER / "front.jpg").pixels
    seen = analysed_frontal(pixels).body.seen
    middle = float((seen.left + seen.right)[:, 0].mean() / 2)
    found = analyze_frontal(np.ascontiguousarray(pixels[:, int(middle) :]))
    assert isinstance(found, Refusal)
    codes = {reason.code for reason in found.reasons}
    assert "side_cut_off" in codes or "head_cut_off" in codes
    assert not codes & {"back_cut_off", "chest_cut_off"}


def test_a_side_view_is_refused_with_what_to_do():
    result = analyze_frontal(SAMPLES[0])
    assert isinstance(result, Refusal)
    assert "side_on" in [reason.code for reason in result.reasons]


def pictures() -> list[tuple[Path, str]]:
    found = [(PHOTOS / "refuse" / name, code) for name, code in REFUSED.items()]
    return [(path, code) for path, code in found if path.exists()]


@pytest.mark.parametrize(("path", "code"), pictures(), ids=lambda v: getattr(v, "stem", v))
def test_real_pictures_that_must_be_refused(path: Path, code: str):
    result = analyze_frontal(path)
    assert isinstance(result, Refusal)
    assert code in [reason.code for reason in result.reasons]
