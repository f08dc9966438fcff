"""The whole way from a picture to an analysis, on real detections."""

from __future__ import annotations

import io
import json
import socket
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from typer.testing import CliRunner

import posture
from posture.analysis.edit import apply_stickers, set_points
from posture.analysis.options import Options
from posture.analysis.pipeline import analyze, combine, set_roll
from posture.analysis.types import Analysis
from posture.assess.assessment import Subject
from posture.body.camera.vertical import Vertical
from posture.body.placed.entries import PlacedPoint
from posture.body.points import NODES
from posture.body.remarks import Refusal
from posture.body.stickers.find import StickerProposal
from posture.cli.main import app
from posture.errors import InputError
from posture.files.documents.read import load_analysis
from posture.files.documents.write import to_json
from posture.files.points import read_points
from posture.measure.registry import METRICS
from posture.photo.load import load
from tests.fixtures.results import analysed, read_back
from tests.fixtures.shared import SAMPLES, cut_at_the_hips, refuse, rendered, side

pytestmark = pytest.mark.model

SAMPLE = SAMPLES[0]


@pytest.fixture(scope="module")
def sample() -> Analysis:
    return analysed(SAMPLE)


def pixels(path: Path) -> NDArray[np.uint8]:
    return np.asarray(Image.open(path).convert("RGB"))


@pytest.mark.parametrize(("path", "facing"), rendered(), ids=lambda x: getattr(x, "name", x))
def test_rendered_people_and_their_mirror_images(path: Path, facing: str):
    there = analysed(pixels(path))
    back = analysed(np.ascontiguousarray(pixels(path)[:, ::-1]))
    assert there.body.facing == facing
    assert back.body.facing != facing
    for name, one in there.measurements.items():
        other = back.measurements[name]
        assert other.value == pytest.approx(one.value, abs=1.0, nan_ok=True)
        assert other.sd == pytest.approx(one.sd, abs=1.0, nan_ok=True)
    assert [f.tier for f in there.assessment.findings] == [f.tier for f in back.assessment.findings]


@pytest.mark.parametrize("path", side(), ids=lambda path: path.name)
def test_real_side_views_are_analysed(path: Path):
    result = analysed(path)
    assert result.body.facing == "left"
    assert "mid_step" in [notice.code for notice in result.body.notices]
    assert np.isfinite(result.measurements["cva"].value)


@pytest.mark.parametrize(("path", "code"), refuse(), ids=lambda x: getattr(x, "name", x))
def test_real_pictures_are_refused_for_the_right_reason(path: Path, code: str):
    result = analyze(path)
    assert isinstance(result, Refusal)
    assert code in [reason.code for reason in result.reasons]
    assert all(reason.remedy for reason in result.reasons)


@pytest.mark.parametrize("path", cut_at_the_hips(), ids=lambda path: path.name)
def test_a_photo_cut_at_the_hips_is_analysed_in_part(path: Path):
    result = analysed(path)
    assert np.isfinite(result.measurements["cva"].value)
    knee = result.measurements["knee_angle"]
    assert np.isnan(knee.value)
    assert "cut" in (knee.reason_missing or "")


def test_path_and_bytes_give_the_same_numbers(sample: Analysis):
    assert analysed(SAMPLE.read_bytes()).measurements == sample.measurements


def test_a_file_and_its_pixels_give_the_same_numbers():
    # A picture without a note on its lens: pixels alone have none.
    stream = io.BytesIO()
    Image.fromarray(pixels(SAMPLE)).save(stream, "PNG")
    assert analysed(stream.getvalue()).measurements == analysed(pixels(SAMPLE)).measurements


def test_nothing_touches_the_network(monkeypatch: pytest.MonkeyPatch):
    def refuse_to(*_args: object, **_kwargs: object):
        raise AssertionError("a connection was tried while analysing")

    monkeypatch.setattr(socket.socket, "connect", refuse_to)
    assert isinstance(posture.analyze(SAMPLE), posture.Analysis)


