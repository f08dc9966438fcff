"""``posture frontal`` on a sample."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from posture.analysis.frontal import analyze_frontal_photo
from posture.assess.wording_rules import wording_faults
from posture.body.remarks import Refusal
from posture.cli.main import app
from posture.photo.load import load
from tests.fixtures.analysed import BEFORE, FRONTAL, sample

pytestmark = pytest.mark.model

RUN = CliRunner()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder with a frontal photo, one from the side and a broken file."""
    (tmp_path / "front.jpg").write_bytes(sample(FRONTAL))
    (tmp_path / "turned.jpg").write_bytes(sample(BEFORE))
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    return tmp_path


def test_findings_are_printed_and_the_picture_is_written(photos: Path):
    out = photos / "out"
    args = ["frontal", str(photos / "front.jpg"), "--roll-deg", "0", "--out", str(out)]
    result = RUN.invoke(app, args)
    assert result.exit_code == 0, result.output
    for part in ("Shoulder level", "left higher", "suggested by this photo", "Educational"):
        assert part in result.output
    assert wording_faults(re.sub(r"\s+", " ", result.output)) == []
    with Image.open(out / "front-frontal.png") as picture:
        assert picture.height == 1400


def test_view_and_mirror_are_handed_on(photos: Path):
    args = ["frontal", str(photos / "front.jpg"), "--json"]
    front, back, mirrored = (
        json.loads(RUN.invoke(app, [*args, *more]).stdout)
        for more in (["--view", "front"], ["--view", "back"], ["--view", "front", "--mirrored"])
    )
    assert [one["view"] for one in (front, back, mirrored)] == ["front", "back", "front"]
    shoulders = [one["measurements"]["shoulder_level"]["value"] for one in (front, mirrored)]
    assert shoulders[0] == pytest.approx(-shoulders[1])


def test_a_child_is_measured_and_not_judged(photos: Path):
    result = RUN.invoke(app, ["frontal", str(photos / "front.jpg"), "--age", "12"])
    assert result.exit_code == 0
    assert "left higher" in result.output
    assert "suggested by this photo" not in result.output


def test_the_worst_photo_gives_the_exit_code(photos: Path):
    refused = RUN.invoke(app, ["frontal", str(photos / "turned.jpg")])
    assert refused.exit_code == 3
    refusal = analyze_frontal_photo(load(sample(BEFORE), name="turned.jpg"))
    assert isinstance(refusal, Refusal)
    assert refusal.reasons[0].remedy in re.sub(r"\s+│?\s*│?\s*", " ", refused.output)
    names = [str(photos / name) for name in ("turned.jpg", "broken.jpg", "front.jpg")]
    assert RUN.invoke(app, ["frontal", *names]).exit_code == 4


def test_json_is_one_line_per_photo_and_nothing_else(photos: Path):
    names = [str(photos / name) for name in ("turned.jpg", "broken.jpg", "front.jpg")]
    result = RUN.invoke(app, ["frontal", "--json", *names])
    assert result.exit_code == 4
    refused, unreadable, read = map(json.loads, result.stdout.splitlines())
    assert [one["photo"] for one in (refused, unreadable, read)] == names
    assert refused["status"] == "refused"
    assert unreadable["status"] == "unreadable"
    assert read["status"] == "frontal"
    assert read["view"] == "front"
    assert read["measurements"]


def test_faults_of_the_options_are_listed_at_once(photos: Path):
    args = ["frontal", str(photos / "front.jpg"), "--view", "top", "--roll-deg", "90"]
    args += ["--age", "1"]
    result = RUN.invoke(app, args)
    assert result.exit_code == 2
    assert "front" in result.stderr
    assert "roll" in result.stderr
    assert "age" in result.stderr
    assert result.stdout == ""


def test_a_folder_that_cannot_be_written_is_said(photos: Path):
    (photos / "file").write_text("")
    args = ["frontal", str(photos / "front.jpg"), "--out", str(photos / "file")]
    result = RUN.invoke(app, args)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
