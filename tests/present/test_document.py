from __future__ import annotations

import json
import math
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.body import NODES, PlacedPoint, PointSet
from posture.errors import DocumentError
from posture.measure.measurement import Measurement
from posture.present import document
from tests.bodies import body, point_set
from tests.present import examples

KEYS = {
    "photo", "status", "reasons", "facing", "measurements", "points", "findings", "imbalances",
    "plan", "provenance",
}  # fmt: skip


def partial_body():
    points = point_set()
    positions, covariance = points.positions.copy(), points.covariance.copy()
    i = NODES.index("psis")
    positions[i] = math.nan
    covariance[2 * i : 2 * i + 2] = math.nan
    covariance[:, 2 * i : 2 * i + 2] = math.nan
    missing = PointSet(positions, covariance, points.sources, {"psis": "An arm hides it."})
    return body(PlacedPoint("c7", 384.5, 190.0, 3.0, "sticker"), points=missing)


def test_analysis_loads_back_equal():
    made = examples.analysis(partial_body())
    assert document.from_json(document.to_json(made)) == made


def test_refusal_loads_back_equal():
    made = examples.refusal()
    assert document.from_json(document.to_json(made)) == made


def test_asymmetric_covariance_survives_exactly():
    points = point_set()
    covariance = points.covariance.copy()
    covariance[3, 5], covariance[5, 3] = 1e-9, 1.0000000001e-9
    made = examples.analysis(
        body(points=PointSet(points.positions, covariance, points.sources, {}))
    )
    assert document.from_json(document.to_json(made)) == made


@given(
    name=st.text(st.characters(codec="utf-8"), max_size=30),
    value=st.floats(-1e6, 1e6) | st.just(math.nan),
    position=st.floats(-2, 2, allow_subnormal=True),
    setting=st.booleans() | st.none() | st.floats(-5, 5) | st.text(max_size=5),
)
def test_round_trip_is_exact(name, value, position, setting):
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
    back = document.from_json(document.to_json(made))
    assert back == made
    assert list(back.measurements) == list(made.measurements)
    assert type(back.provenance.settings["odd"]) is type(setting)


def test_top_level_keys_are_the_fixed_ones():
    assert set(document.to_document(examples.analysis())) >= KEYS
    assert set(document.to_document(examples.refusal())) >= KEYS


def test_unknown_numbers_are_null_and_one_line():
    text = document.to_json(examples.analysis(partial_body()))
    read = json.loads(text)
    assert "NaN" not in text
    assert "\n" not in text
    assert read["measurements"]["sacral_slope"]["value"] is None
    assert read["points"]["psis"] == {
        "x_px": None, "y_px": None, "sd_px": None, "source": "estimated",
    }  # fmt: skip
    assert read["points"]["c7"]["x_px"] == pytest.approx(384.5)
    assert read["points"]["c7"]["source"] == "sticker"


def test_published_schema_is_current():
    assert document.SCHEMA_PATH.read_text(encoding="utf-8") == document.schema_text()


@pytest.mark.parametrize("made", [examples.analysis(partial_body()), examples.refusal()])
def test_documents_obey_the_published_schema(made):
    schema = json.loads(document.SCHEMA_PATH.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document.to_document(made), schema)


def test_schema_refuses_a_wrong_unit():
    made = document.to_document(examples.analysis())
    made["measurements"]["cva"]["unit"] = "radians"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, document.schema())


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": NaN}', b"\xff\xfe\x00"])
def test_text_that_is_no_json(text):
    with pytest.raises(DocumentError, match="not valid JSON"):
        document.from_json(text)


def test_every_fault_is_listed():
    made = document.to_document(examples.analysis())
    made["facing"] = "up"
    made["measurements"]["cva"]["unit"] = "radians"
    del made["plan"]["footer"]
    with pytest.raises(DocumentError) as caught:
        document.from_json(json.dumps(made))
    for place in ("facing", "measurements.cva.unit", "plan.footer"):
        assert place in str(caught.value)


@pytest.mark.parametrize("status", [None, "maybe"])
def test_unknown_status(status):
    with pytest.raises(DocumentError):
        document.from_json(json.dumps({"status": status}))


def test_geometry_must_hang_together():
    made = document.to_document(examples.analysis(partial_body()))
    made["geometry"]["nodes"][0:2] = reversed(made["geometry"]["nodes"][0:2])
    made["geometry"]["covariance"][3] = [0.0]
    made["geometry"]["placed"] = [made["geometry"]["placed"][0]] * 2
    made["geometry"]["placed"][0]["name"] = "nose"
    with pytest.raises(DocumentError) as caught:
        document.from_json(json.dumps(made))
    for word in ("nodes", "covariance", "'nose'", "twice"):
        assert word in str(caught.value)


def test_name_that_is_no_text_still_gives_json():
    made = examples.analysis(name="bad\udcff.jpg")
    assert json.loads(document.to_json(made))["photo"] == "bad?.jpg"
