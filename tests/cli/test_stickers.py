"""``posture analyze --stickers`` from outside: table, question, files, JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from posture.body.stickers.find import StickerProposal
from posture.cli.main import app
from posture.files.points import read_points
from tests.fixtures.analyses import ANALYSIS
from tests.fixtures.people import photo_of

RUNNER = CliRunner()
FOUND = (
    StickerProposal("c7", 388.0, 190.4, 1.4, 10.0, "green", 0.71),
    StickerProposal("knee", 401.2, 702.0, 1.2, 11.0, "green", 0.997),
    StickerProposal(None, 60.0, 60.0, 1.2, 11.0, "green", float("nan")),
)


@pytest.fixture
def worn(monkeypatch: pytest.MonkeyPatch) -> list[list[str | None]]:
    """Names that were worn, call by call; the finding itself is made up."""
    calls: list[list[str | None]] = []
    photo = replace(photo_of(np.full((1024, 768, 3), 90, np.uint8)), name="side.jpg")

    def wear(analysis: Any, accepted: Any, colour: str) -> Any:
        calls.append([proposal.name for proposal in accepted])
        return analysis

    monkeypatch.setattr("posture.analysis.pipeline.analyze_photo", lambda photo, options: ANALYSIS)
    monkeypatch.setattr(
        "posture.analysis.pipeline.find_stickers", lambda photo, analysis, colour: FOUND
    )
    monkeypatch.setattr("posture.analysis.pipeline.apply_stickers", wear)
    monkeypatch.setattr("posture.cli.analyze.load", lambda source, name: photo)
    return calls


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch):
    """A terminal at which somebody types."""

    def types(*lines: str) -> None:
        waiting = list(lines)

        def readline(*_: object) -> str:
            if not waiting:
                raise EOFError
            return waiting.pop(0)

        stdin = SimpleNamespace(isatty=lambda: True)
        monkeypatch.setattr("posture.cli.stickers.sys", SimpleNamespace(stdin=stdin))
        monkeypatch.setattr("rich.console.Console.input", readline)

    return types


def analyze(*arguments: str):
    return RUNNER.invoke(app, ["analyze", "side.jpg", *arguments])


def test_nothing_is_looked_for_unless_asked(worn: list[list[str | None]]):
    assert analyze().exit_code == 0
    assert worn == []


def test_the_table_lists_point_place_and_how_sure(worn: list[list[str | None]]):
    result = analyze("--stickers", "auto")
    assert result.exit_code == 0
    for part in ("c7", "388, 190", "71%", "please check", "knee", "99%", "fits no point"):
        assert part in result.stdout
    assert worn == [["knee"]], "without a terminal only the sure ones are used"


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ([""], ["knee"]),
        (["all"], ["c7", "knee"]),
        (["None"], []),
        (["c7"], ["c7"]),
        (["c8", "knee, c7 knee"], ["knee", "c7"]),
        ([], ["knee"]),
    ],
)
def test_somebody_at_the_terminal_decides(
    worn: list[list[str | None]], somebody: Any, typed: list[str], used: list[str]
):
    somebody(*typed)
    result = analyze("--stickers", "green")
    assert result.exit_code == 0
    assert worn == [used]
    assert ("Not among them: c8." in result.stdout) == ("c8" in typed)


def test_yes_asks_nothing(worn: list[list[str | None]], somebody: Any):
    somebody("none")
    assert analyze("--stickers", "green", "--yes").exit_code == 0
    assert worn == [["knee"]]


def test_json_stays_one_line(worn: list[list[str | None]], somebody: Any):
    somebody("none")
    result = analyze("--stickers", "auto", "--json")
    assert len(result.stdout.splitlines()) == 1
    assert json.loads(result.stdout)["status"] == "analysed"
    assert worn == [["knee"]]


def test_out_holds_a_picture_and_points_that_can_be_given_back(
    worn: list[list[str | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("posture.present.report.report.write_report", lambda *_: {})
    result = analyze("--stickers", "auto", "--out", str(tmp_path))
    assert (tmp_path / "stickers.png").read_bytes().startswith(b"\x89PNG")
    c7, knee = read_points(tmp_path / "stickers.json")
    assert (c7.name, c7.x_px, c7.y_px, c7.source, c7.sd_px) == ("c7", 388, 190.4, "sticker", 1.4)
    assert knee.name == "knee"
    assert "stickers.json" in result.stdout


def test_none_found_is_said_and_writes_nothing(
    worn: list[list[str | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("posture.analysis.pipeline.find_stickers", lambda *_: ())
    monkeypatch.setattr("posture.present.report.report.write_report", lambda *_: {})
    result = analyze("--stickers", "auto", "--out", str(tmp_path))
    assert "No stickers were found" in result.stdout
    assert list(tmp_path.iterdir()) == []
    assert worn == [[]]


def test_a_folder_that_cannot_be_written_is_one_message(
    worn: list[list[str | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("posture.present.report.report.write_report", lambda *_: {})
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    result = analyze("--stickers", "auto", "--out", str(blocked))
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_an_unknown_colour_exits_2(worn: list[list[str | None]]):
    result = analyze("--stickers", "beige")
    assert result.exit_code == 2
    assert "turquoise" in result.stderr
    assert worn == []
