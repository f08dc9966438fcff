"""``posture frontal`` on a faked reading."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from posture.analysis.frontal import FrontalAnalysis
from posture.analysis.options import Options
from posture.analysis.types import PhotoInfo
from posture.assess.frontal import assess_frontal
from posture.assess.wording_rules import wording_faults
from posture.body.body import Reason, Refusal
from posture.body.frontal.build import build_frontal_body
from posture.cli.main import app
from posture.measure.frontal import measure_levels
from posture.pose.pose import People
from tests.fixtures.fronts import front_person

RUN = CliRunner()
REFUSAL = Refusal((Reason("turned", "The body is turned.", "Turn to face it."),), "t.jpg", "ab")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Options]:
    calls: list[Options] = []

    def analyze(photo: Any, options: Options) -> Any:
        calls.append(options)
        if photo.name == "turned.png":
            return REFUSAL
        subject = options.subject
        made = front_person(shoulders=8.0)
        body = build_frontal_body(
            made.photo,
            People((made.pose,)),
            roll_deg=options.roll_deg,
            view=options.view,
            mirrored=options.mirrored,
        )
        assert not isinstance(body, Refusal)
        measurements = measure_levels(body)
        info = PhotoInfo(photo.name, "ab" * 32, 600, 1000)
        return FrontalAnalysis(
            info, body, measurements, assess_frontal(measurements, subject), subject
        )

    monkeypatch.setattr("posture.cli.frontal.analyze_frontal_photo", analyze)
    for name in ("front.png", "turned.png"):
        Image.fromarray(np.full((1000, 600, 3), 200, np.uint8)).save(tmp_path / name)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    return calls


def test_findings_are_printed_and_the_picture_is_written(asked: Any, tmp_path: Path):
    out = tmp_path / "out"
    args = ["frontal", str(tmp_path / "front.png"), "--roll-deg", "0", "--out", str(out)]
    result = RUN.invoke(app, args)
    assert result.exit_code == 0, result.output
    for part in ("Shoulder level", "right higher", "this photo points this way", "Educational"):
        assert part in result.output
    assert wording_faults(re.sub(r"\s+", " ", result.output)) == []
    with Image.open(out / "front-levels.png") as picture:
        assert picture.height == 1400
    assert asked == [Options(roll_deg=0.0)]


def test_view_and_mirror_are_handed_on(asked: Any, tmp_path: Path):
    args = ["frontal", str(tmp_path / "front.png"), "--view", "back", "--mirrored"]
    assert RUN.invoke(app, args).exit_code == 0
    assert asked == [Options(view="back", mirrored=True)]
    RUN.invoke(app, ["frontal", str(tmp_path / "front.png"), "--view", "front"])
    assert asked[-1].view == "front"


def test_a_child_is_measured_and_not_judged(asked: Any, tmp_path: Path):
    result = RUN.invoke(app, ["frontal", str(tmp_path / "front.png"), "--age", "12"])
    assert result.exit_code == 0
    assert "right higher" in result.output
    assert "points this way" not in result.output


def test_the_worst_photo_gives_the_exit_code(asked: Any, tmp_path: Path):
    refused = RUN.invoke(app, ["frontal", str(tmp_path / "turned.png")])
    assert refused.exit_code == 3
    assert "Turn to face it." in refused.output
    names = [str(tmp_path / name) for name in ("turned.png", "broken.png", "front.png")]
    assert RUN.invoke(app, ["frontal", *names]).exit_code == 4


def test_json_is_one_line_per_photo_and_nothing_else(asked: Any, tmp_path: Path):
    names = [str(tmp_path / name) for name in ("turned.png", "broken.png", "front.png")]
    result = RUN.invoke(app, ["frontal", "--json", *names])
    assert result.exit_code == 4
    refused, unreadable, read = map(json.loads, result.stdout.splitlines())
    assert [one["photo"] for one in (refused, unreadable, read)] == names
    assert refused["status"] == "refused"
    assert unreadable["status"] == "unreadable"
    assert read["status"] == "frontal"
    assert read["view"] == "front"
    assert read["measurements"]


def test_faults_of_the_options_are_listed_at_once(asked: Any, tmp_path: Path):
    args = ["frontal", str(tmp_path / "front.png"), "--view", "top", "--roll-deg", "90"]
    args += ["--age", "1"]
    result = RUN.invoke(app, args)
    assert result.exit_code == 2
    assert "front" in result.stderr
    assert "roll" in result.stderr
    assert "age" in result.stderr
    assert asked == []


def test_a_folder_that_cannot_be_written_is_said(asked: Any, tmp_path: Path):
    (tmp_path / "file").write_text("")
    args = ["frontal", str(tmp_path / "front.png"), "--out", str(tmp_path / "file")]
    result = RUN.invoke(app, args)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
