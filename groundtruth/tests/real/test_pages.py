from __future__ import annotations

import csv
import json
import re

import pytest
from posture.assess.wording_rules import wording_faults
from posture.present.wording import title

from groundtruth.real.labels import read_labels
from groundtruth.real.pages.section import section
from groundtruth.real.pages.tables import every_table
from groundtruth.score.pages.published import kept_report
from tests.fixtures import ROOT
from tests.real.made_up import real_block

BLOCK = real_block({"tragus": (0.008, 0.001)})
ELSEWHERE = kept_report("photographs.json")
SECTION = "\n\n".join(section(BLOCK, ELSEWHERE, "accuracy/real.md"))
TABLES = every_table(BLOCK)
BOTH = pytest.mark.parametrize("text", [SECTION, TABLES], ids=["section", "tables"])


def test_the_block_is_plain_json():
    assert json.loads(json.dumps(BLOCK, allow_nan=False)) == BLOCK
    assert {figure["target"] for figure in BLOCK["figures"]}.isdisjoint({"-"})


def test_the_section_says_how_many_photographs_and_people_and_how_wrong():
    assert "6 public side photographs of 3 standing people, 0 of them refused" in SECTION
    assert "on 3 photographs by two people" in SECTION
    bias = BLOCK["measurements"]["cva"]["bias"]
    assert f"| {title('cva')} | {bias:.1f}° |" in SECTION
    assert "| ear (tragus) | +0.80 |" in SECTION


def test_every_figure_that_is_short_is_named_with_its_target():
    short = [figure for figure in BLOCK["figures"] if not figure["holds"]]
    assert short
    for figure in short:
        assert f"`{figure['name']}`" in SECTION
        assert f"| {figure['name']} |" in TABLES
    count = len(BLOCK["figures"])
    assert f"{count - len(short)} of {count} figures" in SECTION


def test_every_cut_has_a_line_with_its_error():
    for name, found in BLOCK["cuts"].items():
        assert f"| {name} | {found['bias']:.1f}° |" in SECTION
    assert "| 6 of 6 |" in SECTION


def test_without_photographs_the_section_says_so_and_keeps_what_others_measured():
    text = "\n\n".join(section({}, ELSEWHERE, "real.md"))
    assert "Not measured" in text
    assert f"{ELSEWHERE['web_side_views']['photographs']} side views from the web" in text
    assert f"{ELSEWHERE['fresh']['pictures']} pictures of" in text


def test_figures_of_an_earlier_program_are_told_as_such():
    assert "figures of an earlier program" in "\n".join(section({}, ELSEWHERE, "real.md"))
    again = ELSEWHERE | {"changed_since": []}
    assert "earlier program" not in "\n".join(section({}, again, "real.md"))


def test_the_side_views_of_the_web_are_told_with_the_reader_and_with_what_covers_the_nape():
    found = ELSEWHERE["fresh"]["marked"]
    text = "\n\n".join(section(BLOCK, ELSEWHERE, "real.md"))
    assert f"{found['photographs']} other side views of {found['repositories']} public" in text
    assert f"a standard deviation of {found['reader']['sd']:g}°" in text
    for name in ("analysed", "nape_free", "nape_covered"):
        assert f"+{found[name]['bias']:.1f}° (standard deviation {found[name]['sd']:.1f}°" in text
    later = found["later"]
    assert f"The other {later['photographs']} were marked by two readers" in text
    assert f"-{-later['bias']:.1f}° (standard deviation {later['sd']:.1f}°" in text
    kinds = found["nape_free"]["photographs"], found["nape_covered"]["photographs"]
    assert sum(kinds) == found["analysed"]["photographs"] == found["photographs"] - found["refused"]


def test_the_side_views_of_the_web_have_addresses_and_two_readings():
    folder = ROOT / "groundtruth" / "data" / "web"
    found = ELSEWHERE["fresh"]["marked"]
    labels = read_labels(folder)
    assert len(labels) == found["photographs"]
    assert all(one.readings("tragus", "c7") == 2 for one in labels)
    with (folder / "photos.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [row["name"] for row in rows] == [one.photo for one in labels]
    assert len({row["repository"] for row in rows}) == found["repositories"]
    assert all(len(row["commit"]) == 40 for row in rows)
    # A part of a picture is another file wherever it is cut out.
    assert all(len(row["sha256"]) == 64 or row["crop"] for row in rows)


@BOTH
def test_no_nan_and_nothing_of_this_machine(text: str):
    assert re.search(r"\bnan\b|\bNone\b|/work|/tmp", text) is None


@BOTH
def test_the_wording_law(text: str):
    assert wording_faults(text) == []


@BOTH
def test_tables_are_whole(text: str):
    blocks = re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    assert blocks
    for block in blocks:
        assert len({line.count("|") for line in block.splitlines()}) == 1


def test_the_committed_tables_are_made_of_the_committed_results():
    kept = json.loads((ROOT / "posture/present/learn/accuracy.json").read_text("utf-8"))
    text = (ROOT / "docs" / "accuracy" / "real.md").read_text("utf-8")
    assert every_table(kept["real"]) == text