def test_every_measurement_is_there_in_display_order(sample: Analysis):
    assert list(sample.measurements) == [metric.name for metric in METRICS]


def test_a_vertical_set_by_hand_gives_the_roll_and_keeps_the_points(sample: Analysis):
    photo = load(SAMPLE)
    placed = set_points(sample, [PlacedPoint("c7", 300.0, 200.0, 5.0, "placed")])
    found = set_roll(photo, placed, Vertical(1.5, 0.4))
    assert isinstance(found, Analysis)
    assert (found.body.camera.roll_deg, found.body.camera_errors.roll_deg) == (1.5, 0.4)
    assert found.body.placed == placed.body.placed
    assert found.provenance.settings["roll_deg"] == 1.5
    back = set_roll(photo, found, None)
    assert isinstance(back, Analysis)
    assert back.measurements == placed.measurements


def test_another_roll_keeps_the_stickers_and_what_is_said_of_them(sample: Analysis):
    proposal = StickerProposal("c7", 300.0, 200.0, 2.0, 12.0, "green", 0.95)
    worn = apply_stickers(sample, [proposal], "green")
    found = set_roll(load(SAMPLE), worn, Vertical(1.5, 0.4))
    assert isinstance(found, Analysis)
    for name in ("stickers", "sticker_points"):
        assert found.provenance.settings[name] == worn.provenance.settings[name]
    assert "stickers_used" in {notice.code for notice in found.notices}


def test_a_points_file_with_faults_is_one_error(tmp_path: Path):
    file = tmp_path / "points.json"
    file.write_text(json.dumps({"points": {"c8": {"x_px": 1, "y_px": 2}, "c7": {"x_px": -1}}}))
    with pytest.raises(InputError) as caught:
        read_points(file)
    assert len(caught.value.faults) >= 3


def one_percent_darker(path: Path) -> NDArray[np.uint8]:
    """The same person in another file: the estimates differ a little, the body does not."""
    return np.round(pixels(path) * 0.99).astype(np.uint8)


@pytest.mark.slow
def test_points_of_an_earlier_photo_correct_a_later_one(sample: Analysis, tmp_path: Path):
    names = ("c7", "asis", "psis")
    at = {name: sample.body.in_picture()[name] for name in names}
    shifted = {name: (x + 8.0, y - 6.0) for name, (x, y, _sd) in at.items()}
    points = [PlacedPoint(name, x, y, 1.0, "sticker") for name, (x, y) in shifted.items()]
    reference = set_points(sample, points)
    file = tmp_path / "reference.json"
    file.write_text(to_json(reference))
    later = one_percent_darker(SAMPLE)
    plain, corrected = analysed(later), analysed(later, Options(reference=load_analysis(file)))
    assert corrected == analysed(later, Options(reference=reference))
    assert corrected.provenance.settings["reference_points"] == "c7, asis, psis"
    assert corrected.provenance.settings["reference"] == sample.photo.sha256
    assert "personal_calibration" in [notice.code for notice in corrected.body.notices]
    for name in names:
        x, y, sd = corrected.body.in_picture()[name]
        before = np.hypot(*np.subtract(plain.body.in_picture()[name][:2], shifted[name]))
        assert np.hypot(*np.subtract((x, y), shifted[name])) < 0.85 * before
        assert sd < plain.body.in_picture()[name][2]
    for name in ("cva", "pelvic_tilt", "sacral_slope"):
        assert corrected.measurements[name].source == "estimated"
        assert corrected.measurements[name].sd < plain.measurements[name].sd
    assert read_back(to_json(corrected)) == corrected
    assert "reference" not in plain.provenance.settings


def test_an_earlier_photo_of_someone_else_is_one_error(sample: Analysis):
    point = PlacedPoint("c7", 300.0, 200.0, 2.0, "placed")
    woman = set_points(replace(sample, subject=Subject(sex="female", stature_cm=160)), [point])
    man = Options(reference=woman, subject=Subject(sex="male", stature_cm=180), model="lite")
    with pytest.raises(InputError) as caught:
        analyze(SAMPLE, man)
    assert len(caught.value.faults) == 3


