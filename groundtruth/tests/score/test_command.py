"""The command on two sample pictures, through the real detector."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from groundtruth.real.measured import NOT_THERE
from groundtruth.score import collect as collecting
from groundtruth.score.__main__ import main
from groundtruth.score.collect import analyse_body, collect, keys
from groundtruth.score.people import METRIC_NAMES, STICKER_POINTS, read_set
from tests.fixtures import ROOT, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundtruth.score.people import Person
    from groundtruth.score.row import Row

FACING = json.loads((ROOT / "samples" / "truth.json").read_text())


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A set of one body in two photos; its truth is made up."""
    folder = tmp_path / "sets" / "wide"
    folder.mkdir(parents=True)
    for number, sample in enumerate(SAMPLES[:2]):
        shutil.copy(sample, folder / f"{number}.jpg")
        truth = {
            "number": number,
            "set": "wide",
            "body": 0,
            "photo": number,
            "facing": FACING[sample.name]["facing"],
            "near_side": FACING[sample.name]["facing"],
            "sex": "female",
            "age": 35,
            "stature_m": 1.7,
            "build": "slim",
            "clothing": {"top": "fitted", "bottom": "shorts", "hair": "short", "looseness": 0.2},
            "camera": {"distance_m": 3.0, "yaw_deg": 1.0, "roll_deg": 0.5},
            "pose": {"arms": "hanging"},
            "measurements": dict.fromkeys(METRIC_NAMES, 10.0),
            "nodes_px": {n: [380.0 + 5 * i, 200.0 + 90 * i] for i, n in enumerate(STICKER_POINTS)},
        }
        (folder / f"{number}.json").write_text(json.dumps(truth))
    return folder


@pytest.mark.model
def test_from_pictures_to_the_page(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out, page = tmp_path / "out", tmp_path / "docs" / "accuracy.md"
    arguments = ["--sets", str(two.parent), "--out", str(out), "--workers", "1"]
    published = tmp_path / "docs" / "accuracy.json"
    arguments += ["--json", str(published), "--page", str(page), "--figures"]
    assert main([*arguments, "--date", "2026-11-23"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.split()[-1] in ("holds", "short") for line in lines)
    assert lines[0].startswith("cva, wide, RMSE")
    assert json.loads((out / "scores.json").read_text())["groups"]["wide"]["pictures"] == 2
    found = json.loads(published.read_text("utf-8"))
    assert found["sets"]["wide"]["pictures"] == 2
    assert found["date"] == "2026-11-23"
    assert (tmp_path / "docs" / "accuracy" / "appendix.md").is_file()
    written = page.read_bytes()
    assert (tmp_path / "docs" / "accuracy" / "coverage_wide.svg").is_file()
    assert main([*arguments, "--date", "2026-11-23"]) == 0
    assert page.read_bytes() == written


@pytest.mark.model
def test_real_photographs_come_first_and_stay_where_they_are_not_given_again(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    labels, published = tmp_path / "labels", tmp_path / "accuracy.json"
    labels.mkdir()
    lines = ["photo,point,x,y", *(f"{n}.jpg,{p}" for n in (0, 1) for p in ("c7,1,2", "tragus,9,0"))]
    (labels / "points.csv").write_text("\n".join(lines), "utf-8")
    arguments = ["--sets", str(two), "--out", str(tmp_path / "out"), "--json", str(published)]
    real = ["--real-labels", str(labels), "--real-photos"]
    assert main([*arguments, "--workers", "1", *real, str(two)]) == 0
    assert capsys.readouterr().out.startswith("cva, real, mean error")
    block = json.loads(published.read_text("utf-8"))["real"]
    assert block["photographs"] == 2
    assert main([*arguments, "--workers", "1", *real, str(tmp_path / "nowhere")]) == 0
    told = capsys.readouterr()
    assert NOT_THERE in told.err
    assert told.out.startswith("cva, wide, RMSE")
    assert json.loads(published.read_text("utf-8"))["real"] == block


@pytest.mark.model
def test_a_run_goes_on_where_it_was_stopped(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    people, store = read_set(two), tmp_path / "rows.jsonl"
    rows = collect(people, store, workers=1)
    assert [row.key for row in rows.values()] == keys(people)
    calls: list[int] = []

    def counted(photos: Sequence[Person]) -> list[Row]:
        calls.append(1)
        return analyse_body(photos)

    monkeypatch.setattr(collecting, "analyse_body", counted)
    again = collect(people, store, workers=1)
    assert {n: r.line() for n, r in again.items()} == {n: r.line() for n, r in rows.items()}
    assert calls == []
    first, second = store.read_text().splitlines()
    store.write_text(f"{second}\n{first[:100]}")
    mended = collect(people, store, workers=1)
    assert {n: r.line() for n, r in mended.items()} == {n: r.line() for n, r in rows.items()}
    assert calls == [1]
    assert collect(people, store, workers=1).keys() == rows.keys()
    assert calls == [1]


@pytest.mark.model
def test_the_truth_is_never_shown_to_the_pipeline(two: Path):
    """Another truth changes what is placed, and nothing that is estimated."""
    before = analyse_body(read_set(two))[0]
    truth = json.loads((two / "0.json").read_text())
    truth["measurements"] = dict.fromkeys(METRIC_NAMES, 99.0)
    truth["nodes_px"]["asis"] = [300.0, 300.0]
    (two / "0.json").write_text(json.dumps(truth))
    after = analyse_body(read_set(two))[0]
    assert after.key != before.key
    assert repr(after.readings) == repr(before.readings)
    assert after.tiers == before.tiers
    assert after.placed["pelvic_tilt"] != before.placed["pelvic_tilt"]


def test_what_cannot_be_used_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["--sets", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "groundtruth make" in capsys.readouterr().err


def test_the_same_picture_twice_is_said(two: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--sets", str(two), str(two), "--out", str(two / "out")]) == 2
    assert "wide/0 is there 2 times" in capsys.readouterr().err
