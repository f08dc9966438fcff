from __future__ import annotations

from dataclasses import asdict

import pytest

from groundtruth.real.cuts import CUTS, MEASUREMENTS
from groundtruth.real.pages.figures import figures
from groundtruth.real.scores import scores
from tests.real.made_up import FEET, analysis, labels, result, told

RIGHT = {figure.name: figure for figure in figures(told({"knee": (-0.008, 0.0)})[2])}
"""The legs of made-up people are less straight than the norm."""


def test_a_program_that_is_right_reaches_every_target():
    assert [figure.line() for figure in RIGHT.values() if not figure.holds] == []


def test_the_targets_are_those_of_the_issue():
    targets = {name: figure.target for name, figure in RIGHT.items() if figure.target != "-"}
    assert targets["cva, real, mean error"] == "+-1.5"
    assert targets["cva, real, SD"] == "<= 3.3"
    assert targets["cva, real, 95 % intervals hold"] == ">= 90"
    assert targets["cva, real, median stated error"] == "<= 3"
    for name, most in (("tragus", "0.3"), ("canthus", "0.3"), ("c7", "0.3")):
        assert targets[f"{name} forward, real, mean error"] == f"+-{most}"
    for name in ("acromion", "malleolus", "toe"):
        assert targets[f"{name} forward, real, mean error"] == "+-0.45"
    assert targets["feet_cut_off though a foot is in the picture, real"] == "<= 0"
    assert targets["knee_angle, real, median of straight legs"] == "+-4"
    for cut in CUTS:
        assert targets[f"cva, real, cut at {cut}, mean error"] == "+-2"
        assert targets[f"cva, real, cut at {cut}, SD"] == "<= 4.5"
        assert targets[f"cva, real, cut at {cut}, median stated error"] == "<= 4.5"
        assert targets[f"cva, real, cut at {cut}, 95 % intervals hold"] == ">= 90"
    assert targets["knee_angle, real, 95 % of norm and stated error hold"] == ">= 90"
    for name in MEASUREMENTS:
        assert targets[f"{name}, real, cut at ankle, RMSE rises by"] == "<= 15"
        assert targets[f"{name}, real, cut at hip, RMSE rises by"] == "<= 25"
    assert len(targets) == 28 + 4 * len(CUTS) + 2 * len(MEASUREMENTS)


@pytest.mark.parametrize(
    ("moved", "short"),
    [
        ({"tragus": (0.008, 0.0)}, "cva, real, mean error"),
        ({"tragus": (0.02, 0.0)}, "cva, real, 95 % intervals hold"),
        ({"tragus": (-0.004, 0.0)}, "tragus forward, real, mean error"),
        ({"tragus": (0.012, 0.0)}, "cva, real, cut at hip, mean error"),
        ({"knee": (0.06, 0.0)}, "knee_angle, real, 95 % of norm and stated error hold"),
        ({"toe": (0.02, 0.0)}, "toe forward, real, 95 % intervals hold"),
        ({"malleolus": (0.006, 0.0)}, "malleolus forward, real, mean error"),
        ({"knee": (0.03, 0.0)}, "knee_angle, real, median of straight legs"),
    ],
)
def test_a_program_that_is_wrong_misses_them(moved: dict[str, tuple[float, float]], short: str):
    found = {figure.name: figure.holds for figure in figures(told(moved)[2])}
    assert not found[short]
    assert RIGHT[short].holds


def test_a_false_notice_is_short():
    said = analysis(notices=(FEET,))
    given = labels(said, "a")
    found = {f.name: f for f in figures(scores([given], [result(said, given)]))}
    assert not found["feet_cut_off though a foot is in the picture, real"].holds


def test_what_cannot_be_computed_is_short():
    assert [asdict(f) for f in figures({}) if f.holds and f.target != "-"] == []
