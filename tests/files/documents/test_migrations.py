"""Documents of every schema version: they open, show and compare."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from posture.analysis.comparison import compare
from posture.analysis.reference import reference_faults, unusable_faults
from posture.analysis.types import Analysis
from posture.body.estimate.features import versioned
from posture.body.estimate.network import weights
from posture.body.estimate.pairs import read_jointly
from posture.body.points import NODES, POINTS
from posture.errors import DocumentError
from posture.files.documents.migrations import MIGRATIONS, migrate
from posture.files.documents.read import load_analysis, read_document
from posture.files.documents.records import (
    VERSION,
    AnalysedDocument,
    CombinedDocument,
    ComparedDocument,
    RefusedDocument,
    UnreadableDocument,
)
from posture.files.documents.schema import schema
from posture.files.documents.write import as_text, to_document
from posture.measure.measure import measure
from posture.photo.photo import Photo
from posture.present.overlay.overlay import draw
from posture.present.report.model import build
from tests.fixtures.results import read_back

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents"
V1, V2, V3 = (DOCUMENTS / version for version in ("v1", "v2", "v3"))
LINES = ("options.jsonl", "german.jsonl")
ANALYSES = sorted(path.name for path in V1.glob("*.analysis.json") if "series" not in path.name)


RENAMED_NOTICES = {"same_body": "personal_calibration"}


def raw(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def loaded(name: str) -> Analysis:
    return load_analysis(V1 / name)


@pytest.mark.parametrize("name", [*ANALYSES, *LINES])
def test_analyses_of_version_1_open_with_every_number(name: str):
    old, found = raw(V1 / name), loaded(name)
    assert old["schema_version"] == 1
    assert list(found.measurements) == list(old["measurements"])
    for one in found.measurements.values():
        kept = old["measurements"][one.name]
        assert (one.unit, one.source) == (kept["unit"], kept["source"])
        assert one.reason_missing == kept["reason_missing"]
        np.testing.assert_equal([one.value, one.sd], np.array([kept["value"], kept["sd"]], float))
    for point in POINTS:
        kept = [old["points"][point][key] for key in ("x_px", "y_px", "sd_px")]
        near = 1e-3 if found.body.placed else 1e-9
        np.testing.assert_allclose(found.body.in_picture()[point], np.array(kept, float), rtol=near)
    assert [one.text for one in found.assessment.findings] == [o["text"] for o in old["findings"]]
    codes = [RENAMED_NOTICES.get(one["code"], one["code"]) for one in old["notices"]]
    assert [one.code for one in found.notices] == codes
    assert found.subject.stature_cm == old["subject"]["height_cm"]
    assert (found.photo.taken, found.provenance.analysed_on) == (None, None)


@pytest.mark.parametrize("name", [*ANALYSES, *LINES])
def test_bodies_of_version_1_measure_as_they_did(name: str):
    found = loaded(name)
    for one in measure(found.body).values():
        kept = found.measurements[one.name]
        # Points placed by hand are weighed otherwise since decision 35.
        near = 0.1 if found.body.placed else 1e-9
        np.testing.assert_allclose([one.value, one.sd], [kept.value, kept.sd], rtol=near)


@pytest.mark.parametrize("name", [*ANALYSES, *LINES])
def test_analyses_of_version_1_are_shown(name: str):
    found = loaded(name)
    size = (found.photo.width, found.photo.height)
    blank = np.full((size[1], size[0], 3), 200, np.uint8)
    photo = Photo(blank, size, 1.0, None, found.photo.name, found.photo.sha256)
    assert len(np.unique(draw(photo, found))) > 10, "drawn on plain grey"
    assert found.assessment.findings[0].text in str(
        build(photo, found, b"", date=datetime.date(2026, 3, 1))
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", [*ANALYSES, *LINES])
def test_analyses_of_version_1_are_written_as_today(name: str):
    written = to_document(loaded(name))
    jsonschema.validate(written, schema())
    assert read_back(as_text(written)) == loaded(name)


def test_the_stature_of_version_1_is_kept():
    assert loaded("answers.analysis.json").subject.stature_cm == 162.0


@pytest.mark.parametrize("path", [V1 / "points.analysis.json", V2 / "analysed.json"], ids=str)
def test_earlier_features_are_kept_and_not_read(path: Path):
    """Also where the same weights are said to have made both analyses."""
    stored = load_analysis(path)
    today = replace(stored.provenance, estimator_sha256=weights().sha256)
    old = replace(stored, provenance=today)
    new = replace(old, body=replace(old.body, features=versioned(weights().feature_mean)))
    assert old.body.features is not None
    assert old.body.features.version == "1"
    assert read_back(as_text(to_document(old))).body.features == old.body.features
    for pair in ((old, old), (old, new), (new, old)):
        found = compare(*pair)
        assert not found.read_jointly
        assert "another version of the program" in (found.reason_not_joint or "")
        assert np.isfinite([one.value for one in found.changes.values()]).any()
        assert read_jointly(*(one.body for one in pair)) is None
    (fault,) = reference_faults(
        old, old.subject, model=today.model, estimator_sha256=today.estimator_sha256
    )
    assert "another version of the program" in fault


def test_analyses_of_version_1_are_compared():
    found = compare(loaded("points.analysis.json"), loaded("same_body.analysis.json"))
    assert not found.read_jointly
    assert np.isfinite([one.value for one in found.changes.values()]).all()


def test_an_analysis_of_version_1_may_correct_a_later_photo():
    assert unusable_faults(loaded("points.analysis.json")) == []


def test_the_reference_of_version_1_is_kept():
    old = raw(V1 / "same_body.analysis.json")["provenance"]["settings"]
    found = loaded("same_body.analysis.json")
    assert found.provenance.settings["reference"] == old["same_body"]
    assert found.provenance.settings["reference_points"] == old["same_body_points"]
    assert not any("same_body" in name for name in found.provenance.settings)
    assert any("itself corrected" in fault for fault in unusable_faults(found))


@pytest.mark.parametrize("count", [0, 5, 400])
def test_an_analysis_with_other_features_opens_and_compares(count: int):
    old = raw(V1 / "points.analysis.json")
    old["geometry"]["features"] = [0.5] * count
    found = read_back(json.dumps(old))
    assert found.body.features is not None
    assert found.body.features.version == "unknown"
    comparison = compare(found, loaded("same_body.analysis.json"))
    assert not comparison.read_jointly
    assert comparison.reason_not_joint


def test_what_version_1_could_leave_out():
    old = raw(V1 / "child.analysis.json")
    for key in ("features", "shared", "pitch_sd_deg"):
        old["geometry"].pop(key)
    old["geometry"]["camera"].pop("pitch_deg")
    found = read_back(json.dumps(old))
    assert (found.body.features, found.body.shared) == (None, None)
    assert found.body.camera_errors.pitch_deg == 6.0
    assert found.body.camera.pitch_deg == 0.0


@pytest.mark.parametrize(
    ("codes", "framing"),
    [
        ([], (True, True, True)),
        (["feet_cut_off"], (True, True, False)),
        (["knees_cut_off"], (True, False, False)),
        (["hips_cut_off"], (False, False, False)),
    ],
)
def test_the_framing_comes_from_the_notices_of_version_1(
    codes: list[str], framing: tuple[bool, bool, bool]
):
    old = raw(V1 / "child.analysis.json")
    old["notices"] = [{"code": code, "text": "Cut.", "remedy": ""} for code in codes]
    found = read_back(json.dumps(old))
    seen = found.body.framing
    assert (seen.hips, seen.knees, seen.feet) == framing


def test_refused_and_unreadable_lines_of_version_1():
    refused = read_document((V1 / "refused.jsonl").read_bytes())
    assert isinstance(refused, RefusedDocument)
    old = raw(V1 / "refused.jsonl")
    assert refused.reasons[0].code == old["reasons"][0]["code"]
    assert refused.photo_sha256 == old["photo_info"]["sha256"]
    unreadable = read_document((V1 / "unreadable.jsonl").read_bytes())
    assert isinstance(unreadable, UnreadableDocument)
    assert unreadable.reasons[0].code == "PhotoFormatError"


@pytest.mark.parametrize(("name", "kept"), [("combined.json", 0), ("series.analysis.json", 2)])
def test_combined_photos_of_version_1(name: str, kept: int):
    old, found = raw(V1 / name), read_document((V1 / name).read_bytes())
    assert isinstance(found, CombinedDocument)
    assert len(found.photos) == 2
    assert len(found.analyses) == kept
    for measurement, one in old["measurements"].items():
        np.testing.assert_equal(found.measurements[measurement].value, one["value"])
        np.testing.assert_equal(found.spread[measurement], one["spread"])


def test_lines_of_version_1_open_one_by_one():
    lines = (V1 / "two_photos_and_combined.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = [type(read_document(line)) for line in lines]
    assert kinds == [AnalysedDocument, AnalysedDocument, CombinedDocument]


@pytest.mark.parametrize("name", ["change.json", "change.jsonl"])
def test_comparisons_of_version_1(name: str):
    old, found = raw(V1 / name), read_document((V1 / name).read_bytes())
    assert isinstance(found, ComparedDocument)
    assert (found.before, found.after) == (old["before"], old["after"])
    assert found.judged
    assert found.read_jointly
    for change in found.changes.values():
        kept = old["changes"][change.name]
        assert (change.mdc, change.exceeds_mdc) == (kept["least"], kept["counts"])
        assert change.value == kept["value"]


def test_a_comparison_of_version_1_that_was_not_judged():
    old = raw(V1 / "change.json")
    for one in old["changes"].values():
        one.update(least=None, counts=None)
    found = read_document(json.dumps(old))
    assert isinstance(found, ComparedDocument)
    assert not found.judged


@pytest.mark.parametrize("missing", ["geometry", "notices", "photo_info", "provenance", "facing"])
def test_a_damaged_document_of_version_1_is_one_error(missing: str):
    old = raw(V1 / "child.analysis.json")
    del old[missing]
    with pytest.raises(DocumentError, match=missing):
        read_document(json.dumps(old))


def test_nodes_of_another_order_are_a_fault():
    old = raw(V1 / "child.analysis.json")
    old["geometry"]["nodes"] = list(reversed(NODES))
    with pytest.raises(DocumentError, match="nodes"):
        read_document(json.dumps(old))


def test_steps_have_names_and_lead_to_todays_version():
    versions = [step.version for step in MIGRATIONS]
    assert versions == sorted(versions)
    assert set(versions) == set(range(1, VERSION))
    assert len({step.name for step in MIGRATIONS}) == len(MIGRATIONS)


def test_a_document_of_today_is_left_as_it_is():
    made = to_document(loaded("child.analysis.json"))
    assert migrate(made) == made


@pytest.mark.parametrize("path", sorted(V2.glob("*.json")), ids=lambda path: path.stem)
def test_documents_of_version_2_open(path: Path):
    kept = raw(path)
    assert kept["schema_version"] == 2
    found = read_document(path.read_bytes())
    assert found.status == path.stem.split(".")[0] == kept["status"]


@pytest.mark.parametrize("name", ["analysed.json", "combined.json"])
def test_screening_answers_of_version_2_have_no_time(name: str):
    found = read_document((V2 / name).read_bytes())
    assert isinstance(found, AnalysedDocument | CombinedDocument)
    assert found.plan.screening
    assert all(q.answered_at is None and not q.by_age for q in found.plan.screening)
    if isinstance(found, AnalysedDocument):
        assert found.answers.confirmed == {}


def test_a_series_of_version_2_opens_with_its_analyses():
    old = raw(V2 / "combined.json") | {"analyses": [raw(V2 / "analysed.json")]}
    found = read_document(json.dumps(old))
    assert isinstance(found, CombinedDocument)
    assert found.analyses[0].answers.confirmed == {}


@pytest.mark.parametrize("path", sorted(V3.glob("*.json")), ids=lambda path: path.stem)
def test_documents_of_version_3_open_and_obey_the_schema(path: Path):
    kept = raw(path)
    assert kept["schema_version"] == 3
    assert read_document(path.read_bytes()).status == path.stem == kept["status"]
    if VERSION == 3:
        jsonschema.validate(kept, schema())


def test_the_answers_of_version_3_keep_the_time_of_their_confirmation():
    found = load_analysis(V3 / "analysed.json")
    assert found.answers.confirmed["emergency"].isoformat() == "2026-03-01T10:05:00+01:00"
    times = {q.urgency: q.answered_at for q in found.assessment.plan.screening}
    assert times["emergency"] == found.answers.confirmed["emergency"]
    assert times["caution"] is None


def test_the_analysis_of_version_2_measures_as_it_did():
    found = load_analysis(V2 / "analysed.json")
    assert found.body.features is not None
    assert found.provenance.analysed_on is not None
    for one in measure(found.body).values():
        kept = found.measurements[one.name]
        # Points placed by hand are weighed otherwise since decision 35.
        near = 0.1 if found.body.placed else 1e-9
        np.testing.assert_allclose([one.value, one.sd], [kept.value, kept.sd], rtol=near)


def test_a_notice_about_stickers_that_was_kept_is_shown_once():
    """Early documents of version 2 kept it; today it follows from the placed points."""
    found = loaded("stickers.analysis.json")
    kept = to_document(found)
    kept["body"]["notices"].append(kept["notices"][-1])
    assert kept["notices"][-1]["code"] == "stickers_used"
    assert read_back(as_text(kept)).notices == found.notices
