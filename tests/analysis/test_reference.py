"""The earlier photo of --reference: what may be used, and every reason why not."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from posture.analysis.reference import named_in, reference_faults, unusable_faults
from posture.analysis.types import Analysis
from posture.assess.assessment import Subject
from posture.assess.wording_rules import wording_faults
from posture.body.body import VersionedFeatures
from posture.body.estimate.features import VERSION
from posture.body.estimate.share import default_share
from posture.body.placed.entries import PlacedPoint
from posture.files.documents.write import to_json
from tests.fixtures.analyses import ANALYSIS

C7 = PlacedPoint("c7", 380.0, 190.0, 3.0, "sticker")
PLACED = replace(ANALYSIS, body=replace(ANALYSIS.body, placed=(C7,)))


def with_setting(analysis: Analysis, **settings: str) -> Analysis:
    return replace(analysis, provenance=replace(analysis.provenance, settings=settings))


def test_a_photo_with_placed_points_may_be_used():
    assert unusable_faults(PLACED) == []


def test_without_placed_points_it_says_how_to_get_them():
    (fault,) = unusable_faults(ANALYSIS)
    assert "no placed points" in fault
    assert "--points" in fault


def test_points_that_were_not_estimated_cannot_be_compared():
    positions = PLACED.body.detected.positions.copy()
    positions[:] = float("nan")
    lost = replace(PLACED.body.detected, positions=positions)
    (fault,) = unusable_faults(replace(PLACED, body=replace(PLACED.body, detected=lost)))
    assert "nothing to compare" in fault


def test_a_corrected_analysis_is_no_reference():
    (fault,) = unusable_faults(with_setting(PLACED, reference="ab" * 32))
    assert "itself corrected" in fault


def test_every_fault_of_a_reference_is_listed():
    assert len(unusable_faults(with_setting(ANALYSIS, reference="ab" * 32))) == 2


def faults(then: Subject, now: Subject, *, model: str = "full", estimator: str = "ef" * 32):
    reference = replace(PLACED, subject=then)
    return reference_faults(reference, now, model=model, estimator_sha256=estimator)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (Subject(), Subject()),
        (Subject(stature_cm=170), Subject()),
        (Subject(), Subject(sex="male", stature_cm=170)),
        (Subject(40, "female", 170), Subject(41, "female", 168)),
    ],
)
def test_the_same_person_is_believed(then: Subject, now: Subject):
    assert faults(then, now) == []


def test_every_reason_for_another_body_or_another_program_is_listed():
    found = faults(
        Subject(40, "female", 170), Subject(40, "male", 181.5), model="lite", estimator="0" * 64
    )
    assert len(found) == 4
    for said in ("12 cm", "female", "another version", "lite"):
        assert any(said in fault for fault in found), said
    assert [wording_faults(fault) for fault in found] == [[]] * 4


def test_the_provenance_names_photo_points_and_shares():
    provenance = named_in(ANALYSIS.provenance, PLACED)
    settings = provenance.settings
    assert settings["reference"] == PLACED.photo.sha256
    assert settings["reference_points"] == "c7"
    assert settings["reference_share_sha256"] == default_share().sha256
    kept = replace(PLACED, provenance=provenance)
    assert json.loads(to_json(kept))["provenance"]["settings"] == settings


@pytest.mark.parametrize(("version", "count"), [(VERSION, 0), ("2043", 1)])
def test_features_of_another_version_cannot_correct_a_photo(version: str, count: int):
    features = VersionedFeatures(version, np.zeros(3))
    reference = replace(PLACED, body=replace(PLACED.body, features=features))
    found = reference_faults(reference, Subject(), model="full", estimator_sha256="ef" * 32)
    assert len(found) == count
    assert all("another version" in fault for fault in found)
