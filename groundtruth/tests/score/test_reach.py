from __future__ import annotations

import copy
import re

import pytest

from groundtruth.score import sections
from groundtruth.score.people import METRIC_NAMES
from groundtruth.score.reach import CASES, reach
from groundtruth.score.reach_ranges import chance
from groundtruth.score.summary import summarise
from tests.score.made_up import everybody

SCORES = summarise(*everybody())
ALIKE = {name: {"rmse": 4.0, "skill": 0.3} for name in METRIC_NAMES}
PAIR = {"n": 300, "apart": 5.6, "together": 5.0, "sd": 4.6, "r": 0.45, "floor": 4.3}
REPORT = {
    "limit_rows": 800,
    "limits": {
        **{f"{case}, {spread}": ALIKE for case in CASES for spread in ("wide", "life")},
        f"{list(CASES)[-1]}, wide, bare or bra": ALIKE,
    },
    "curve": {
        count: {name: {"rmse": error} for name in METRIC_NAMES}
        for count, error in (("1000", 9.0), ("4000", 5.0), ("16000", 4.0))
    },
    "paired": {
        "change": {"wide": {"pelvic_tilt": PAIR}, "life": {"pelvic_tilt": PAIR}},
        "clothes": {
            "same": {"pelvic_tilt": {"n": 90, "apart": 5.6, "together": 4.5}},
            "other": {"pelvic_tilt": {"n": 30, "apart": 5.7, "together": 5.1}},
        },
    },
    "looks": {
        "pictures": 150,
        "spread": {
            "2": {"HIP": [0.93, 1.41]},
            "8": {"HIP": [0.92, 1.4]},
            "14": {"HIP": [0.91, 1.39]},
        },
        "between": {"HIP": [0.44, 0.47]},
    },
    "naked": {
        "tested": 100,
        "scores": {
            "whole": {
                "3200": {"wide": {name: {"rmse": 3.0} for name in METRIC_NAMES}},
                "800": {"wide": {name: {"rmse": 5.0} for name in METRIC_NAMES}},
            },
            "armless": {
                "3200": {"wide": {name: {"rmse": 2.0} for name in METRIC_NAMES}},
                "800": {"wide": {name: {"rmse": 4.0} for name in METRIC_NAMES}},
            },
        },
    },
    "camera_left": {
        spread: {
            name: {"stated": 0.88, "so": so, "cover_80": 77.4}
            for name in ("roll_deg", "roll_deg, no vertical seen", "yaw_deg")
        }
        for spread, so in (("wide", 0.94), ("life", 0.82))
    },
    "unused": {
        "pictures": 1199,
        "gain": {
            **{name: {"own": 0.1, "others": 0.1, "both": 0.2} for name in METRIC_NAMES},
            "head_tilt": {"own": 1.0, "others": 0.8, "both": 1.3},
            "yaw_deg": {"own": 0.1, "others": 0.0, "both": 0.4},
        },
    },
}


def made(**changes: float) -> str:
    """The section with some results of lordosis changed."""
    scores = copy.deepcopy(SCORES)
    scores["groups"]["wide"]["metrics"]["lordosis"].update(changes)
    scores["groups"]["wide"]["change"]["pelvic_tilt"]["rmse"] = 7.0
    return "\n".join(reach(scores, REPORT))


def test_a_figure_that_is_short_stands_beside_the_experiments() -> None:
    row = (
        "| `lordosis`, wide, rmse | 9.2° | 6.0° | 4.0° | 4.0° | 4.0° | 4.0° | 4.0° | 9.2° | 20 % |"
    )
    assert row in made(rmse=9.2)


def test_what_the_detector_loses_is_taken_off_todays_figure() -> None:
    scores, report = copy.deepcopy(SCORES), copy.deepcopy(REPORT)
    scores["groups"]["wide"]["metrics"]["lordosis"]["rmse"] = 9.2
    scores["groups"]["life"]["metrics"]["kyphosis"]["skill"] = 0.4
    report["limits"]["without its errors, wide"] = {**ALIKE, "lordosis": {"rmse": 3.0}}
    report["limits"]["without its errors, life"] = {**ALIKE, "kyphosis": {"skill": 0.65}}
    lines = "\n".join(reach(scores, report)).splitlines()
    (lordosis,) = (line for line in lines if line.startswith("| `lordosis`, wide"))
    (kyphosis,) = (line for line in lines if line.startswith("| `kyphosis`, life"))
    # Three quarters of the error are left; of the variance unseen one half.
    assert lordosis.endswith("| 6.9° | 20 % |")
    assert kyphosis.endswith("| 0.70 | 20 % |")


def test_what_more_people_took_off_is_unknown_without_a_curve() -> None:
    scores = copy.deepcopy(SCORES)
    scores["groups"]["wide"]["metrics"]["lordosis"]["rmse"] = 9.2
    text = "\n".join(reach(scores, {**REPORT, "curve": {"1000": ALIKE}}))
    (row,) = (line for line in text.splitlines() if line.startswith("| `lordosis`, wide"))
    assert row.endswith("| 9.2° | – |")


