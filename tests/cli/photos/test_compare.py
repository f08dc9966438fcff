"""``posture compare`` on stored analyses with made-up values, and on real photos."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from posture.analysis import comparison, pipeline
from posture.assess.assessment import Subject
from posture.assess.wording_rules import wording_faults
from posture.body.remarks import Refusal
from posture.cli.main import app
from posture.files.documents.write import to_json
from tests.fixtures.analysed import AFTER as LATER
from tests.fixtures.analysed import BEFORE as EARLIER
from tests.fixtures.analysed import analysed, dark
from tests.fixtures.changes import AFTER, BEFORE, reading
from tests.fixtures.shared import ROOT

RUN = CliRunner(env={"COLUMNS": "120"})
"""Wide enough for every cell to stand on one line."""


@pytest.fixture
def photos(tmp_path: Path) -> dict[str, str]:
    """Stored analyses with made-up values, and photos that cannot be compared."""
    for name, values in (("march", BEFORE), ("april", AFTER)):
        (tmp_path / f"{name}.json").write_text(to_json(reading(f"{name}.jpg", values)), "utf-8")
    child = replace(reading("june.jpg", BEFORE), subject=Subject(age=16))
    (tmp_path / "june.json").write_text(to_json(child), "utf-8")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "dark.jpg").write_bytes(dark())
    return {path.name: str(path) for path in tmp_path.iterdir()}


@pytest.mark.model
@pytest.mark.slow
def test_two_photos_of_one_person_are_analysed_and_compared():
    pair = [str(ROOT / "samples" / f"{name}.jpg") for name in (EARLIER, LATER)]
    told = json.loads(RUN.invoke(app, ["compare", *pair, "--json"]).stdout)
    assert (told["status"], told["before"], told["after"]) == (
        "compared",
        "before.jpg",
        "after.jpg",
    )
    known = comparison.compare(analysed(EARLIER).analysis, analysed(LATER).analysis)
    cva = known.changes["cva"]
    assert told["changes"]["cva"]["value"] == pytest.approx(cva.value)
    assert told["changes"]["cva"]["exceeds_mdc"] is True
    assert told["read_jointly"] == known.read_jointly


def test_what_counts_comes_first_and_what_does_not_is_said(photos: dict[str, str]):
    done = RUN.invoke(app, ["compare", photos["march.json"], photos["april.json"]])
    assert done.exit_code == 0, done.output
    text = re.sub(r"\s+", " ", done.output)
    assert "From march.jpg to april.jpg" in text
    assert "Head over the neck +12° ± 4° 9° larger than before" in text
    assert "−2.4 ± 0.6 % 2.0 % smaller than before" in text
    assert "0° ± 4° 9° too small to tell" in text
    assert "not measured in both photos" in text
    # The tilt of the pelvis is told in words: no degrees beside it.
    assert re.search(r"Forward tilt of the pelvis smaller than before", text)
    assert text.index("larger than before") < text.index("too small to tell")
    assert "were read jointly" not in text
    assert "the head sits further back" in text
    assert "difference of two measurements" in text
    assert wording_faults(text) == []


def test_under_18_numbers_stand_without_a_verdict(photos: dict[str, str]):
    done = RUN.invoke(app, ["compare", photos["june.json"], photos["april.json"]])
    text = re.sub(r"\s+", " ", done.output)
    assert "Under 18 no change is judged" in text
    assert "Head over the neck +12° ± 4° not judged under 18" in text
    for verdict in ("larger than before", "smaller than before", "Smallest"):
        assert verdict not in text
    assert "not measured in both photos" in text
    told = RUN.invoke(app, ["compare", photos["june.json"], photos["april.json"], "--json"]).stdout
    assert {one["exceeds_mdc"] for one in json.loads(told)["changes"].values()} == {None}


def test_json_holds_every_number_and_nothing_else(photos: dict[str, str]):
    done = RUN.invoke(app, ["compare", photos["march.json"], photos["april.json"], "--json"])
    told = json.loads(done.stdout)
    assert (told["status"], told["before"], told["after"]) == (
        "compared",
        "march.jpg",
        "april.jpg",
    )
    assert len(told["provenance"]["paired_sha256"]) == 64
    cva = told["changes"]["cva"]
    assert cva["value"] == pytest.approx(12.4)
    assert cva["sd"] == pytest.approx(math.hypot(3.0, 3.0))
    assert cva["exceeds_mdc"] is True
    assert told["read_jointly"] is False
    assert told["changes"]["kyphosis"]["value"] is None
    assert told["changes"]["kyphosis"]["exceeds_mdc"] is False


@pytest.mark.parametrize("as_json", [False, True])
def test_page_and_data_are_written_where_asked_for(
    photos: dict[str, str], tmp_path: Path, *, as_json: bool
):
    folder = tmp_path / "for" / "anna"
    more = ["--json"] if as_json else []
    asked = ["compare", photos["march.json"], photos["april.json"], "--out", str(folder), *more]
    done = RUN.invoke(app, asked)
    assert done.exit_code == 0, done.output
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(written) == ["comparison.csv", "comparison.json", "comparison.pdf"]
    assert written["comparison.pdf"].startswith(b"%PDF-")
    told = json.loads(written["comparison.json"])
    if as_json:
        assert json.loads(done.stdout) == told
    else:
        assert "comparison.pdf" in done.output
    # Again: what is there is replaced.
    (folder / "comparison.csv").write_text("old")
    assert RUN.invoke(app, asked).exit_code == 0
    assert (folder / "comparison.csv").read_bytes() == written["comparison.csv"]


def test_the_page_of_two_other_photos_stays(photos: dict[str, str], tmp_path: Path):
    folder = tmp_path / "anna"
    first = ["compare", photos["march.json"], photos["april.json"], "--out", str(folder)]
    assert RUN.invoke(app, first).exit_code == 0
    kept = (folder / "comparison.json").read_bytes()
    other = json.loads(Path(photos["april.json"]).read_bytes())
    other["photo_info"]["sha256"] = "0" * 64
    april = tmp_path / "april.json"
    april.write_text(json.dumps(other))
    turned = ["compare", str(april), photos["march.json"], "--out", str(folder)]
    for _ in "ab":
        done = RUN.invoke(app, [*turned, "--csv-dialect", "excel-de"])
        assert done.exit_code == 0, done.output
    assert (folder / "comparison.json").read_bytes() == kept
    (other,) = (path for path in folder.iterdir() if path.is_dir())
    assert other.name == "april-march"
    assert (other / "comparison.csv").read_bytes().startswith("\ufeffname;value".encode())
    told = json.loads((other / "comparison.json").read_bytes())
    assert (told["before"], told["after"]) == ("april.jpg", "march.jpg")


def test_an_unknown_dialect_is_said_before_anything_is_analysed(photos: dict[str, str]):
    done = RUN.invoke(app, ["compare", "no.jpg", "no.jpg", "--csv-dialect", "excel"])
    assert done.exit_code == 2
    assert 'csv-dialect is one of standard, excel-de, not "excel"' in done.output


@pytest.mark.model
def test_nothing_is_written_where_nothing_is_compared(photos: dict[str, str], tmp_path: Path):
    folder = tmp_path / "out"
    asked = ["compare", photos["march.json"], photos["dark.jpg"], "--out", str(folder)]
    assert RUN.invoke(app, asked).exit_code == 3
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_costs_no_result(photos: dict[str, str]):
    asked = ["compare", photos["march.json"], photos["april.json"]]
    done = RUN.invoke(app, [*asked, "--out", photos["list.json"]])
    assert done.exit_code == 1
    assert "+12° ± 4°" in done.output
    assert "cannot be written" in re.sub(r"\s+", " ", done.output)


@pytest.mark.model
@pytest.mark.parametrize("as_json", [False, True])
def test_a_photo_that_cannot_be_compared_gives_its_exit_code(
    photos: dict[str, str], *, as_json: bool
):
    more = ["--json"] if as_json else []
    refused = RUN.invoke(app, ["compare", photos["march.json"], photos["dark.jpg"], *more])
    unreadable = RUN.invoke(app, ["compare", photos["broken.png"], photos["dark.jpg"], *more])
    assert (refused.exit_code, unreadable.exit_code) == (3, 4)
    if as_json:
        lines = [json.loads(line) for line in unreadable.stdout.splitlines()]
        assert [line["status"] for line in lines] == ["unreadable", "refused"]
    else:
        refusal = pipeline.analyze(dark())
        assert isinstance(refusal, Refusal)
        assert refusal.reasons[0].remedy in re.sub(r"\s+│?\s*│?\s*", " ", refused.output)


def test_a_file_that_is_no_analysis_is_one_clear_error(photos: dict[str, str]):
    done = RUN.invoke(app, ["compare", photos["list.json"], photos["april.json"]])
    assert done.exit_code == 2
    assert "list.json cannot be used" in done.output
    assert "analysis.json" in done.output


def test_it_is_told_in_german(photos: dict[str, str]):
    done = RUN.invoke(
        app, ["--language", "de", "compare", photos["march.json"], photos["april.json"]]
    )
    text = re.sub(r"\s+", " ", done.output)
    assert "−2,4 ± 0,6 % 2,0 % kleiner als zuvor" in text
    assert "Kleinste" in text
