from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.estimate.features import names, versioned
from posture.body.points import PointSet
from posture.errors import DocumentError, InputError
from posture.files.documents.read import load_analysis, read_document
from posture.files.documents.records import VERSION, AnalysedDocument, RefusedDocument
from posture.files.documents.write import (
    as_text,
    to_document,
    to_json,
)
from posture.measure.measurement import Measurement
from tests.files.documents.made import every_document
from tests.fixtures.analyses import ANALYSIS
from tests.fixtures.bodies import body, point_set
from tests.fixtures.results import read_back
from tests.fixtures.shared import ROOT
from tests.present import examples


def test_analysis_loads_back_equal():
    made = examples.analysis(examples.partial_body())
    assert read_back(to_json(made)) == made


def test_what_was_read_of_a_photo_comes_back_with_its_gaps():
    features = np.linspace(-1.0, 1.0, len(names()))
    features[::9] = math.nan
    made = examples.analysis(replace(body(), features=versioned(features)))
    text = to_json(made)
    assert json.loads(text)["body"]["features"]["values"][0] is None
    assert read_back(text) == made
    assert to_document(examples.analysis())["body"]["features"] is None


@pytest.mark.parametrize("values", [[], [0.5, None, 2.0], [0.0] * 300])
def test_features_of_another_version_are_kept_and_not_read(values: list[float | None]):
    made = to_document(examples.analysis(replace(body(), features=versioned(np.zeros(3)))))
    made["body"]["features"] = {"version": "2043", "values": values}
    read = read_back(json.dumps(made))
    assert to_document(read) == made


def test_features_of_this_version_have_its_length():
    made = to_document(examples.analysis(replace(body(), features=versioned(np.zeros(3)))))
    with pytest.raises(DocumentError, match="features"):
        read_document(json.dumps(made))


def test_a_refusal_is_read_with_every_reason():
    made = examples.refusal()
    found = read_document(to_json(made))
    assert isinstance(found, RefusedDocument)
    assert found.reasons == made.reasons
    assert (found.photo, found.photo_sha256) == (made.photo_name, made.photo_sha256)


def test_asymmetric_covariance_survives_exactly():
    points = point_set()
    covariance = points.covariance.copy()
    covariance[3, 5], covariance[5, 3] = 1e-9, 1.0000000001e-9
    made = examples.analysis(
        body(points=PointSet(points.positions, covariance, points.sources, {}))
    )
    assert read_back(to_json(made)) == made


@given(
    name=st.text(st.characters(codec="utf-8"), max_size=30),
    value=st.floats(-1e6, 1e6) | st.just(math.nan),
    position=st.floats(-2, 2, allow_subnormal=True),
    setting=st.booleans() | st.none() | st.floats(-5, 5) | st.text(max_size=5),
)
def test_round_trip_is_exact(
    name: str, value: float, position: float, setting: bool | float | str | None
):
    made = examples.analysis(body(points=point_set(c7=(position, 0.86))), name=name)
    measured = dict(made.measurements)
    measured["cva"] = Measurement("cva", value, value, "deg", "placed", None)
    findings = (replace(made.assessment.findings[0], estimate=value, text=name),)
    made = replace(
        made,
        measurements=measured,
        assessment=replace(made.assessment, findings=findings),
        provenance=replace(made.provenance, settings={"odd": setting}),
    )
    back = read_back(to_json(made))
    assert back == made
    assert list(back.measurements) == list(made.measurements)
    assert type(back.provenance.settings["odd"]) is type(setting)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": NaN}'])
def test_text_that_is_no_json(text: str):
    with pytest.raises(DocumentError, match="not valid JSON"):
        read_document(text)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\xff\xd8\xff\xe0"])
def test_a_picture_is_said_to_be_no_analysis(tmp_path: Path, data: bytes):
    with pytest.raises(DocumentError, match="no analysis"):
        read_document(data)
    with pytest.raises(InputError, match=r"no analysis\.\nGive the analysis\.json") as caught:
        load_analysis(written(tmp_path, data))
    assert "Save it" not in str(caught.value)


def test_every_fault_is_listed():
    made = to_document(examples.analysis())
    made["facing"] = "up"
    made["measurements"]["cva"]["unit"] = "radians"
    del made["plan"]["footer"]
    with pytest.raises(DocumentError) as caught:
        read_document(json.dumps(made))
    for place in ("facing", "measurements.cva.unit", "plan.footer"):
        assert place in str(caught.value)


@pytest.mark.parametrize("status", [None, "maybe"])
def test_unknown_status(status: str | None):
    with pytest.raises(DocumentError):
        read_document(json.dumps({"status": status}))


def test_the_parts_of_a_body_must_agree():
    made = to_document(examples.analysis(examples.partial_body()))
    made["nodes"][0:2] = reversed(made["nodes"][0:2])
    made["body"]["placed"] = [made["body"]["placed"][0]] * 2
    made["body"]["placed"][0]["name"] = "nose"
    made["body"]["detected"]["sources"].pop()
    made["measurements"]["cva"]["name"] = "kyphosis"
    with pytest.raises(DocumentError) as caught:
        read_document(json.dumps(made))
    for word in ("nodes", "'nose'", "twice", "sources", "measurements.cva"):
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("detected", "covariance", 3), [0.0]),
        (("detected", "positions", 3), [0.0]),
        (("depths",), [0.0] * 34),
        (("shared",), [[0.0] * 4] * 70),
        (("depth_sds", 2), "wide"),
    ],
)
def test_arrays_have_their_shape(place: tuple[str | int, ...], wrong: Any):
    made = to_document(examples.analysis())
    at = made["body"]
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = wrong
    with pytest.raises(DocumentError, match=str(place[0])):
        read_document(json.dumps(made))


