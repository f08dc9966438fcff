"""What has changed between two photos of one person."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from posture.analysis import comparison
from posture.analysis.comparison import Change, Comparison, compare
from posture.analysis.edit import set_points
from posture.analysis.options import Options
from posture.analysis.types import Analysis
from posture.assess.assessment import Subject
from posture.assess.knowledge import knowledge
from posture.body.body import VersionedFeatures, Widening
from posture.body.estimate.regions import factors_of_nodes, widen
from posture.body.placed.entries import PlacedPoint
from posture.body.points import NODES
from posture.errors import InputError
from posture.files.documents.write import to_json
from posture.measure.measure import measure
from posture.measure.registry import METRICS
from tests.fixtures.changes import AFTER, BEFORE, reading
from tests.fixtures.results import analysed, read_back
from tests.fixtures.shared import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

PEOPLE = ROOT / "groundtruth" / "data" / "small" / "life"
PALPABLE = ("c7", "acromion", "asis", "psis", "trochanter", "knee", "malleolus")


def truth(number: int) -> dict[str, Any]:
    return json.loads((PEOPLE / f"{number}.json").read_text())


@pytest.fixture(scope="module")
def photos() -> list[Analysis]:
    """Two photos of one rendered person."""
    return [analysed(PEOPLE / f"{number}.jpg") for number in (0, 1)]


def with_points(analysis: Analysis, number: int, *names: str, sd_px: float = 3.0) -> Analysis:
    at = truth(number)["nodes_px"]
    points = [PlacedPoint(n, at[n][0], at[n][1], sd_px, "placed") for n in names]
    return set_points(analysis, points)


def values(found: Comparison) -> np.ndarray:
    return np.array([one.value for one in found.changes.values()])


def test_a_photo_beside_itself_has_not_changed(photos: Sequence[Analysis]):
    found = compare(photos[0], photos[0])
    assert list(found.changes) == list(photos[0].measurements)
    assert found.photos == (photos[0], photos[0])
    np.testing.assert_allclose(values(found), 0.0, atol=1e-9)
    assert not any(one.exceeds_mdc for one in found.changes.values())


def test_the_way_back_is_the_same_with_the_other_sign(photos: Sequence[Analysis]):
    there, back = compare(*photos), compare(*photos[::-1])
    np.testing.assert_allclose(values(there), -values(back), atol=1e-9)
    for one, other in zip(there.changes.values(), back.changes.values(), strict=True):
        assert one.sd == pytest.approx(other.sd)


def test_changes_lie_where_the_true_ones_do(photos: Sequence[Analysis]):
    """Seventeen changes of one person, which go together; in stated errors."""
    true = [truth(number)["measurements"] for number in (0, 1)]
    found = compare(*photos)
    assert found.read_jointly
    assert found.reason_not_joint is None
    off = [(one.value - true[1][n] + true[0][n]) / one.sd for n, one in found.changes.items()]
    assert np.sqrt(np.mean(np.square(off))) < 2.0


def test_it_is_not_the_difference_of_two_readings(photos: Sequence[Analysis]):
    first, second = (one.measurements for one in photos)
    plain = np.array([second[n].value - first[n].value for n in first])
    assert np.abs(values(compare(*photos)) - plain).max() > 0.5


def test_a_stored_analysis_is_compared_as_well(photos: Sequence[Analysis]):
    stored = [read_back(to_json(one)) for one in photos]
    assert compare(*stored).changes == compare(*photos).changes


def test_without_features_it_is_the_difference(photos: Sequence[Analysis]):
    first, second = photos
    old = replace(first, body=replace(first.body, features=None))
    found = compare(old, second)
    assert not found.read_jointly
    assert "stored without its features" in (found.reason_not_joint or "")
    for name, one in found.changes.items():
        a, b = first.measurements[name], second.measurements[name]
        assert one.value == pytest.approx(b.value - a.value)
        assert one.sd == pytest.approx(math.hypot(a.sd, b.sd))


@pytest.mark.parametrize(
    ("version", "length"), [("1", 217), ("2043", 221), ("2043", 3), ("unknown", 400)]
)
def test_features_of_another_version_are_not_read(
    photos: Sequence[Analysis], version: str, length: int
):
    first, second = photos
    features = VersionedFeatures(version, np.full(length, 0.5))
    stored = to_json(replace(first, body=replace(first.body, features=features)))
    other = read_back(stored)
    for pair in ((other, second), (second, other)):
        found = compare(*pair)
        assert not found.read_jointly
        assert "another version" in (found.reason_not_joint or "")
        assert values(found) == pytest.approx(
            [b.value - pair[0].measurements[n].value for n, b in pair[1].measurements.items()]
        )


def test_photos_that_different_versions_estimated_are_compared(photos: Sequence[Analysis]):
    first, second = photos
    older = replace(first, provenance=replace(first.provenance, estimator_sha256="ab" * 32))
    found = compare(older, second)
    assert not found.read_jointly
    assert "another version" in (found.reason_not_joint or "")


def test_an_analysis_from_before_a_metric_was_added_is_compared(photos: Sequence[Analysis]):
    """Only metrics of both photos are compared, independently, in the order of the later photo."""
    first, second = photos
    fewer = {name: one for name, one in first.measurements.items() if name != "lordosis"}
    made = replace(first.provenance, estimator_sha256="0" * 64)
    found = compare(replace(first, measurements=fewer, provenance=made), second)
    assert list(found.changes) == list(fewer)
    assert not found.read_jointly


def test_metrics_that_the_weights_for_two_photos_do_not_know_are_not_read_jointly(
    photos: Sequence[Analysis], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(comparison, "METRICS", (*METRICS, METRICS[0]))
    found = compare(*photos)
    assert not found.read_jointly
    assert "another version" in str(found.reason_not_joint)


def test_weights_of_another_version_are_not_mixed_with_those_for_pairs(photos: Sequence[Analysis]):
    older = [
        replace(one, provenance=replace(one.provenance, estimator_sha256="ab" * 32))
        for one in photos
    ]
    found = compare(*older)
    assert not found.read_jointly
    assert "another version" in (found.reason_not_joint or "")


def test_every_reason_not_to_compare_is_listed(photos: Sequence[Analysis]):
    first, second = photos
    other = replace(
        first,
        subject=Subject(sex="male", stature_cm=180.0),
        provenance=replace(first.provenance, model="lite", estimator_sha256="ab" * 32),
    )
    with pytest.raises(InputError) as caught:
        compare(other, replace(second, subject=Subject(sex="female", stature_cm=160.0)))
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("placed_in", [0, 1])
def test_points_of_one_photo_are_used_for_both(photos: Sequence[Analysis], placed_in: int):
    both = list(photos)
    both[placed_in] = with_points(both[placed_in], placed_in, *PALPABLE)
    bare, taught = compare(*photos).changes, compare(*both).changes
    for name in ("pelvic_tilt", "shoulder_c7", "hip_angle"):
        assert taught[name].sd < bare[name].sd
        assert taught[name].source == "estimated"


def test_points_of_both_photos_need_no_estimate(photos: Sequence[Analysis]):
    # A hand so sure leaves the estimates, alone or together, little to say.
    both = [with_points(one, number, *PALPABLE, sd_px=1.0) for number, one in enumerate(photos)]
    first, second = (one.measurements["pelvic_tilt"] for one in both)
    found = compare(*both).changes["pelvic_tilt"]
    assert found.source == "placed"
    assert found.palpated
    assert found.value == pytest.approx(second.value - first.value, abs=0.7)
    assert found.sd < compare(*photos).changes["pelvic_tilt"].sd


def test_a_correction_by_the_earlier_photo_is_not_counted_twice(photos: Sequence[Analysis]):
    first = with_points(photos[0], 0, *PALPABLE)
    corrected = analysed(PEOPLE / "1.jpg", Options(reference=first))
    once, twice = (compare(first, one).changes for one in (photos[1], corrected))
    for name in once:
        assert twice[name].value == pytest.approx(once[name].value, abs=0.3)
        assert twice[name].sd == pytest.approx(once[name].sd, rel=0.05)


def test_a_change_counts_from_the_larger_of_two_limits():
    published = knowledge().metric("cva").mdc
    assert published is not None
    sure = Change("cva", published + 0.1, 0.1, "deg", "estimated")
    assert sure.mdc == published
    assert sure.exceeds_mdc
    assert not replace(sure, value=published - 0.1).exceeds_mdc
    unsure = replace(sure, sd=published)
    assert unsure.mdc == pytest.approx(1.96 * published)
    assert not unsure.exceeds_mdc
    assert replace(unsure, value=-2.0 * published).exceeds_mdc
    unknown = replace(sure, value=math.nan, sd=math.nan)
    assert math.isnan(unknown.mdc)
    assert not unknown.exceeds_mdc


def test_reading_together_is_surer_than_two_readings(photos: Sequence[Analysis]):
    """What both photos share drops out; for the back and the pelvis that is much."""
    first, second = (one.measurements for one in photos)
    found = compare(*photos).changes
    for name in ("kyphosis", "lordosis", "sacral_slope", "pelvic_tilt"):
        assert found[name].sd < 0.9 * math.hypot(first[name].sd, second[name].sd)


@pytest.mark.parametrize(("ages", "judged"), [((None, 18.0), True), ((40.0, 17.9), False)])
def test_a_change_is_judged_of_adults_and_of_whoever_gave_no_age(
    ages: tuple[float | None, float | None], judged: bool
):
    before, after = (
        replace(reading(f"{age}.jpg", values), subject=Subject(age=age))
        for age, values in zip(ages, (BEFORE, AFTER), strict=True)
    )
    assert compare(before, after).judged is judged


def widened(analysis: Analysis, widening: Widening) -> Analysis:
    return replace(analysis, body=replace(analysis.body, widening=widening))


def errors(found: Comparison) -> dict[str, float]:
    return {name: one.sd for name, one in found.changes.items()}


@pytest.mark.parametrize("which", [0, 1])
def test_what_hides_the_back_in_one_photo_widens_its_change(photos: Sequence[Analysis], which: int):
    factors = factors_of_nodes({"trunk": 4.0})
    hidden = list(photos)
    hidden[which] = widened(hidden[which], Widening(factors, 0.0, hides_head=False))
    plain, wide = errors(compare(*photos)), errors(compare(*hidden))
    own = photos[which].body
    points = replace(own.detected, covariance=widen(own.detected.covariance, factors))
    alone = [measure(body)["kyphosis"].sd for body in (own, replace(own, detected=points))]
    # One of two photos is as much less certain as it is alone.
    rise = math.sqrt((1.0 + (alone[1] / alone[0]) ** 2) / 2.0)
    assert rise > 2.0
    assert wide["kyphosis"] == pytest.approx(rise * plain["kyphosis"], rel=0.3)
    assert wide["knee_angle"] == pytest.approx(plain["knee_angle"], rel=1e-6)


def test_an_uncertain_roll_is_part_of_every_change_that_depends_on_the_vertical(
    photos: Sequence[Analysis],
):
    tilted = widened(photos[1], Widening(np.ones(len(NODES)), 4.0, hides_head=False))
    plain, wide = errors(compare(*photos)), errors(compare(photos[0], tilted))
    assert wide["body_lean"] > 2.0 * plain["body_lean"]
    assert wide["trunk_lean"] > 1.5 * plain["trunk_lean"]
    assert wide["knee_angle"] == pytest.approx(plain["knee_angle"], rel=0.02)


def test_a_point_placed_on_what_is_hidden_makes_the_change_sure_again(photos: Sequence[Analysis]):
    factors = factors_of_nodes({"neck": 4.0, "head": 4.0})
    hidden = widened(photos[1], Widening(factors, 0.0, hides_head=True))
    marked = with_points(hidden, 1, "tragus", "c7")
    wide, sure = (errors(compare(photos[0], one))["cva"] for one in (hidden, marked))
    assert sure < 0.7 * wide
