"""Scores of made-up rows whose errors are known, and the figures drawn from them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from groundtruth.score.figures import LIFE_SKILL, WIDE_RMSE, figures, get
from groundtruth.score.people import METRIC_NAMES
from groundtruth.score.summary import CONCERNED, summarise
from tests.score.made_up import PX, everybody, people, row

SCORES = summarise(*everybody())
WIDE = SCORES["groups"]["wide"]


def test_all_measurements_are_scored():
    assert list(WIDE["metrics"]) == list(METRIC_NAMES)
    assert all(a["rmse"] == pytest.approx(1.0) for a in WIDE["metrics"].values())
    assert all(a["bias"] == pytest.approx(0.0) for a in WIDE["metrics"].values())


def test_a_change_stands_beside_the_difference_of_two_readings():
    found = WIDE["change"]["cva"]
    assert found["n"] == found["apart"]["n"] == 6
    assert found["rmse"] == pytest.approx(0.5)
    assert found["median_sd"] == pytest.approx(0.5)
    # The errors of both photos add up.
    assert found["apart"]["rmse"] == pytest.approx(2.0)
    assert found["apart"]["median_sd"] == pytest.approx(math.sqrt(2.0))


def test_personal_calibration_is_compared_on_the_same_later_photos():
    found = WIDE["personal"]["pelvic_tilt"]
    assert found["with"]["n"] == found["without"]["n"] == 6
    assert found["with"]["rmse"] == pytest.approx(0.0)
    assert found["without"]["rmse"] == pytest.approx(1.0)
    assert found["change"]["rmse"] == pytest.approx(0.0)
    # The back cannot be palpated.
    assert "change" not in WIDE["personal"]["kyphosis"]


def test_pictures_with_stickers_stand_apart():
    assert set(SCORES["stickers"]) == {"wide", "life"}
    part = SCORES["stickers"]["wide"]
    assert part["metrics"]["pelvic_tilt"]["rmse"] == pytest.approx(0.0)
    assert part["without"]["pelvic_tilt"]["rmse"] == pytest.approx(1.0)
    assert part["finding"]["c7"] == {"worn": 12, "right": 12, "wrong": 0, "median_px": 0.0}
    assert "kyphosis" not in part["metrics"]


def test_a_sticker_put_elsewhere_counts_as_wrong_and_a_missed_one_leaves_its_angles_out():
    person = people(stickers=True)[0]
    (x, y), *_ = PX.values()
    lost = {n: (px, py, 1.0) for n, (px, py) in PX.items() if n != "asis"}
    made = replace(row(person), sticker_positions={**lost, "c7": (x + 200.0, y, 1.0)})
    part = summarise([person], {person.name: made})["stickers"]["wide"]
    assert part["finding"]["c7"]["wrong"] == 1
    assert part["finding"]["asis"]["right"] == 0
    assert part["metrics"]["pelvic_tilt"]["n"] == 0
    assert part["metrics"]["knee_angle"]["n"] == 1


def test_a_refused_picture_is_missing_everywhere():
    both = people(bodies=1)
    rows = {p.name: row(p) for p in both}
    rows[both[0].name] = replace(
        rows[both[0].name], refused=("nobody",), readings={}, tiers={}, mirrored={}, landmarks=()
    )
    group = summarise(both, rows)["groups"]["wide"]
    assert group["refused"] == {"nobody": 1}
    assert group["metrics"]["cva"]["missing"] == 1


def test_peers_see_exactly_our_pictures():
    for metric, both in WIDE["peers"].items():
        assert {f["n"] for f in both["formulas"]} == {WIDE["metrics"][metric]["n"]}
        assert all(f["rmse_unbiased"] <= f["rmse"] + 1e-9 for f in both["formulas"])


def test_errors_are_split_by_what_is_worn():
    tops = list(WIDE["by"]["top"])
    assert tops == ["bare", "fitted", "t-shirt", "loose"]
    assert sum(by["cva"]["n"] for by in WIDE["by"]["top"].values()) == 12
    assert WIDE["fitted_top"]["n"] == 8


def test_the_stated_errors_decide_the_coverage():
    assert WIDE["metrics"]["cva"]["cover_50"] == 0.0
    assert WIDE["metrics"]["cva"]["cover_80"] == 100.0


def test_every_target_is_a_figure_and_none_is_twice():
    names = [figure.name for figure in figures(SCORES)]
    assert len(set(names)) == len(names)
    assert {f"{m}, wide, RMSE" for m in WIDE_RMSE} <= set(names)
    assert {f"{m}, life, skill" for m in LIFE_SKILL} <= set(names)
    assert sum("stickers, RMSE" in name for name in names) == 14


def test_verdicts():
    held = {figure.name: figure for figure in figures(SCORES)}
    assert held["cva, wide, RMSE"].holds
    assert held["change of pelvic_tilt, life, personal calibration, RMSE"].holds
    # 80 % intervals that always hold the truth are too wide: that is short as well.
    assert not held["80 % intervals, wide: measurements in 76-84 %"].holds
    assert held["mirror image, wide, largest RMS difference"].value == 0.0
    assert held["visible stickers found, wide"].value == 100.0
    assert held["cva, wide, RMSE"].line().endswith("holds")


def test_figures_without_pictures_are_short_and_not_left_out():
    empty = figures({"groups": {}, "stickers": {}})
    with_target = [figure for figure in empty if figure.target != "-"]
    assert len(with_target) >= 40
    assert not any(figure.holds for figure in with_target)


def test_the_same_targets_with_and_without_pictures():
    full = {f.name for f in figures(SCORES) if f.target != "-" and "peer" not in f.name}
    empty = {f.name for f in figures({"groups": {}, "stickers": {}}) if "peer" not in f.name}
    assert full <= empty


def test_names_fit_their_column():
    assert max(len(figure.name) for figure in figures(SCORES)) <= 58


def test_following_a_path_that_ends_is_nan():
    assert math.isnan(get({"a": {"b": 1}}, "a", "c", "d"))
    assert get({"a": {"b": 1}}, "a", "b") == 1


def test_the_measurements_concerned_by_stickers():
    assert CONCERNED["pelvic_tilt"] == ("psis", "asis")
    assert CONCERNED["cva"] == ("c7",)
    assert "lordosis" not in CONCERNED
