from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from posture.assess.wording_rules import wording_faults
from posture.i18n.language import format_number
from posture.measure.registry import METRICS
from posture.present.learn import accuracy as module
from posture.present.learn.accuracy import accuracy, describe, load
from posture.present.wording import title
from tests.fixtures.shared import ROOT
from tests.fixtures.stand_ins import returning


def changed(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(load()), **parts}


def test_every_measurement_has_a_row():
    assert [row[0] for row in accuracy().rows] == [title(metric.name) for metric in METRICS]


def test_real_photographs_come_first_with_their_numbers():
    found = load()["real"]
    cva = found["measurements"]["cva"]
    first = accuracy().paragraphs[0]
    assert "Real photographs" in first
    assert f"{found['people']} people" in first
    assert f"{format_number(cva['bias'], 1)}°" in first
    assert f"{format_number(cva['sd'], 1)}°" in first
    assert f"{cva['cover_95']:.0f} %" in first


def test_numbers_are_those_of_the_file():
    found = load()
    found = changed(sets={"life": found["sets"]["life"]})
    found["sets"]["life"]["metrics"]["cva"].update(rmse=2.26, skill=-0.3)
    cells = next(row for row in describe(found).rows if row[0] == title("cva"))
    assert cells[1:] == ("2.3°", "–", "0 %", "–")


def test_what_was_not_measured_is_left_out():
    told = describe(changed(sets={}, real={}, photographs={}))
    assert told.paragraphs == ()
    assert {cell for row in told.rows for cell in row[1:]} == {"–"}


def test_photographs_of_the_web_are_told_beside_those_of_the_own_set():
    web = load()["photographs"]["fresh"]["marked"]
    first, second, *_ = accuracy().paragraphs
    assert "Real photographs" in first
    for value in (web["analysed"]["sd"], web["nape_free"]["sd"], web["nape_covered"]["sd"]):
        assert f"{value:.1f}°" in second


def test_a_file_of_another_schema_version_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(module, "files", returning(tmp_path))
    (tmp_path / "accuracy.json").write_text(json.dumps(changed(schema_version=2)), "utf-8")
    load.cache_clear()
    with pytest.raises(ValueError, match="schema version 2"):
        load()
    load.cache_clear()


def test_the_page_of_the_documentation_has_the_same_numbers():
    page = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
    for row in accuracy().rows:
        assert f"| {' | '.join(row)} |" in page


def test_the_wording_law():
    found = accuracy()
    for text in (*found.paragraphs, *found.header, found.note):
        assert wording_faults(text) == []