def test_a_figure_that_holds_is_left_out() -> None:
    assert "`lordosis`, wide" not in made(rmse=5.9)


def test_more_looks_stand_beside_the_few() -> None:
    assert "| hip | 0.93 % | 0.91 % | 1.41 % | 1.39 % | 0.44 % | 0.47 % |" in made()
    assert "on 150 pictures" in made()


def test_a_naked_person_stands_beside_a_dressed_one() -> None:
    text = made(rmse=9.2)
    assert "naked, 800 learnt from | naked, 3200 learnt from | and without arms |" in text
    assert "| `lordosis` | 9.2° | 6.0° | 5.0° | 3.0° | 2.0° |" in text
    assert "| `lordosis` | 5.9°" not in made(rmse=5.9)


def test_what_unused_answers_would_gain_is_said_with_the_largest_first() -> None:
    text = made()
    assert "takes at most 1.3 % off the error of any measurement (`head_tilt`)" in text
    assert "0.4 % off the error of the body's turn" in text


def test_what_remains_of_the_roll_is_told_where_sticker_ranges_miss() -> None:
    scores = copy.deepcopy(SCORES)
    for spread in ("wide", "life"):
        for metric in scores["stickers"][spread]["metrics"].values():
            metric["cover_80"] = 80.0
    assert "through the camera" not in "\n".join(reach(scores, REPORT))
    scores["stickers"]["wide"]["metrics"]["trunk_lean"]["cover_80"] = 75.0
    text = "\n".join(reach(scores, REPORT))
    assert "| roll, no vertical seen | wide | 0.88° | 0.94° | 77 % |" in text
    assert "| roll, all pictures | life | 0.88° | 0.82° | 77 % |" in text


def test_what_the_detector_takes_of_a_change_is_taken_off() -> None:
    report = copy.deepcopy(REPORT)
    report["limits"]["without its errors, wide"] = {**ALIKE, "pelvic_tilt": {"rmse": 2.0}}
    scores = copy.deepcopy(SCORES)
    scores["groups"]["wide"]["change"]["pelvic_tilt"]["rmse"] = 7.0
    # Half of 5 degrees is left in wide spreads, all of 4.3 in life.
    assert "would be 2.5° and 4.3°." in "\n".join(reach(scores, report))


def test_the_change_of_tilt_names_what_two_photos_leave() -> None:
    text = made()
    assert "off by 4.6° (wide) and 4.6° (life) each" in text
    assert "off by 5.0° in wide spreads (on this page 7.0°, target 4.5°)" in text
    assert "leaves 4.3° in life" in text
    assert "Change of pelvic tilt." not in "\n".join(reach(SCORES, REPORT))


def test_what_other_clothes_cost_stands_in_the_section_on_changes() -> None:
    text = "\n".join(sections.changes(SCORES, REPORT))
    assert "Of 120 people made without rendering" in text
    assert "30 wore something else" in text
    assert "off by 5.1° together and 5.7° photo by photo" in text
    assert "Other clothes." not in "\n".join(sections.changes(SCORES, {}))


def test_without_a_calibration_only_what_the_scores_tell_is_said() -> None:
    text = "\n".join(reach(SCORES, {}))
    assert "One photo." not in text
    assert "More looks." not in text
    assert "naked" not in text
    assert "What else the detector says." not in text
    assert "Change of pelvic tilt." not in text


def test_no_number_is_missing_in_words() -> None:
    assert "nan" not in re.findall(r"[a-z]+", made(rmse=9.2).lower())


def test_a_perfect_range_is_in_the_band_by_chance_only() -> None:
    assert chance(10, 80.0, 76.0, 84.0) == pytest.approx(45 * 0.8**8 * 0.2**2)
    assert chance(1000, 80.0, 76.0, 84.0) > 0.99
    assert chance(100_000, 80.0, 76.0, 84.0) == pytest.approx(1.0)
    assert chance(7, 80.0, 76.0, 84.0) == 0.0


def test_pictures_that_agree_leave_more_to_chance() -> None:
    scores = copy.deepcopy(SCORES)
    metrics = scores["groups"]["wide"]["metrics"]
    worth = {"n": 1000, "cover_80": 70.0, "effective_80": 1000.0}
    metrics.clear()
    metrics["cva"] = SCORES["groups"]["wide"]["metrics"]["cva"] | worth
    assert "| 80 %, wide | 0 of 1 | 1.0 | 70.0 % |" in "\n".join(reach(scores, {}))
    metrics["cva"]["effective_80"] = 10.0
    assert "| 80 %, wide | 0 of 1 | 0.3 | 70.0 % |" in "\n".join(reach(scores, {}))
