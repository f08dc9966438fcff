"""The accuracy page, its appendix and its plots, from made-up results."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from posture.assess.wording_rules import wording_faults
from posture.present.wording import title

from groundtruth.score import peers
from groundtruth.score.__main__ import drawn
from groundtruth.score.figures import figures
from groundtruth.score.pages.appendix import appendix
from groundtruth.score.pages.learning import learning
from groundtruth.score.pages.markdown import counted, fixed
from groundtruth.score.pages.page import REASONS, page
from groundtruth.score.pages.published import DATA, Run, published
from groundtruth.score.people import METRIC_NAMES
from groundtruth.score.summary import summarise
from tests.fixtures import ROOT
from tests.real.made_up import real_block
from tests.score.made_up import everybody, people, row

SCORES = summarise(*everybody())
REPORTS = ("calibration", "paired")
PHOTOGRAPHS = json.loads((DATA / "photographs.json").read_text("utf-8"))
RUN = Run(
    "make truth-full",
    "2026-11-23",
    {"wide": (12, "b" * 64)},
    {"estimator": "made up", "estimator_sha256": "a" * 64},
    photographs=PHOTOGRAPHS,
    real=real_block(),
)
DRAWN = drawn(SCORES)
PLOTS = {name: f"{name.replace(' ', '_')}.svg" for name in DRAWN}
FOUND = published(SCORES, RUN)
PAGE = page(FOUND, "accuracy/appendix.md")
APPENDIX = appendix(SCORES, RUN, PLOTS)
BOTH = pytest.mark.parametrize("text", [PAGE, APPENDIX], ids=["page", "appendix"])


def test_every_measurement_is_there_in_plain_words_and_by_name():
    assert [name for name in METRIC_NAMES if title(name) not in PAGE] == []
    assert [name for name in METRIC_NAMES if f"`{name}`" not in APPENDIX] == []


def test_real_photographs_and_the_outside_check_come_first():
    order = [
        PAGE.index(f"## {head}") for head in ("On real", "Outside", "People rendered", "Limits")
    ]
    assert order == sorted(order)
    assert PAGE[: order[1]].count("\n") < 60
    assert "(accuracy/real.md)" in PAGE
    web = PHOTOGRAPHS["web_side_views"]
    assert f"{web['bias']}° on average" in PAGE
    assert f"{web['cover_95']} %" in PAGE


def test_a_person_reads_the_page_in_three_screens():
    assert PAGE.count("\n") < 150


def test_figures_that_miss_their_target_are_on_the_page_with_a_reason():
    for figure in figures(SCORES):
        if not figure.holds:
            assert f"`{figure.name}`" in PAGE
    assert set(REASONS) <= {figure.name for figure in figures(SCORES)}


def test_every_figure_with_a_target_and_its_verdict_is_there():
    for figure in figures(SCORES):
        if figure.target != "-":
            assert f"| {figure.name} |" in APPENDIX
    assert "**short**" in APPENDIX
    assert "| holds |" in APPENDIX


def test_every_peer_formula_is_there_with_its_source():
    assert [p.name for p in peers.PEERS if f"{p.name} ({p.source})" not in APPENDIX] == []
    assert "`sacral_slope`: no peer" in APPENDIX


def test_the_same_results_give_the_same_bytes():
    again = summarise(*everybody())
    assert published(again, RUN) == FOUND
    assert page(FOUND, "accuracy/appendix.md") == PAGE
    assert appendix(again, RUN, PLOTS) == APPENDIX
    assert drawn(again) == DRAWN


@BOTH
def test_nothing_machine_dependent_and_no_nan(text: str):
    assert "nan" not in re.findall(r"[a-z]+", text.lower())
    assert "/work" not in text
    assert "/tmp" not in text


@BOTH
def test_the_wording_law(text: str):
    assert wording_faults(text) == []


@BOTH
def test_tables_are_whole(text: str):
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        lines = block.splitlines()
        assert len({line.count(" | ") for line in lines[:1] + lines[2:]}) == 1


def test_every_plot_is_linked_with_words_for_those_who_cannot_see_it():
    links = {path: alt for alt, path in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", APPENDIX)}
    assert set(links) == set(PLOTS.values())
    assert all(len(alt) > 20 for alt in links.values())


def test_results_decide_the_numbers():
    off = {p.name: row(p, error=2.0) for p in everybody()[0]}
    other = page(published(summarise(everybody()[0], off), RUN), "appendix.md")
    assert "| Head over the neck | 1.0° |" in PAGE
    assert "| Head over the neck | 2.0° |" in other


def test_sections_say_what_was_not_run():
    only = people("life")
    scores = summarise(only, {p.name: row(p) for p in only})
    text = page(published(scores, Run("make truth", "not given", {}, {})), "appendix.md")
    assert "Not run: the pictures of the outside check" in text
    assert "Not measured: the photographs" in text
    assert "Date" not in text
    assert "Date: 2026-11-23. Command: `make truth-full`." in PAGE
    assert "No pictures with stickers" in appendix(scores, RUN, {})


def test_the_published_results_are_plain_json():
    assert json.loads(json.dumps(FOUND, allow_nan=False)) == FOUND
    assert FOUND["rendered"]["pictures"] == 36
    assert FOUND["sets"]["wide"]["metrics"]["cva"]["rmse"] == 1.0
    assert FOUND["sets"]["stickers wide"]["metrics"]["cva"]["rmse"] == 0.0
    assert {figure["target"] for figure in FOUND["figures"]}.isdisjoint({"-"})


def test_the_committed_page_is_made_of_the_committed_results():
    kept = json.loads((ROOT / "posture/present/learn/accuracy.json").read_text("utf-8"))
    text = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
    assert page(kept, "accuracy/appendix.md") == text
    assert kept["photographs"] == PHOTOGRAPHS
    assert kept["real"]["photographs"] >= 30


def test_the_committed_appendix_has_the_sections_of_today():
    text = (ROOT / "docs" / "accuracy" / "appendix.md").read_text("utf-8")
    report = {name: json.loads((DATA / f"{name}.json").read_text()) for name in REPORTS}
    run = replace(RUN, calibration={**report["calibration"], "paired": report["paired"]})
    heads = re.findall("^## .*", text, re.MULTILINE)
    assert heads == re.findall("^## .*", appendix(SCORES, run, PLOTS), re.MULTILINE)


@pytest.mark.parametrize("name", sorted(PLOTS))
def test_plots_are_svg_with_a_title_and_no_date(name: str):
    svg = DRAWN[name]
    root = ET.fromstring(svg)
    assert root.tag.endswith("svg")
    titles = [e.text or "" for e in root.iter() if e.tag.endswith("elements/1.1/}title")]
    assert len(titles[0]) > 20
    assert "<dc:date>" not in svg
    assert len(svg) < 300_000


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(-0.04, 1, "0.0"), (-1.25, 1, "-1.2"), (float("nan"), 1, "–"), (99.6, 0, "100")],
)
def test_numbers(value: float, digits: int, text: str):
    assert fixed(value, digits) == text


def test_one_person_is_not_one_people():
    assert counted({"pictures": 2, "bodies": 1}) == "2 pictures of 1 person"
    assert counted({"pictures": 4, "bodies": 2}) == "4 pictures of 2 people"


def test_what_was_learnt_from_is_told_in_full():
    report = json.loads((DATA / "calibration.json").read_text("utf-8"))
    text = "\n\n".join(learning(report))
    assert str(report["pictures"]) in text
    assert str(report["seed"]) in text
    assert report["rows_sha256"][:16] in text
    for name in ("all", *report["by_spread"]):
        assert f"| {name} |" in text
    assert list(learning({})) == []