@pytest.mark.slow
def test_the_command_line_from_points_to_a_corrected_photo(sample: Analysis, tmp_path: Path):
    points, reference = tmp_path / "points.json", tmp_path / "reference.json"
    x, y, _ = sample.body.in_picture()["asis"]
    points.write_text(json.dumps({"points": {"asis": {"x_px": x + 12.0, "y_px": y}}}))
    first = CliRunner().invoke(app, ["analyze", str(SAMPLE), "--points", str(points), "--json"])
    reference.write_text(first.stdout)
    again = ["analyze", str(SAMPLE), "--reference", str(reference)]
    second = CliRunner().invoke(app, [*again, "--json"])
    assert (first.exit_code, second.exit_code) == (0, 0)
    asis = json.loads(second.stdout)["points"]["asis"]
    assert asis["source"] == "estimated"
    assert 1.0 < asis["x_px"] - x < 12.0
    assert "an earlier photo of this person" in " ".join(
        CliRunner().invoke(app, again).stdout.split()
    )


def test_a_given_roll_is_obeyed():
    upright = analysed(SAMPLE, Options(roll_deg=0.0))
    rolled = analysed(SAMPLE, Options(roll_deg=3.0))
    difference = upright.measurements["trunk_lean"].value - rolled.measurements["trunk_lean"].value
    # Clockwise is forward for who faces right and backward for who faces left.
    # The estimator knows that people stand upright, and ascribes a part of the lean to the roll.
    assert 1.0 < upright.body.camera.facing_sign * difference < 4.0


def test_stature_and_sex_are_carried():
    result = analysed(SAMPLE, Options(subject=Subject(age=40, sex="male", stature_cm=180)))
    assert result.body.stature_cm == 180
    assert result.subject.sex == "male"


def test_several_photos_are_combined_by_the_median(sample: Analysis):
    others = [analysed(SAMPLE, Options(mirror=False)), analysed(SAMPLE, Options(roll_deg=1.0))]
    combined = combine([sample, *others])
    values = [a.measurements["trunk_lean"].value for a in combined.analyses]
    assert combined.measurements["trunk_lean"].value == pytest.approx(np.median(values))
    assert combined.spread["trunk_lean"] == pytest.approx((max(values) - min(values)) / 2)
    with pytest.raises(InputError):
        combine([sample])


def test_provenance_names_what_made_the_numbers(sample: Analysis):
    provenance = sample.provenance
    assert provenance.version == posture.__version__
    for sha in (provenance.model_sha256, provenance.estimator_sha256, provenance.knowledge_sha256):
        assert len(sha) == 64
    assert provenance.settings["mirror"] is True


@pytest.mark.slow
def test_a_real_analysis_loads_back_equal(sample: Analysis):
    assert read_back(to_json(sample)) == sample
    placed = set_points(sample, [PlacedPoint("c7", 300.0, 200.0, 2.0, "sticker")])
    assert read_back(to_json(placed)) == placed
    assert read_back(to_json(placed)) != sample


def test_every_point_lies_in_the_picture(sample: Analysis):
    for name in NODES:
        x, y, sd = sample.body.in_picture()[name]
        if not np.isnan(x):
            assert 0 <= x < sample.photo.width
            assert 0 <= y < sample.photo.height
            assert sd > 0


def test_a_tier_follows_from_value_and_error_alone(sample: Analysis):
    # Far beyond every cut-off with a small error: marked for three stances and for one.
    far = replace(sample.measurements["cva"], value=15.0, sd=0.5)
    photos = [replace(sample, measurements={**sample.measurements, "cva": far})] * 3
    tiers = {
        stances: {
            f.measurement: f.tier for f in combine(photos, stances=stances).assessment.findings
        }
        for stances in (None, 1)
    }
    assert tiers[None]["cva"] == "marked"
    assert tiers[1]["cva"] == "marked"
