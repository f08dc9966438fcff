from __future__ import annotations

import json
from typing import Any

import pytest

from posture.body.placed.merge import merge
from posture.files.documents.write import to_document, to_json
from tests.present import examples

KEYS = {
    "photo", "status", "reasons", "facing", "measurements", "points", "findings", "imbalances",
    "plan", "provenance",
}  # fmt: skip


def test_top_level_keys_are_the_fixed_ones():
    assert set(to_document(examples.analysis())) >= KEYS
    assert set(to_document(examples.refusal())) >= KEYS


def test_unknown_numbers_are_null_and_one_line():
    text = to_json(examples.analysis(examples.partial_body()))
    read = json.loads(text)
    assert "NaN" not in text
    assert "\n" not in text
    assert read["measurements"]["sacral_slope"]["value"] is None
    assert read["points"]["psis"] == {
        "x_px": None, "y_px": None, "sd_px": None, "source": "estimated",
    }  # fmt: skip
    assert read["points"]["c7"]["x_px"] == pytest.approx(384.5)
    assert read["points"]["c7"]["source"] == "sticker"


def test_both_layers_are_merged_a_few_times_and_not_once_a_point(
    monkeypatch: pytest.MonkeyPatch,
):
    made = examples.analysis(examples.partial_body())
    assert made.body.placed
    merges: list[int] = []

    def counted(*given: Any) -> Any:
        merges.append(1)
        return merge(*given)

    monkeypatch.setattr("posture.body.body.merge", counted)
    to_document(made)
    assert len(merges) <= 2


def test_name_that_is_no_text_still_gives_json():
    made = examples.analysis(name="bad\udcff.jpg")
    assert json.loads(to_json(made))["photo"] == "bad?.jpg"
