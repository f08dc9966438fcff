from __future__ import annotations

import copy
import re

import pytest

from groundtruth.score.pages import sections
from groundtruth.score.pages.shortfall import chance, shortfall
from groundtruth.score.summary import summarise
from tests.score.made_up import everybody

SCORES = summarise(*everybody())
PAIR = {"n": 300, "apart": 5.6, "together": 5.0, "sd": 4.6, "r": 0.45, "floor": 4.3}
REPORT = {
    "paired": {
        "change": {"wide": {"pelvic_tilt": PAIR}, "life": {"pelvic_tilt": PAIR}},
        "clothes": {
            "same": {"pelvic_tilt": {"n": 90, "apart": 5.6, "together": 4.5}},
            "other": {"pelvic_tilt": {"n": 30, "apart": 5.7, "together": 5.1}},
        },
    },
    "camera_left": {
        spread: {
            name: {"stated": 0.88, "so": so, "cover_80": 77.4}
            for name in ("roll_deg", "roll_deg, no vertical seen", "yaw_deg")
        }
        for spread, so in (("wide", 0.94), ("life", 0.82))
    },
}


def made(**changes: float) -> str:
    """The section with some results of lordosis changed."""
    scores = copy.deepcopy(SCORES)
    scores["groups"]["wide"]["metrics"]["lordosis"].update(changes)
    scores["groups"]["wide"]["change"]["pelvic_tilt"]["rmse"] = 7.0
    return "\n".join(shortfall(scores, REPORT))


def test_what_remains_of_the_roll_is_told_where_sticker_ranges_miss() -> None:
    scores = copy.deepcopy(SCORES)
    for spread in ("wide", "life"):
        for metric in scores["stickers"][spread]["metrics"].values():
            metric["cover_80"] = 80.0
    assert "through the camera" not in "\n".join(shortfall(scores, REPORT))
    scores["stickers"]["wide"]["metrics"]["trunk_lean"]["cover_80"] = 75.0
    text = "\n".join(shortfall(scores, REPORT))
    assert "| roll, no vertical seen | wide | 0.88° | 0.94° | 77 % |" in text
    assert "| roll, all pictures | life | 0.88° | 0.82° | 77 % |" in text


def test_the_change_of_tilt_names_what_two_photos_leave() -> None:
    text = made()
    assert "off by 4.6° (wide) and 4.6° (life) each" in text
    assert "off by 5.0° in wide spreads (on this page 7.0°, target 4.5°)" in text
    assert "leaves 4.3° in life" in text
    assert "Change of pelvic tilt." not in "\n".join(shortfall(SCORES, REPORT))


def test_what_other_clothes_cost_stands_in_the_section_on_changes() -> None:
    text = "\n".join(sections.changes(SCORES, REPORT))
    assert "Of 120 people made without rendering" in text
    assert "30 wore something else" in text
    assert "off by 5.1° together and 5.7° photo by photo" in text
    assert "Other clothes." not in "\n".join(sections.changes(SCORES, {}))


def test_without_a_calibration_only_what_the_scores_tell_is_said() -> None:
    text = "\n".join(shortfall(SCORES, {}))
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
    assert "| 80 %, wide | 0 of 1 | 1.0 | 70.0 % |" in "\n".join(shortfall(scores, {}))
    metrics["cva"]["effective_80"] = 10.0
    assert "| 80 %, wide | 0 of 1 | 0.3 | 70.0 % |" in "\n".join(shortfall(scores, {}))
