from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.assess.assessment import Subject
from posture.assess.finding_text import SECOND_PHOTO
from posture.assess.frontal import FrontalAssessment, assess_frontal
from posture.assess.knowledge import knowledge
from posture.assess.wording_rules import wording_faults
from posture.measure.frontal import LEVELS
from posture.measure.measurement import Measurement
from posture.present.wording import number, typical_range


def assessed(sd: float = 0.8, subject: Subject | None = None, **values: float) -> FrontalAssessment:
    return assess_frontal(measured(sd, **values), subject)


def measured(sd: float = 0.8, **values: float) -> dict[str, Measurement]:
    return {
        name: Measurement(
            name,
            value := values.get(name, 0.0),
            math.nan if math.isnan(value) else sd,
            "deg",
            "estimated",
            "The hips are cut." if math.isnan(value) else None,
        )
        for name in LEVELS
    }


def test_every_level_has_a_record_and_no_other():
    assert set(knowledge().sides) == set(LEVELS)
    assert not set(knowledge().sides) & set(knowledge().metrics)
    assert {d.measurement for d in knowledge().side_differences.values()} <= set(LEVELS)
    assert all(m.tag in ("M", "D") for m in knowledge().sides.values())


@pytest.mark.parametrize(("value", "side"), [(7.0, "right"), (-7.0, "left")])
def test_a_clear_difference_is_named_by_its_higher_side(value: float, side: str):
    found = assessed(shoulder_level=value)
    first = found.differences[0]
    assert (first.id, first.standing, first.higher) == ("shoulders", "suggested", side)
    top = found.findings[0]
    assert top.measurement == "shoulder_level"
    assert f"the {side} shoulder sits" in top.text
    assert f"7° ± 1°, {side} higher" in top.text
    assert "-7" not in top.text


@given(st.floats(-15, 15), st.floats(0.3, 6.0))
def test_a_mirror_image_swaps_the_words_and_nothing_else(value: float, sd: float):
    here, there = assessed(sd, shoulder_level=value), assessed(sd, shoulder_level=-value)
    a = {f.measurement: f for f in here.findings}["shoulder_level"]
    b = {f.measurement: f for f in there.findings}["shoulder_level"]
    assert (a.tier, a.probability) == (b.tier, pytest.approx(b.probability))
    swapped = {"higher": "lower", "lower": "higher", "none": "none"}
    assert b.direction == swapped[a.direction]


def test_level_sides_are_about_level():
    found = assessed()
    assert {d.standing for d in found.differences} == {"not_suggested"}
    assert {d.higher for d in found.differences} == {"none"}


@pytest.mark.parametrize(
    ("value", "sd", "tier"),
    [
        (0, 1, "typical"),
        (2, 1, "cannot_tell"),
        (4, 2, "cannot_tell"),
        (3, 0.8, "mild"),
        (4, 0.8, "moderate"),
        (8, 1, "marked"),
    ],
)
def test_words_for_the_shoulders_grow_with_the_tilt(value: float, sd: float, tier: str):
    found = assessed(sd, shoulder_level=float(value)).findings
    assert next(f.tier for f in found if f.measurement == "shoulder_level") == tier


def spread(level: str) -> float:
    norm = knowledge().sides[level].norm
    assert norm is not None
    return norm.all.sd


def test_the_norm_of_the_pelvis_is_that_of_its_source():
    norm = NormalDist(0, spread("pelvis_level"))
    # Moharrami 2023: 2.0 deg at the median of the sizes, 5.6 deg at the 95th percentile.
    assert norm.inv_cdf(0.75) == pytest.approx(2.0, abs=0.1)
    assert norm.inv_cdf(0.975) == pytest.approx(5.6, abs=0.15)


def test_lines_that_are_compared_spread_as_both_together():
    parts = [spread(name) for name in ("shoulder_level", "pelvis_level")]
    assert spread("shoulders_over_pelvis") == pytest.approx(math.hypot(*parts), abs=0.05)


@given(st.floats(-15, 15), st.floats(0.3, 4.0))
def test_belief_lies_between_the_reading_and_level(value: float, sd: float):
    found = {f.measurement: f for f in assessed(sd, shoulder_level=value).findings}
    shoulders = found["shoulder_level"]
    assert 0 <= shoulders.estimate * math.copysign(1, value) <= abs(value)
    assert shoulders.estimate_sd < sd
    # The range of most people is that of the norm, and not of whoever comes before the camera.
    assert (shoulders.typical_low, shoulders.typical_high) == (-2, 2)


def test_a_wide_error_cannot_tell_and_says_what_would():
    found = assessed(sd=6.0, shoulder_level=7.0)
    shoulders = next(f for f in found.findings if f.measurement == "shoulder_level")
    assert shoulders.tier == "cannot_tell"
    assert any("door frame" in hint for hint in shoulders.settle)
    assert shoulders.settle[-1] == SECOND_PHOTO, "there is no way to combine frontal photos"
    standing = next(d for d in found.differences if d.id == "shoulders")
    assert (standing.standing, standing.higher) == ("cannot_tell", "none")


def test_what_is_not_in_the_photo_cannot_be_told():
    found = assessed(pelvis_level=math.nan, shoulders_over_pelvis=math.nan)
    pelvis = next(f for f in found.findings if f.measurement == "pelvis_level")
    assert pelvis.tier == "cannot_tell"
    assert "The hips are cut." in pelvis.text


def test_children_are_measured_and_not_judged():
    found = assessed(subject=Subject(age=9), shoulder_level=9.0)
    assert {f.tier for f in found.findings} == {"cannot_tell"}


def test_numbers_name_the_side_instead_of_a_sign():
    made = measured(1.4, shoulder_level=-3.6, head_level=0.2)
    assert number(made["shoulder_level"]) == "4° ± 1°, left higher"
    assert number(made["head_level"]) == "0° ± 1°"
    finding = next(f for f in assess_frontal(made).findings if f.measurement == "shoulder_level")
    assert typical_range(finding, made["shoulder_level"]) == "up to 2° to either side"


@given(st.floats(-12, 12), st.floats(0.3, 5.0))
def test_wording(value: float, sd: float):
    found = assess_frontal(measured(sd, **dict.fromkeys(LEVELS, value)))
    texts = [found.footer]
    for f in found.findings:
        texts += [f.text, f.evidence, *f.settle]
    for d in found.differences:
        texts += [d.title, d.summary, d.arises, d.notice, *d.high_side, *d.low_side]
        texts += [*d.evidence_for, *d.evidence_against, *d.look_next]
    assert {t: wording_faults(t) for t in texts if wording_faults(t)} == {}
