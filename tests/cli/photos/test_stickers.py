"""``posture analyze --stickers`` from outside: table, question, files, JSON."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from posture.cli.main import app
from posture.files.points import read_points, write_points
from tests.fixtures.analysed import BEFORE, STICKERS, sample

pytestmark = pytest.mark.model

RUNNER = CliRunner(env={"COLUMNS": "120"})
SURE = {"c7", "acromion", "psis", "trochanter", "knee", "malleolus"}
GREEN, UNSURE, STRAY = (74, 234, 102), (462, 540), (440, 900)
"""Colour of the stickers, and where another one may mark the asis or nothing, px."""


class Keyboard(io.StringIO):
    """A terminal at which these lines are typed."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class Sheet:
    """A photo with six sure stickers, an unsure one and a stray spot; where files are written."""

    photo: Path
    out: Path

    def used(self) -> set[str]:
        """The points of which the written analysis says that a sticker marks them."""
        points = json.loads((self.out / "analysis.json").read_text("utf-8"))["points"]
        return {name for name, point in points.items() if point["source"] == "sticker"}


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    pixels = np.array(Image.open(io.BytesIO(sample(STICKERS))).convert("RGB"))
    for place in (UNSURE, STRAY):
        cv2.circle(pixels, place, 5, GREEN, -1, cv2.LINE_AA)
    Image.fromarray(pixels).save(tmp_path / "side.png")
    return Sheet(tmp_path / "side.png", tmp_path / "out")


def analyze(photo: Path, *arguments: str):
    return RUNNER.invoke(app, ["analyze", str(photo), *arguments])


def typed(
    monkeypatch: pytest.MonkeyPatch, lines: list[str], photo: Path, *arguments: str
) -> str | int | None:
    """Run at a terminal at which these lines are typed; gives the exit code."""
    monkeypatch.setattr(sys, "stdin", Keyboard("".join(f"{line}\n" for line in lines)))
    with pytest.raises(SystemExit) as done:
        app(["analyze", str(photo), *arguments])
    return done.value.code


def test_nothing_is_looked_for_unless_asked(sheet: Sheet):
    result = analyze(sheet.photo, "--json")
    assert result.exit_code == 0
    points = json.loads(result.stdout)["points"]
    assert "sticker" not in {point["source"] for point in points.values()}


def test_the_table_lists_point_place_and_how_sure(sheet: Sheet):
    result = analyze(sheet.photo, "--stickers", "auto")
    assert result.exit_code == 0
    assert re.search(r" asis +462, 541 +\d\d% +please check", result.stdout)
    assert re.search(r" knee +\d+, \d+ +99% +sure", result.stdout)
    assert re.search(r"fits no point +440, 901 *\n", result.stdout)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "used"),
    [
        ([""], SURE),
        (["all"], SURE | {"asis"}),
        (["None"], set[str]()),
        (["asis"], {"asis"}),
        (["c8", "knee, asis knee"], {"knee", "asis"}),
        ([], SURE),
    ],
)
def test_somebody_at_the_terminal_decides(
    sheet: Sheet,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: list[str],
    used: set[str],
):
    asked = ("--stickers", "green", "--out", str(sheet.out))
    assert typed(monkeypatch, lines, sheet.photo, *asked) == 0
    assert sheet.used() == used
    assert ("Not in the table: c8." in capsys.readouterr().out) == ("c8" in lines)


@pytest.mark.slow
def test_yes_asks_nothing(sheet: Sheet, monkeypatch: pytest.MonkeyPatch):
    asked = ("--stickers", "green", "--yes", "--out", str(sheet.out))
    assert typed(monkeypatch, ["none"], sheet.photo, *asked) == 0
    assert sheet.used() == SURE


def test_json_stays_one_line(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert typed(monkeypatch, ["none"], sheet.photo, "--stickers", "auto", "--json") == 0
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert told["status"] == "analysed"
    assert {n for n, point in told["points"].items() if point["source"] == "sticker"} == SURE


@pytest.mark.slow
def test_out_holds_a_picture_and_points_that_can_be_given_back(sheet: Sheet):
    result = analyze(sheet.photo, "--stickers", "auto", "--out", str(sheet.out))
    assert (sheet.out / "stickers.png").read_bytes().startswith(b"\x89PNG")
    entries = read_points(sheet.out / "stickers.json")
    assert (sheet.out / "stickers.json").read_text("utf-8") == write_points(entries)
    points = {point.name: point for point in entries}
    assert set(points) == SURE | {"asis"}
    asis = points["asis"]
    assert (asis.x_px, asis.y_px) == pytest.approx(UNSURE, abs=2.0)
    assert asis.source == "sticker"
    assert "stickers.json" in result.stdout
    assert sheet.used() == SURE, "without a terminal only the sure ones are used"


@pytest.mark.slow
def test_none_found_is_said_and_writes_no_points(tmp_path: Path):
    photo, out = tmp_path / "plain.jpg", tmp_path / "out"
    photo.write_bytes(sample(BEFORE))
    result = analyze(photo, "--stickers", "auto", "--out", str(out))
    assert "No stickers were found" in result.stdout
    assert [path.name for path in out.iterdir() if "stickers" in path.name] == []


def test_a_folder_that_cannot_be_written_is_one_message(sheet: Sheet):
    sheet.out.write_text("in the way")
    result = analyze(sheet.photo, "--stickers", "auto", "--out", str(sheet.out))
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_an_unknown_colour_exits_2(sheet: Sheet):
    result = analyze(sheet.photo, "--stickers", "beige")
    assert result.exit_code == 2
    assert "turquoise" in result.stderr
    assert result.stdout == ""
