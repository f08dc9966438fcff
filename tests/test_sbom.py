"""The list of components is whole, valid and the same for everyone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from posture import __version__
from posture.pose.model.manifest import manifest
from tools import sbom
from tools.notices import locked

MOMENT = "1764400000"
TEXT = sbom.sbom(MOMENT)
TOLD: dict[str, Any] = json.loads(TEXT)
LISTED = [one for one in TOLD["components"] if one["type"] == "library"]


def test_every_pin_of_the_lock_is_a_component_with_hash_and_licence():
    pins = {(name, version) for name, versions in locked().items() for version in versions}
    assert {(one["name"], one["version"]) for one in LISTED} == pins
    for one in LISTED:
        assert one["licenses"][0]["expression"]
        assert one["externalReferences"][0]["hashes"], one["name"]


def test_it_is_of_this_version_and_date():
    assert TOLD["metadata"]["component"]["version"] == __version__
    assert TOLD["metadata"]["timestamp"].startswith("2025-11-29T")


def test_what_the_project_itself_requires_is_told():
    (root,) = TOLD["dependencies"]
    names = {one.split("/")[-1].split("@")[0] for one in root["dependsOn"]}
    assert {"ai-edge-litert", "streamlit", "pyarrow"} <= names
    assert "ml-dtypes" not in names


def test_the_pose_model_is_a_component():
    (model,) = (one for one in TOLD["components"] if one["type"] == "machine-learning-model")
    assert model["hashes"][0]["content"] == manifest().models["full"].sha256
    assert model["publisher"] == "The MediaPipe Authors"


def test_it_is_the_same_every_time():
    assert sbom.sbom(MOMENT) == TEXT


def test_a_list_that_breaks_the_schema_is_not_written(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sbom, "_model", lambda: {"bom-ref": "x", "type": "no such type"})
    with pytest.raises(ValueError, match="breaks the schema"):
        sbom.sbom(MOMENT)
