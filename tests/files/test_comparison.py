from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from posture.analysis.comparison import compare
from posture.files.comparison import COLUMNS, comparison_csv, comparison_json
from tests.fixtures.changes import AFTER, BEFORE, reading

PHOTOS = (reading("märz.jpg", BEFORE), reading("april.jpg", AFTER))


def test_the_file_names_both_photos_and_leaves_out_what_is_not_known():
    text = comparison_json(compare(*PHOTOS))
    told = json.loads(text)
    assert (told["before"], told["after"]) == ("märz.jpg", "april.jpg")
    assert "märz" in text
    assert told["changes"]["kyphosis"]["value"] is None
    assert told["changes"]["kyphosis"]["counts"] is False


def test_what_is_not_judged_is_left_open():
    found = replace(compare(*PHOTOS), judged=False)
    told = json.loads(comparison_json(found))["changes"]
    assert {(one["least"], one["counts"]) for one in told.values()} == {(None, None)}
    assert told["cva"]["value"] == found.changes["cva"].value


@pytest.mark.parametrize("judged", [True, False])
def test_the_table_holds_what_the_document_holds(judged: bool):
    found = replace(compare(*PHOTOS), judged=judged)
    told = json.loads(comparison_json(found))["changes"]
    rows = list(csv.DictReader(io.StringIO(comparison_csv(found))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["name"] for row in rows] == list(told)
    for row in rows:
        one = told[row.pop("name")]
        for name, cell in row.items():
            if one[name] is None:
                assert cell == ""
            elif isinstance(one[name], bool):
                assert json.loads(cell) is one[name]
            elif isinstance(one[name], float):
                assert float(cell) == pytest.approx(one[name], abs=1e-4)
            else:
                assert cell == one[name]
