"""The page and its plots, from made-up results."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest
from posture.assess.wording_rules import wording_faults
from posture.present.wording import title

from groundtruth.score import peers
from groundtruth.score.__main__ import DATA, drawn
from groundtruth.score.figures import figures
from groundtruth.score.learning import learning
from groundtruth.score.markdown import counted, fixed
from groundtruth.score.page import Made, page
from groundtruth.score.people import METRIC_NAMES
from groundtruth.score.plots import nice_step
from groundtruth.score.summary import summarise
from tests.score.made_up import everybody, people, row

SCORES = summarise(*everybody())
MADE = Made("make truth-full", "2026-11-23", {"wide": (12, "b" * 64)}, {"estimator": "made up"})
PLOTS = {name: f"accuracy/{name.replace(' ', '_')}.svg" for name in drawn(SCORES)}
PAGE = page(SCORES, MADE, PLOTS)


def test_every_measurement_is_there_in_plain_words_and_by_name():
    assert [name for name in METRIC_NAMES if title(name) not in PAGE] == []
    assert [name for name in METRIC_NAMES if f"`{name}`" not in PAGE] == []


def test_every_figure_with_a_target_and_its_verdict_is_there():
    for figure in figures(SCORES):
        if figure.target != "-":
            assert f"| {figure.name} |" in PAGE
    assert "**short**" in PAGE
    assert "| holds |" in PAGE


def test_every_peer_formula_is_there_with_its_source():
    assert [p.name for p in peers.PEERS if f"{p.name} ({p.source})" not in PAGE] == []
    assert "`sacral_slope`: no peer" in PAGE


def test_the_same_results_give_the_same_bytes():
    assert page(summarise(*everybody()), MADE, PLOTS) == PAGE
    assert drawn(summarise(*everybody())) == drawn(SCORES)


def test_nothing_machine_dependent_and_no_nan():
    assert "nan" not in re.findall(r"[a-z]+", PAGE.lower())
    assert "/work" not in PAGE
    assert "/tmp" not in PAGE


def test_the_wording_law():
    assert wording_faults(PAGE) == []


def test_tables_are_whole():
    for block in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        assert (
            len({line.count(" | ") for line in block.splitlines()[:1] + block.splitlines()[2:]})
            == 1
        )


def test_every_plot_is_linked_with_words_for_those_who_cannot_see_it():
    links = {path: alt for alt, path in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", PAGE)}
    assert set(links) == set(PLOTS.values())
    assert all(len(alt) > 20 for alt in links.values())


def test_results_decide_the_numbers():
    off = {p.name: row(p, error=2.0) for p in everybody()[0]}
    other = page(summarise(everybody()[0], off), MADE, {})
    assert "Head over the neck is off by 1.0°" in PAGE
    assert "Head over the neck is off by 2.0°" in other


def test_sections_say_what_was_not_run():
    only = people("life")
    scores = summarise(only, {p.name: row(p) for p in only})
    text = page(scores, MADE, {})
    assert "Not run: the pictures of the outside check" in text
    assert "No pictures with stickers" in text


@pytest.mark.parametrize("name", sorted(PLOTS))
def test_plots_are_svg_with_a_title_and_their_own_ground(name: str):
    svg = drawn(SCORES)[name]
    root = ET.fromstring(svg)
    title_, ground = root[0], root[1]
    assert len(title_.text or "") > 20
    assert ground.get("width") == "100%"
    assert len(svg) < 60_000


def test_every_picture_has_its_point_and_its_bar():
    svg = drawn(SCORES)["estimates wide"]
    dots = [p for p in re.findall(r'<path d="([^"]+)"', svg) if "h0" in p]
    assert len(dots) == 8
    assert all(path.count("M") == 12 for path in dots)


@pytest.mark.parametrize(("span", "step"), [(10.0, 2.0), (1.0, 0.2), (47.0, 10.0), (90.0, 20.0)])
def test_ticks(span: float, step: float):
    assert nice_step(span) == pytest.approx(step)


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
    for name in (*report["candidates"], *report["crossed"], *report["by_spread"]):
        assert f"| {name} |" in text
    assert list(learning({})) == []
