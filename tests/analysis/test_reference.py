"""The earlier photo of --same-body: what may be used, and every reason why not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from posture.analysis.reference import named_in, read_reference, reference_faults
from posture.analysis.types import Analysis
from posture.assess.assessment import Subject
from posture.assess.wording import faults as wording_faults
from posture.body.body import PlacedPoint
from posture.body.estimate.personal import correct
from posture.body.estimate.share import default_share
from posture.errors import InputError
from posture.files.document import to_json
from tests.fixtures.analyses import ANALYSIS, REFUSAL

C7 = PlacedPoint("c7", 380.0, 190.0, 3.0, "sticker")
PLACED = replace(ANALYSIS, body=replace(ANALYSIS.body, placed=(C7,)))


def with_setting(analysis: Analysis, **settings: str) -> Analysis:
    return replace(analysis, provenance=replace(analysis.provenance, settings=settings))


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "reference.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_it_is_loaded_from_the_file_alone(tmp_path: Path):
    for indent in (None, 2):
        path = written(tmp_path, to_json(PLACED, indent=indent))
        assert read_reference(path) == read_reference(str(path)) == PLACED
    assert read_reference(PLACED) is PLACED


def test_without_placed_points_it_says_how_to_get_them(tmp_path: Path):
    for source in (ANALYSIS, written(tmp_path, to_json(ANALYSIS))):
        with pytest.raises(InputError, match="no placed points") as caught:
            read_reference(source)
        assert "--points" in str(caught.value)


def test_points_that_were_not_estimated_cannot_be_compared():
    positions = PLACED.body.detected.positions.copy()
    positions[:] = float("nan")
    lost = replace(PLACED.body.detected, positions=positions)
    with pytest.raises(InputError, match="nothing to compare"):
        read_reference(replace(PLACED, body=replace(PLACED.body, detected=lost)))


def test_a_corrected_analysis_is_no_reference():
    with pytest.raises(InputError, match="itself corrected"):
        read_reference(with_setting(PLACED, same_body="ab" * 32))


def test_every_fault_of_a_reference_is_listed():
    with pytest.raises(InputError) as caught:
        read_reference(with_setting(ANALYSIS, same_body="ab" * 32))
    assert len(caught.value.faults) == 2


def test_a_refused_photo_is_no_reference(tmp_path: Path):
    with pytest.raises(InputError, match="refused"):
        read_reference(written(tmp_path, to_json(REFUSAL)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "null",
        b"\xff\xfe\x00",
        '{"points": {"c7": {"x_px": 1, "y_px": 2}}}',
        to_json(PLACED) + "\n" + to_json(PLACED),
        to_json(PLACED).replace('"x_px"', '"x"'),
    ],
)
def test_other_files(tmp_path: Path, text: str | bytes):
    with pytest.raises(InputError) as caught:
        read_reference(written(tmp_path, text))
    assert "analysis.json" in caught.value.remedy
    assert 1 <= len(caught.value.faults) <= 6


def test_files_that_cannot_be_read_or_are_far_too_long(tmp_path: Path):
    for path in (tmp_path / "nothing.json", tmp_path, Path("a\0b")):
        with pytest.raises(InputError, match="cannot be read"):
            read_reference(path)
    with pytest.raises(InputError, match="far too long"):
        read_reference(written(tmp_path, b" " * 10_000_001))


def faults(then: Subject, now: Subject, *, model: str = "full", estimator: str = "ef" * 32):
    reference = replace(PLACED, subject=then)
    return reference_faults(reference, now, model=model, estimator_sha256=estimator)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (Subject(), Subject()),
        (Subject(height_cm=170), Subject()),
        (Subject(), Subject(sex="male", height_cm=170)),
        (Subject(40, "female", 170), Subject(41, "female", 168)),
    ],
)
def test_the_same_body_is_believed(then: Subject, now: Subject):
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
    corrected = correct(ANALYSIS.body, PLACED.body)
    provenance = named_in(ANALYSIS.provenance, PLACED, corrected)
    settings = provenance.settings
    assert named_in(provenance, PLACED, ANALYSIS.body) is provenance
    assert settings["same_body"] == PLACED.photo.sha256
    assert settings["same_body_points"] == "c7"
    assert settings["same_body_share_sha256"] == default_share().sha256
    kept = replace(PLACED, provenance=provenance)
    assert json.loads(to_json(kept))["provenance"]["settings"] == settings
