from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from posture.assess.assessment import Subject
from posture.assess.verdict import beyond_probability, find_likelihood, find_verdict
from posture.batch.listing.entry import Entry
from posture.batch.table.rows import MEASURED, SCHEMA, Row, row_of
from posture.errors import ModelError, PhotoTruncatedError
from posture.files.documents.write import frontal_document, to_document
from posture.i18n.language import use_language
from posture.present.verdict import headline, line_words
from tests.fixtures.analyses import ANALYSIS, REFUSAL
from tests.fixtures.crowd import PROVENANCE, analysis_of, measured, row
from tests.fixtures.fronts import frontal_analysis

ENTRY = Entry(
    "photos/7.jpg", "Ana", date(2026, 3, 1), "side", "U18", Subject(17.5, "female", 168.0)
)


def filled(row: Row) -> set[str]:
    return {name for name, value in row.items() if value is not None}


def test_every_row_has_every_column_in_order():
    for outcome in (ANALYSIS, frontal_analysis(), REFUSAL, PhotoTruncatedError("a", "b")):
        assert list(row(outcome)) == SCHEMA.names


def test_the_row_of_a_side_photo_says_what_its_document_says():
    made = analysis_of(measured(np.random.default_rng(1)))
    said, document = row(made, ENTRY), to_document(made)
    assert said["status"] == document["status"] == "analysed"
    assert said["facing"] == document["facing"]
    assert said["framing_knees"] == document["body"]["framing"]["knees"]
    for name, one in document["measurements"].items():
        for key in ("value", "sd", "source", "reason_missing"):
            assert said[f"{name}_{key}"] == one[key], (name, key)
    for one in document["findings"]:
        for key in ("tier", "direction", "probability", "estimate", "typical_low"):
            assert said[f"{one['measurement']}_{key}"] == one[key]
    assert said["version"] == document["provenance"]["version"]
    assert said["estimator_sha256"] == document["provenance"]["estimator_sha256"]
    assert said["notices"] == " ".join(one["code"] for one in document["notices"]) == "loose"
    assert said["notices_remedy"] == "Wear less."


def test_the_row_has_the_likelihood_and_the_four_lines():
    made = analysis_of(measured(np.random.default_rng(2), shift=2.0))
    said, lines = row(made), find_verdict(made.assessment)
    for one in made.assessment.findings:
        likely = find_likelihood(one)
        shares = [said[f"{one.measurement}_likelihood_{s}"] for s in ("lower", "typical", "higher")]
        assert shares == ([likely.lower, likely.typical, likely.higher] if likely else [None] * 3)
    for line in lines:
        assert said[f"{line.region}_state"] == line.state
        assert said[f"{line.region}_words"] == line_words(line)
    assert said["headline"] == headline(lines)
    assert said["lines_beyond"] == sum(line.state == "beyond" for line in lines)
    assert said["expected_beyond"] == pytest.approx(sum(map(beyond_probability, lines)))


def test_a_frontal_photo_fills_its_own_columns():
    made = frontal_analysis(shoulders=8.0)
    said, document = row(made), frontal_document(made)
    assert (said["status"], said["view"]) == ("analysed", "front")
    for name, one in document["measurements"].items():
        assert said[f"{name}_value"] == one["value"]
        assert f"{name}_tier" in filled(said)
    assert said["shoulder_level_direction"] == "higher"
    assert said["version"] == PROVENANCE.version
    assert not filled(said) & {"cva_value", "headline", "head_state", "facing"}


def test_what_is_not_known_is_null_and_never_nought():
    said = row(ANALYSIS)
    assert said["kyphosis_value"] is None
    assert said["kyphosis_reason_missing"] == "An arm hides the upper back."
    assert not any(isinstance(one, float) and math.isnan(one) for one in said.values())


def test_a_refusal_has_every_reason_with_its_remedy():
    said = row(REFUSAL, ENTRY)
    assert said["status"] == "refused"
    assert said["reasons"] == "not_side_on too_dark"
    assert said["reasons_text"] == "The body is turned by about 40°. The photo is very dark."
    assert said["reasons_remedy"] == "Turn side-on to the camera. Switch on the light."
    assert (said["person"], said["view"], said["age"]) == ("Ana", "side", 17.5)
    assert not any(name.endswith("_value") for name in filled(said))


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (PhotoTruncatedError("It is cut off.", "Copy."), "unreadable", "PhotoTruncatedError"),
        (ModelError("No model."), "failed", "ModelError"),
        (ValueError("boom"), "failed", "ValueError"),
    ],
)  # fmt: skip
def test_errors_are_rows(error: Exception, status: str, code: str):
    said = row(error)
    assert (said["status"], said["reasons"]) == (status, code)
    assert said["reasons_text"] == getattr(error, "message", str(error))
    assert said["reasons_remedy"] == getattr(error, "remedy", "")


def test_the_date_is_that_of_the_list_else_the_photos_own():
    taken = datetime(2026, 2, 3, 10, 5)
    made = replace(ANALYSIS, photo=replace(ANALYSIS.photo, taken=taken))
    assert row(made, ENTRY)["date"] == date(2026, 3, 1)
    said = row(made)
    assert (said["date"], said["taken"]) == (date(2026, 2, 3), "2026-02-03T10:05:00")
    assert row(ANALYSIS)["date"] is None


def test_sentences_are_in_the_readers_language():
    with use_language("de"):
        german = row(analysis_of(measured(np.random.default_rng(3))))
    assert german["headline"] != row(analysis_of(measured(np.random.default_rng(3))))["headline"]
    assert (
        german["head_state"] == row(analysis_of(measured(np.random.default_rng(3))))["head_state"]
    )


def test_a_file_name_that_is_no_text_is_kept_as_far_as_text_can():
    assert row(REFUSAL, Entry("photos/\udce9.jpg"))["path"] == "photos/?.jpg"


def test_the_measurements_are_those_of_side_and_frontal_photos():
    side, frontal = to_document(analysis_of(measured(np.random.default_rng(0)))), frontal_analysis()
    assert list(MEASURED) == [*side["measurements"], *frontal.measurements]
    assert SCHEMA.field("cva_value").metadata == {b"unit": b"deg"}


def test_a_photo_that_took_no_time_that_is_known():
    made = row_of(
        REFUSAL, ENTRY, sha256="", key="k", provenance=PROVENANCE, seconds=math.nan
    )  # fmt: skip
    assert made["seconds"] is None
