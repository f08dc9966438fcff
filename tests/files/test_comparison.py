from __future__ import annotations

import csv
import io
import json

import pytest

from posture.analysis.comparison import compare
from posture.files.comparison import COLUMNS, change_csv, change_json
from tests.fixtures.changes import AFTER, BEFORE, reading

PHOTOS = (reading("märz.jpg", BEFORE), reading("april.jpg", AFTER))


def test_the_file_names_both_photos_and_leaves_out_what_is_not_known():
    text = change_json(PHOTOS, compare(*PHOTOS), judge=True)
    told = json.loads(text)
    assert (told["before"], told["after"]) == ("märz.jpg", "april.jpg")
    assert "märz" in text
    assert told["changes"]["kyphosis"]["value"] is None
    assert told["changes"]["kyphosis"]["counts"] is False


def test_what_is_not_judged_is_left_open():
    changes = compare(*PHOTOS)
    told = json.loads(change_json(PHOTOS, changes, judge=False))["changes"]
    assert {(one["least"], one["counts"]) for one in told.values()} == {(None, None)}
    assert told["cva"]["value"] == changes["cva"].value


@pytest.mark.parametrize("judge", [True, False])
def test_the_table_holds_what_the_document_holds(judge: bool):
    changes = compare(*PHOTOS)
    told = json.loads(change_json(PHOTOS, changes, judge=judge))["changes"]
    rows = list(csv.DictReader(io.StringIO(change_csv(changes, judge=judge))))
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