def test_a_number_too_large_for_a_float_is_a_fault():
    made = json.dumps(to_document(examples.analysis()) | {"schema_version": VERSION})
    with pytest.raises(DocumentError, match="finite"):
        read_document(made.replace('"looseness": 0.2', '"looseness": 1e999'))


@pytest.mark.parametrize("size", [1.1e6, -1e300, 10**400])
def test_numbers_that_no_body_has_are_faults_with_their_places(size: float):
    made = to_document(examples.analysis())
    made["body"]["depths"][1] = made["body"]["looseness"] = size
    with pytest.raises(DocumentError) as caught:
        read_document(json.dumps(made))
    assert "body.depths.1: the number is too large" in str(caught.value)
    assert "body.looseness: the number is too large" in str(caught.value)


@pytest.mark.parametrize("half", ["\\ud800", "\\uDFFF", "\ud83d"])
def test_half_of_a_surrogate_pair_is_no_text(half: str):
    made = json.dumps(to_document(examples.analysis()))
    with pytest.raises(DocumentError, match="not valid JSON"):
        read_document(made.replace('"cva"', f'"{half}"'))


def test_a_whole_surrogate_pair_is_text():
    made = to_document(examples.analysis())
    made["photo"] = "\U0001f9cd.jpg"
    for ascii_only in (True, False):
        document = read_document(json.dumps(made, ensure_ascii=ascii_only))
        assert isinstance(document, AnalysedDocument)
        assert document.photo == "\U0001f9cd.jpg"


def with_placed_points_of_version_1() -> dict[str, Any]:
    stored = ROOT / "tests" / "fixtures" / "documents" / "v1" / "points.analysis.json"
    return json.loads(stored.read_text("utf-8"))


def test_numbers_that_no_body_has_are_faults_in_documents_of_every_version():
    made = with_placed_points_of_version_1()
    assert read_document(json.dumps(made))
    made["geometry"]["covariance"][3][3] = 2e6
    with pytest.raises(DocumentError, match=r"body\.detected\.covariance\.3\.3: the number is too"):
        read_document(json.dumps(made))


def test_a_placed_point_without_a_source_is_a_fault():
    made = with_placed_points_of_version_1()
    assert made["geometry"]["placed"]
    made["geometry"]["sources"] = made["geometry"]["sources"][:1]
    with pytest.raises(DocumentError, match=r"body\.detected\.sources: one per node"):
        read_document(json.dumps(made))


def test_numbers_that_give_no_place_together_are_a_fault():
    made = to_document(examples.analysis())
    camera = made["body"]["camera"]
    # Every point lies beside the lens.
    camera["yaw_deg"] = 0.0
    made["body"]["depths"] = [camera["distance"] for _ in made["body"]["depths"]]
    with pytest.raises(DocumentError, match="no place in the picture"):
        read_document(json.dumps(made))


def test_a_key_that_no_version_knows_is_a_fault():
    made = to_document(examples.analysis())
    made["body"]["camera"]["tilt"] = 3.0
    with pytest.raises(DocumentError, match=r"body\.camera\.tilt"):
        read_document(json.dumps(made))


@pytest.mark.parametrize("version", [VERSION + 1, 0, -1, "2", None, True])
def test_documents_of_no_known_version(version: Any):
    made = to_document(examples.analysis()) | {"schema_version": version}
    with pytest.raises(DocumentError, match="version"):
        read_document(json.dumps(made))


def test_a_later_version_is_named():
    made = to_document(examples.analysis()) | {"schema_version": VERSION + 1}
    with pytest.raises(DocumentError, match=f"schema version is {VERSION + 1}") as caught:
        read_document(json.dumps(made))
    assert caught.value.remedy == "Update the program."


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "analysis.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("indent", [None, 2])
def test_what_was_written_is_read_back(tmp_path: Path, indent: int | None):
    assert load_analysis(written(tmp_path, to_json(ANALYSIS, indent=indent))) == ANALYSIS


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("refused", "was refused"),
        ("unreadable", "could not be read"),
        ("combined", "several photos"),
        ("compared", "comparison"),
        ("frontal", "from the front"),
    ],
)
def test_a_document_of_another_kind_is_no_analysis(tmp_path: Path, status: str, why: str):
    text = as_text(every_document()[status])
    with pytest.raises(InputError, match=why):
        load_analysis(written(tmp_path, text))
    assert read_document(text).status == status


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_analysis_opens_in_every_encoding(tmp_path: Path, encoding: str):
    named = replace(ANALYSIS, photo=replace(ANALYSIS.photo, name="März.jpg"))
    assert load_analysis(written(tmp_path, to_json(named).encode(encoding))) == named


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "null",
        b"\xff\xfe\x00",
        '{"points": {"c7": {"x_px": 1, "y_px": 2}}}',
        to_json(ANALYSIS) + "\n" + to_json(ANALYSIS),
        to_json(ANALYSIS).replace('"x_px"', '"x"'),
    ],
)
def test_other_files(tmp_path: Path, text: str | bytes):
    with pytest.raises(InputError) as caught:
        load_analysis(written(tmp_path, text))
    assert "analysis.json" in caught.value.remedy
    assert 1 <= len(caught.value.faults) <= 6


def test_files_that_cannot_be_read_or_are_far_too_long(tmp_path: Path):
    for path in (tmp_path / "nothing.json", Path("a\0b")):
        with pytest.raises(InputError, match="There is no file"):
            load_analysis(path)
    with pytest.raises(InputError, match="is a folder"):
        load_analysis(tmp_path)
    with pytest.raises(InputError, match="far too long"):
        load_analysis(written(tmp_path, b" " * 10_000_001))
