from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.body import PointSet
from posture.body.estimate.features import names, versioned
from posture.errors import DocumentError
from posture.files.document import to_document, to_json
from posture.files.document_loading import from_json
from posture.measure.measurement import Measurement
from tests.fixtures.bodies import body, point_set
from tests.present import examples


def test_analysis_loads_back_equal():
    made = examples.analysis(examples.partial_body())
    assert from_json(to_json(made)) == made


def test_what_was_read_of_a_photo_comes_back_with_its_gaps():
    features = np.linspace(-1.0, 1.0, len(names()))
    features[::9] = math.nan
    made = examples.analysis(replace(body(), features=versioned(features)))
    text = to_json(made)
    assert json.loads(text)["geometry"]["features"][0] is None
    assert from_json(text) == made
    assert to_document(examples.analysis())["geometry"]["features"] is None


def test_features_of_another_version_are_refused():
    made = to_document(
        examples.analysis(replace(body(), features=versioned(np.zeros(len(names())))))
    )
    made["geometry"]["features"] = made["geometry"]["features"][:-1]
    with pytest.raises(DocumentError, match="features"):
        from_json(json.dumps(made))


def test_refusal_loads_back_equal():
    made = examples.refusal()
    assert from_json(to_json(made)) == made


def test_asymmetric_covariance_survives_exactly():
    points = point_set()
    covariance = points.covariance.copy()
    covariance[3, 5], covariance[5, 3] = 1e-9, 1.0000000001e-9
    made = examples.analysis(
        body(points=PointSet(points.positions, covariance, points.sources, {}))
    )
    assert from_json(to_json(made)) == made


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
    back = from_json(to_json(made))
    assert back == made
    assert list(back.measurements) == list(made.measurements)
    assert type(back.provenance.settings["odd"]) is type(setting)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": NaN}', b"\xff\xfe\x00"])
def test_text_that_is_no_json(text):
    with pytest.raises(DocumentError, match="not valid JSON"):
        from_json(text)


def test_every_fault_is_listed():
    made = to_document(examples.analysis())
    made["facing"] = "up"
    made["measurements"]["cva"]["unit"] = "radians"
    del made["plan"]["footer"]
    with pytest.raises(DocumentError) as caught:
        from_json(json.dumps(made))
    for place in ("facing", "measurements.cva.unit", "plan.footer"):
        assert place in str(caught.value)


@pytest.mark.parametrize("status", [None, "maybe"])
def test_unknown_status(status):
    with pytest.raises(DocumentError):
        from_json(json.dumps({"status": status}))


def test_geometry_must_hang_together():
    made = to_document(examples.analysis(examples.partial_body()))
    made["geometry"]["nodes"][0:2] = reversed(made["geometry"]["nodes"][0:2])
    made["geometry"]["covariance"][3] = [0.0]
    made["geometry"]["placed"] = [made["geometry"]["placed"][0]] * 2
    made["geometry"]["placed"][0]["name"] = "nose"
    with pytest.raises(DocumentError) as caught:
        from_json(json.dumps(made))
    for word in ("nodes", "covariance", "'nose'", "twice"):
        assert word in str(caught.value)
