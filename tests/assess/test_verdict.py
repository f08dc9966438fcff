import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.assess.assess import assess
from posture.assess.assessment import Answers, Assessment, Subject
from posture.assess.findings import by_name
from posture.assess.knowledge import knowledge
from posture.assess.norms import TIERS
from posture.assess.verdict import (
    PROBABLY,
    VERY_LIKELY,
    Likelihood,
    Line,
    find_likelihood,
    find_verdict,
)
from posture.measure.measurement import Measurement

from .people import at, measurement, missing, person

SECONDARY = [name for record in knowledge().verdict.values() for name in record.secondary]


def lines_of(made: dict[str, Measurement], answers: Answers | None = None) -> dict[str, Line]:
    return {line.region: line for line in find_verdict(assess(made, answers=answers or Answers()))}


def test_four_lines_always_in_the_same_order():
    for made in ({}, person(), person(cva=-3, knee_angle=3)):
        assert list(lines_of(made)) == ["head", "shoulders", "pelvis", "legs"]


def test_nothing_measured_is_said_and_not_guessed():
    for made in ({}, {"cva": missing("cva")}):
        line = lines_of(made)["head"]
        assert (line.state, line.likelihood, line.certainty) == ("not_measured", None, "open")


def test_typical_people():
    made = person(cva=0.0)
    assert {line.state for line in lines_of(made).values()} == {"typical"}


def test_the_strongest_finding_of_a_region_is_its_line():
    line = lines_of(person(pelvic_tilt=1.6, lordosis=2.8))["pelvis"]
    assert (line.measurement, line.tier, line.side) == ("lordosis", "marked", "higher")
    assert lines_of(person(pelvic_tilt=1.9))["pelvis"].measurement == "pelvic_tilt"


@pytest.mark.parametrize("z", [-2.5, 2.5])
@pytest.mark.parametrize("name", SECONDARY)
def test_a_secondary_measurement_speaks_where_it_alone_has_a_finding(name: str, z: float):
    made = {**person(cva=0.0), name: at(name, z)}
    said = assess(made)
    judged = by_name(said.findings)[name].tier in TIERS
    lines = find_verdict(said)
    spoken = [line.measurement for line in lines if line.state == "beyond"]
    assert spoken == ([name] if judged else [])
    # The main measurement is typical; a head tilted far leaves it open.
    open_ones = [line.unsettled.measurement for line in lines if line.unsettled]
    assert open_ones == (["cva"] if name == "head_tilt" else [])


def test_a_main_measurement_with_a_finding_speaks_before_a_secondary_one():
    line = lines_of(person(pelvic_tilt=1.6, trunk_lean=-2.8))["pelvis"]
    assert line.measurement == "pelvic_tilt"


def test_an_open_main_measurement_is_told_beneath_another_that_speaks():
    made = {**person(trunk_lean=-2.8), "pelvic_tilt": at("pelvic_tilt", 1.0, 0.6)}
    line, of_main = lines_of(made)["pelvis"].parts
    assert (line.measurement, line.state) == ("trunk_lean", "beyond")
    assert (of_main.measurement, of_main.state) == ("pelvic_tilt", "open")
    assert of_main.settle
    assert of_main.self_check is not None


def test_a_measurement_that_is_missing_leaves_the_line_to_the_next():
    made = {**person(), "pelvic_tilt": missing("pelvic_tilt")}
    line = lines_of(made)["pelvis"]
    assert (line.measurement, line.state) == ("lordosis", "typical")


def test_an_open_line_names_what_settles_it_and_the_next_self_check():
    made = {**person(), "pelvic_tilt": at("pelvic_tilt", 1.0, 0.6)}
    line = lines_of(made)["pelvis"]
    assert (line.state, line.tier, line.certainty) == ("open", "cannot_tell", "open")
    assert line.settle
    assert line.self_check is not None
    answered = Answers(self_checks={line.self_check.id: "no"})
    following = lines_of(made, answered)["pelvis"].self_check
    assert following is not None
    assert following.id != line.self_check.id


def test_the_side_of_no_interest_is_no_concern():
    line = lines_of({"cva": at("cva", 2.5)})["head"]
    assert (line.state, line.tier, line.side) == ("no_concern", "typical", "higher")


@given(st.floats(-4, 4), st.floats(0.1, 2.0))
def test_typical_is_as_likely_as_its_word_says(z: float, error: float):
    for line in lines_of({**person(), "cva": at("cva", z, error)}).values():
        if line.state == "typical":
            assert line.likelihood is not None
            assert line.likelihood.typical >= PROBABLY
            assert (line.certainty == "very_likely") == (line.likelihood.typical >= VERY_LIKELY)


SPOKEN = [
    (region, name) for region, record in knowledge().verdict.items() for name in record.measurements
]


