from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posture.analysis.comparison import Change, compare
from posture.measure.registry import METRICS
from posture.present import comparison_wording as words
from tests.fixtures.changes import AFTER, BEFORE, comparison, reading

CHANGE = Change("cva", 12.4, 4.2, "deg", "estimated")
TRUNK = Change("trunk_lean", -3.46, 1.58, "deg", "estimated")
LENGTH = Change("shoulder_protraction", -2.4, 0.57, "% stature", "estimated")


@pytest.mark.parametrize("name", [metric.name for metric in METRICS])
def test_every_measurement_says_what_moved_either_way(name: str):
    up = replace(CHANGE, name=name, value=100.0)
    down = replace(up, value=-100.0)
    assert len({words.body_change(up), words.body_change(down)}) == 2


@pytest.mark.parametrize(
    ("change", "number", "least", "verdict"),
    [
        (CHANGE, "+12° ± 4°", "9°", "larger than before"),
        (replace(CHANGE, value=-0.2), "0° ± 4°", "9°", "too small to tell"),
        (LENGTH, "−2.4 ± 0.6 %", "2.0 %", "smaller than before"),
        (replace(CHANGE, value=-7.6, sd=1.0), "−7.6° ± 1.0°", "8.0°", "too small to tell"),
        # In whole degrees 3 would count from 4 on.
        (TRUNK, "−3.5° ± 1.6°", "3.1°", "smaller than before"),
        # "3°, smallest detectable 3°" would say neither.
        (replace(TRUNK, value=-3.4, sd=0.8), "−3.4° ± 0.8°", "3.0°", "smaller than before"),
        (replace(CHANGE, name="pelvic_tilt", value=20.0), "", "", "larger than before"),
        (replace(CHANGE, value=math.nan, sd=math.nan), "", "", "not measured in both photos"),
    ],
)
def test_a_change_reads_as_a_person_would_say_it(
    change: Change, number: str, least: str, verdict: str
):
    assert words.number(change) == number
    assert words.mdc(change) == least
    assert words.verdict(change) == verdict


@given(some.floats(-60, 60), some.floats(0.3, 20))
def test_shown_numbers_do_not_belie_the_verdict(value: float, sd: float):
    one = replace(CHANGE, value=value, sd=sd)
    shown = float(words.number(one).partition("°")[0].replace("−", "-"))
    from_ = float(words.mdc(one).rstrip("°"))
    if one.exceeds_mdc:
        assert abs(shown) >= from_ - 0.1001
    else:
        assert abs(shown) <= from_


def test_what_is_not_judged_says_so():
    assert words.verdict(CHANGE, judged=False) == "not judged under 18"


def test_from_when_on_it_counts_is_told_where_it_is_judged():
    assert len(words.how_to_read(judged=True)) == 2
    assert words.how_to_read(judged=False) == (words.ALIKE,)


def test_how_the_photos_were_read_is_said():
    alone = compare(reading("march.jpg", BEFORE), reading("april.jpg", AFTER))
    sentence = words.joint_sentence(alone)
    assert sentence.startswith("One of the photos was analysed by another version")
    assert "two measurements" in sentence
    jointly = replace(alone, read_jointly=True, reason_not_joint=None)
    assert "read jointly" in words.joint_sentence(jointly)


def test_the_headline_names_three_changes_and_counts_the_others():
    photos = reading("march.jpg", BEFORE), reading("april.jpg", AFTER)
    made = {
        name: replace(CHANGE, name=name, value=40.0, sd=1.0)
        for name in ("cva", "kyphosis", "trunk_lean", "body_lean", "knee_angle")
    }
    small = {"hip_angle": replace(CHANGE, name="hip_angle", value=0.1)}
    assert words.changes_sentence(comparison(small, photos)).startswith("No change is large enough")
    one = {"cva": made["cva"], **small}
    assert words.changes_sentence(comparison(one, photos)) == "The head sits further back."
    assert words.changes_sentence(comparison({**made, **small}, photos)) == (
        "The head sits further back; the upper back is rounder; the trunk is tipped further "
        "forward; and 2 more."
    )
    four = {name: made[name] for name in ("cva", "kyphosis", "trunk_lean", "body_lean")}
    said = words.changes_sentence(comparison(four, photos))
    assert said.endswith("forward; the body is tipped further forward.")
    assert " more." not in said
