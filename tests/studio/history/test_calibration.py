"""Options for the next photo of a client."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from posture.analysis.edit import set_points
from posture.analysis.options import Options
from posture.analysis.types import Analysis
from posture.assess.assessment import Subject
from posture.body.placed.entries import Hand, PlacedPoint
from posture.studio.history.calibration import options_for, subject_of
from posture.studio.history.occasions import read_occasions
from posture.studio.records import ClientDetails
from tests.fixtures.analysed import analysed
from tests.fixtures.clients import CLIENT, sample_visits, visit

pytestmark = pytest.mark.model

ON = date(2026, 6, 1)


def pointed(*names: str, source: Hand = "placed") -> Analysis:
    before = analysed("change/before").analysis
    return set_points(
        before,
        [PlacedPoint(name, *before.body.in_picture()[name][:2], 4.0, source) for name in names],
    )


def test_the_age_is_that_of_the_middle_of_the_year_of_birth():
    assert subject_of(CLIENT.details, date(2026, 7, 2)) == Subject(36.0, "female", 170.0)
    assert subject_of(ClientDetails("No name"), ON) == Subject()


def test_without_placed_points_there_is_no_reference():
    occasions = read_occasions(sample_visits()).kept
    options = options_for(CLIENT.details, occasions, ON, Options(mirror=False))
    assert options.reference is None
    assert not options.mirror
    assert options.subject.sex == "female"


def test_the_most_palpated_photo_is_the_reference():
    visits = [
        visit(0, pointed("psis", "asis"), data=b"0"),
        visit(1, pointed("psis", "asis", "c7", source="eye"), data=b"1"),
        visit(2, pointed("c7"), data=b"2"),
    ]
    options = options_for(CLIENT.details, read_occasions(visits).kept, ON)
    assert options.reference is not None
    assert [point.name for point in options.reference.body.placed] == ["psis", "asis"]


def test_a_photo_of_another_model_version_or_stature_is_no_reference():
    made = pointed("psis")
    older = replace(made, provenance=replace(made.provenance, estimator_sha256="00" * 32))
    other = replace(made, subject=Subject(stature_cm=190.0))
    for one in (older, other):
        occasions = read_occasions([visit(0, one)]).kept
        assert options_for(CLIENT.details, occasions, ON).reference is None


@pytest.mark.parametrize("born", [1800, ON.year - 1, ON.year + 1])
def test_data_outside_their_range_are_left_out(born: int):
    details = replace(CLIENT.details, year_of_birth=born, stature_cm=240.0)
    assert options_for(details, (), ON).subject == Subject(sex="female")
