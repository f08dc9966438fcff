from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from groundtruth.real.by_eye import TRAGUS_ABOVE_MALLEOLUS
from groundtruth.real.scores import scores
from tests.real.made_up import FEET, analysis, everybody, labels, refused, result

SCALE = TRAGUS_ABOVE_MALLEOLUS / 0.883
"""Statures of the made-up people as marked: .883 apart are taken for .885."""


def test_a_program_that_is_right_has_no_error():
    found = scores(*everybody())
    for name, each in found["measurements"].items():
        unit = 1.0 if name not in ("ear_shoulder_offset", "shoulder_protraction") else SCALE
        assert each["bias"] == pytest.approx(0.0, abs=0.02 * unit), name
        assert each["n"] == 6
    for axes in found["points"].values():
        for each in axes.values():
            assert each["bias"] == pytest.approx(0.0, abs=1e-6)
            assert each["cover_95"] == 100.0
    assert found["points"]["knee"]["forward"]["stated"] == pytest.approx(0.25 * SCALE)


def test_a_point_too_far_forward_is_counted_forward_in_both_directions():
    found = scores(*everybody({"tragus": (0.01, -0.02)}))
    tragus = found["points"]["tragus"]
    assert tragus["forward"]["bias"] == pytest.approx(SCALE)
    assert tragus["up"]["bias"] == pytest.approx(-2 * SCALE)
    assert tragus["up"]["cover_95_raw"] == 0.0
    assert found["measurements"]["cva"]["bias"] < -5
    assert found["measurements"]["shoulder_protraction"]["bias"] == pytest.approx(0.0, abs=0.02)
    assert "heel" not in found["points"]


def test_the_raters_differences_give_the_error_of_marking():
    tragus = scores(*everybody())["points"]["tragus"]
    # Second less first: 1, -1, 1 pixels in the picture, facing right, left, right: 1, 1, 1 forward.
    assert tragus["forward"]["label_sd"] == pytest.approx(0.0, abs=0.02)
    assert tragus["up"]["label_sd"] == pytest.approx(0.1 * SCALE / math.sqrt(2), rel=0.02)


def test_the_same_person_in_two_photographs():
    first, second = analysis(), analysis(moved={"tragus": (0.02, 0.0)})
    given = [labels(first, "a", "one"), labels(second, "b", "one"), labels(first, "c", "two")]
    pairs = [(first, given[0]), (second, given[1]), (first, given[2])]
    found = scores(given, [result(a, b) for a, b in pairs])
    cva = [a.measurements["cva"].value for a in (first, second)]
    assert found["people"] == 2
    assert found["retest"]["cva"]["people"] == 1
    assert found["retest"]["cva"]["sd"] == pytest.approx(abs(cva[0] - cva[1]) / math.sqrt(2))
    assert found["retest"]["cva"]["by_eye"] == pytest.approx(0.0, abs=1e-9)
    assert found["retest"]["lordosis"]["sd"] == pytest.approx(0.0, abs=1e-9)


def test_notices_that_a_marked_foot_refutes_are_false():
    said = analysis(notices=(FEET,))
    inside = labels(said, "inside")
    outside = labels(said, "outside")
    below: Any = {**outside.raters["1"]}
    below["heel"] = below["heel"] + (0, 200)
    below["toe"] = below["toe"] + (0, 200)
    outside = replace(outside, raters={"1": below})
    found = scores([inside, outside], [result(said, inside), result(said, outside)])
    assert found["false_notices"]["feet_cut_off"] == {"n": 1, "of": 1, "photographs": ["inside"]}
    assert found["whole_body"]["cva"]["n"] == 0
    quiet = scores([inside], [result(analysis(), inside)])
    assert quiet["false_notices"]["feet_cut_off"]["n"] == 0
    assert quiet["whole_body"]["cva"]["n"] == 1


def test_a_refused_photograph_counts_as_one_without_an_answer():
    right = analysis()
    given = [labels(right, "a"), labels(right, "b")]
    found = scores(given, [result(right, given[0]), refused(given[1])])
    assert (found["photographs"], found["analysed"]) == (2, 1)
    assert found["refused"] == {"nobody": 1}
    assert found["answers"]["cva"] == 50.0
    assert found["measurements"]["cva"]["n"] == 1
    assert found["spoken"]["any"] in (0.0, 50.0)


def test_findings_that_say_something_are_counted():
    given, found = everybody()
    told = scores(given, found)["spoken"]
    for name in ("cva", "head_tilt"):
        tiers = [
            finding.tier
            for one in found
            if one.analysis
            for finding in one.analysis.assessment.findings
            if finding.measurement == name
        ]
        assert told[name] == pytest.approx(100 * sum(t != "cannot_tell" for t in tiers) / 6)
    assert 0 < told["any"] <= 100.0


def test_knees_are_taken_as_straight():
    found = scores(*everybody({"knee": (0.03, 0.0)}))["knee_angle"]
    usual = scores(*everybody())["knee_angle"]
    assert found["median"] < -10
    assert found["straight_within_95"] == 0.0
    assert usual["straight_within_95"] == 100.0
    # With the marked leg only the trochanter is the program's.
    assert found["median_with_marked_leg"] == pytest.approx(usual["median"], abs=0.01)


def test_vectors_and_landmarks_are_in_percent_forward_and_up():
    found = scores(*everybody())
    vector = found["vectors"]["tragus to canthus"]
    assert vector["forward"] == pytest.approx(4.3 * SCALE)
    # The heads of the three people are tilted by 0, .5 and 1 % more.
    assert vector["up"] == pytest.approx(0.6 * SCALE)
    assert found["vectors"]["heel to malleolus"]["forward"] == pytest.approx(3.5 * SCALE)
    assert found["landmarks"]["toe"]["forward"] == pytest.approx(0.0, abs=1e-9)


def test_nothing_analysed_gives_nan_and_no_error():
    right = analysis()
    given = [labels(right, "a")]
    found = scores(given, [refused(given[0])])
    assert found["provenance"] == {}
    assert math.isnan(found["measurements"]["cva"]["bias"])
    assert math.isnan(found["knee_angle"]["median"])
