"""True tiers by the cut-offs, and how what was said is counted."""

from __future__ import annotations

import math

import pytest
from posture.assess.assessment import Subject

from groundtruth.score.tiers import JudgedFinding, tier_score, true_tier

ADULT = Subject(age=30.0)
TYPICAL, NONE = ("typical", "none"), ("cannot_tell", "none")


@pytest.mark.parametrize(
    ("value", "tier"),
    [
        (44.0, TYPICAL),
        (43.0, ("mild", "lower")),
        (40.0, ("moderate", "lower")),
        (37.0, ("marked", "lower")),
    ],
)
def test_true_tiers_of_the_craniovertebral_angle(value: float, tier: tuple[str, str]):
    assert true_tier("cva", value, ADULT) == tier


def test_the_cut_offs_are_those_for_the_age():
    assert true_tier("cva", 49.0, Subject(age=75.0)) == TYPICAL


def test_unjudged_and_unknown_have_no_tier():
    assert true_tier("fleche_lombaire", 3.0, ADULT) is None
    assert true_tier("cva", math.nan, ADULT) is None
    assert true_tier("cva", 45.0, Subject(age=12.0)) is None


def test_said_as_far_as_it_may_be_is_right_and_further_is_not():
    marked, mild = ("marked", "lower"), ("mild", "lower")
    assert JudgedFinding(mild, marked).right
    assert not JudgedFinding(mild, marked).exact
    assert not JudgedFinding(("moderate", "lower"), mild).right
    assert not JudgedFinding(("mild", "higher"), mild).right
    assert not JudgedFinding(mild, TYPICAL).right
    assert not JudgedFinding(TYPICAL, mild).right
    assert JudgedFinding(TYPICAL, TYPICAL).exact


def test_counting():
    mild = ("mild", "higher")
    found = tier_score(
        [
            JudgedFinding(mild, mild),
            JudgedFinding(mild, TYPICAL),
            JudgedFinding(TYPICAL, TYPICAL),
            JudgedFinding(NONE, mild),
            JudgedFinding(NONE, TYPICAL),
        ]
    )
    assert (found.n, found.decided) == (5, 3)
    assert found.cannot_tell == pytest.approx(40.0)
    assert found.right == pytest.approx(200 / 3)
    assert found.sensitivity == pytest.approx(50.0)
    assert found.specificity == pytest.approx(200 / 3)
    assert found.ppv == pytest.approx(50.0)


def test_where_nothing_is_spoken_nothing_is_right():
    found = tier_score([JudgedFinding(NONE, TYPICAL)])
    assert found.cannot_tell == 100.0
    assert math.isnan(found.right)