@pytest.mark.parametrize(("region", "name"), SPOKEN)
@given(st.floats(-40, 40), st.floats(0.05, 6.0))
def test_word_figures_and_range_agree(region: str, name: str, z: float, error: float):
    """Eight of ten are never told under the word *open*, and *typical* lies in the range."""
    made = {name: at(name, z, error)}
    line = lines_of(made)[region]
    if line.state == "open":
        assert line.likelihood is None or line.likelihood.most < PROBABLY
    else:
        assert line.likelihood is not None
    if line.state == "typical":
        finding = _only(assess(made))
        assert finding.typical_low <= made[name].value <= finding.typical_high
        assert line.likelihood is not None
        assert line.likelihood.people["typical"] >= 8


def test_a_wide_reading_in_the_middle_is_probably_typical_and_hard_to_see():
    """The photo has raised it from the 68 % of all people to more than 75 %."""
    line = lines_of({"pelvic_tilt": at("pelvic_tilt", 0.3, 1.55)})["pelvis"]
    assert (line.state, line.certainty, line.hard_to_see) == ("typical", "probably", True)


def test_a_reading_that_cannot_be_relied_on_is_open_without_figures():
    tilted = {**person(), "cva": at("cva", -3.0, 0.2), "head_tilt": at("head_tilt", 2.9)}
    head = lines_of(tilted)["head"].unsettled
    assert head is not None
    assert (head.measurement, head.state, head.likelihood) == ("cva", "open", None)
    assert head.side == "typical"
    assert "eye level" in head.settle


def test_typical_or_of_no_concern_is_not_called_typical():
    line = lines_of({**person(), "cva": at("cva", 0.9, 0.5)})["head"]
    assert line.likelihood is not None
    assert line.likelihood.typical < PROBABLY
    assert (line.state, line.side) == ("no_concern", "typical")


@pytest.mark.parametrize(("error", "hidden"), [(0.5, False), (0.95, False), (1.05, True)])
def test_a_typical_line_is_hard_to_see_where_people_vary_less_than_the_measurement_errs(
    error: float, hidden: bool
):
    line = lines_of({**person(), "pelvic_tilt": at("pelvic_tilt", 0.1, error)})["pelvis"]
    assert (line.state, line.hard_to_see) == ("typical", hidden)


@pytest.mark.parametrize("z", [-3.0, 1.3, 5.0])
def test_only_what_is_probably_typical_is_hard_to_see(z: float):
    """Beyond the typical range, open, or very likely: there the photo itself has said it."""
    line = lines_of({"knee_angle": at("knee_angle", z, 1.1)})["legs"]
    assert line.certainty != "probably" or line.state != "typical"
    assert not line.hard_to_see


@given(st.floats(0, 1), st.floats(0, 1))
def test_ten_people(a: float, b: float):
    low, high = sorted((a, b))
    likelihood = Likelihood(low, high - low, 1 - high)
    people = likelihood.people
    assert sum(people.values()) == 10
    for side, count in people.items():
        assert abs(count / 10 - likelihood.of(side)) < 0.1


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_eight_of_ten_are_told_where_the_word_is_probably_and_ten_where_it_is_very_likely(
    a: float, b: float
):
    low, high = sorted((a, b))
    likelihood = Likelihood(low, high - low, 1.0 - high)
    for side, count in likelihood.people.items():
        assert (count >= 8) == (likelihood.of(side) >= PROBABLY)
        assert (count == 10) == (likelihood.of(side) >= VERY_LIKELY)
        assert count >= 0


@pytest.mark.parametrize("error", [0.3, 0.6, 1.0])
def test_what_is_said_in_people_is_so_in_people(error: float):
    """Of a thousand people told "8 of 10", 70 to 90 % are so."""
    rng = np.random.default_rng(22)
    told: dict[int, list[bool]] = {}
    for z in rng.normal(0, 1, 4000):
        seen = at("pelvic_tilt", z + rng.normal(0, error), error)
        likelihood = find_likelihood(_only(assess({"pelvic_tilt": seen})))
        assert likelihood is not None
        side = "typical" if abs(z) < 1 else "higher" if z > 0 else "lower"
        for name, count in likelihood.people.items():
            told.setdefault(count, []).append(name == side)
    for count, so in told.items():
        if len(so) >= 300:
            assert abs(np.mean(so) - count / 10) <= 0.1, (count, len(so))
    assert len(told.get(8, [])) >= 300


def test_a_metric_without_norm_has_no_likelihood():
    assert (
        find_likelihood(_only(assess({"fleche_lombaire": measurement("fleche_lombaire", 5, 1)})))
        is None
    )


def _only(assessment: Assessment):
    (finding,) = assessment.findings
    assert math.isfinite(finding.typical_low) or finding.measurement == "fleche_lombaire"
    return finding


def test_under_18_nothing_is_judged_and_no_self_check_is_offered():
    found = find_verdict(assess(person(cva=-3, pelvic_tilt=1.0), Subject(age=12.0)))
    assert not any(line.judged for line in found)
    assert {line.self_check for line in found} == {None}
    adult = find_verdict(assess(person(cva=-3, pelvic_tilt=1.0), Subject(age=30.0)))
    assert all(line.judged for line in adult)


def test_what_was_not_measured_of_an_adult_is_judged_in_principle():
    assert all(line.judged for line in find_verdict(assess({"cva": missing("cva")})))
