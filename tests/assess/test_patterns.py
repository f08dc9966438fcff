import pytest

from posture.assess.assessment import Pattern, Subject
from posture.assess.findings import by_name, judge
from posture.assess.norms import compare_with_norms
from posture.assess.patterns import find_pattern, resembles_sway_back

from .people import at, person

SWAY = {"hip_ankle_offset": 3.5, "trunk_lean": -2.5, "hip_angle": 2.0, "lordosis": -0.5}


def pattern(**z: float) -> Pattern | None:
    return find_pattern(compare_with_norms(person(**z), Subject()))


def test_nothing_to_show_on_a_typical_person():
    assert pattern() is None


def test_sway_back_needs_every_component():
    shown = pattern(**SWAY)
    assert shown is not None
    assert shown.id == "sway_back_like"
    assert "low confidence" in shown.title
    for name in SWAY:
        assert pattern(**{**SWAY, name: 1.5 if name == "lordosis" else 0.0}) is None


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ({"kyphosis": 2.5, "lordosis": 2.0, "cva": -2.0}, "kyphosis_lordosis_like"),
        ({"kyphosis": -2.0, "lordosis": -2.5}, "flat_back_like"),
        # The slope of the pelvis has less than medium confidence, so this one stays hidden.
        ({"lordosis": 3.0, "sacral_slope": 4.0}, None),
    ],
)
def test_the_other_looks(looks: dict[str, float], expected: str | None):
    shown = pattern(**looks)
    assert (shown.id if shown else None) == expected


def test_a_missing_or_uncertain_component_hides_it():
    people = person(**SWAY)
    del people["hip_angle"]
    assert find_pattern(compare_with_norms(people, Subject())) is None
    people["hip_angle"] = at("hip_angle", 2.0, error=3.0)
    assert find_pattern(compare_with_norms(people, Subject())) is None


def test_a_component_within_the_mdc_hides_it():
    # The MDC of the head angle is 8 degrees, 1.33 SDs.
    curves = {"kyphosis": 2.5, "lordosis": 2.0}
    assert pattern(**curves, cva=-1.5) is not None
    assert pattern(**curves, cva=-1.2) is None


def test_two_looks_at_once_tell_nothing_apart():
    shown = pattern(**{**SWAY, "lordosis": -2.5})
    assert shown is not None
    assert shown.id == "sway_back_like"
    assert pattern(**{**SWAY, "lordosis": -2.5, "kyphosis": -2.0}) is None


@pytest.mark.parametrize(
    ("looks", "hinted"),
    [
        ({}, False),
        ({"trunk_lean": -2.5}, False),
        ({"trunk_lean": -2.5, "hip_ankle_offset": 3.0}, True),
        ({"lordosis": -2.0, "hip_angle": 2.0}, True),
        ({"lordosis": 2.0, "trunk_lean": -2.5}, False),
    ],
)
def test_two_signs_hint_at_sway_back(looks: dict[str, float], hinted: bool):
    found = by_name(judge(compare_with_norms(person(**looks), Subject())))
    assert resembles_sway_back(found, None) is hinted
