from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.errors import InputError
from posture.files.tables import (
    MEASUREMENT_COLUMNS,
    csv_dialect,
    measurements_csv,
    readers_dialect,
    unguarded,
)
from posture.i18n.language import use_language
from posture.measure.measurement import Measurement
from tests.present import examples


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_measurement_has_its_row_in_order():
    made = examples.measurements()
    read = rows(measurements_csv(made))
    assert tuple(read[0]) == MEASUREMENT_COLUMNS
    assert [row["name"] for row in read] == list(made)
    assert read[0] == {
        "name": "cva", "value": "43.7000", "sd": "3.1000", "unit": "deg", "source": "estimated",
        "reason_missing": "",
    }  # fmt: skip


def test_missing_is_an_empty_cell_with_its_reason():
    row = next(
        r for r in rows(measurements_csv(examples.measurements())) if r["name"] == "sacral_slope"
    )
    assert (row["value"], row["sd"]) == ("", "")
    assert row["reason_missing"] == "The low back is hidden by the arm."


@given(
    value=st.floats(-1e4, 1e4),
    reason=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
)
def test_any_reason_survives(value: float, reason: str):
    made = {"cva": Measurement("cva", value, 1.0, "deg", "placed", reason)}
    (row,) = rows(measurements_csv(made))
    assert abs(float(row["value"]) - value) <= 1e-4
    assert unguarded(row["reason_missing"]) == reason


@given(value=st.floats(-1e4, 1e4), reason=st.text('ab;,." \n', max_size=20))
def test_german_excel_opens_its_dialect(value: float, reason: str):
    made = {"cva": Measurement("cva", value, 1.5, "deg", "placed", reason)}
    data = measurements_csv(made, "excel-de").encode()
    assert data.startswith(b"\xef\xbb\xbfname;value;sd;unit;source;reason_missing\r\n")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert "." not in row["value"]
    assert abs(float(row["value"].replace(",", ".")) - value) <= 1e-4
    assert row["sd"] == "1,5000"
    # A reason is text: its full stops stay.
    assert unguarded(row["reason_missing"]) == reason


def test_the_standard_dialect_has_no_mark_and_is_the_default():
    made = examples.measurements()
    assert measurements_csv(made) == measurements_csv(made, "standard")
    assert measurements_csv(made).startswith("name,value")
    assert "\r" not in measurements_csv(made)


def test_a_table_for_a_reader_follows_the_language():
    assert readers_dialect() == "standard"
    with use_language("de"):
        assert readers_dialect() == "excel-de"


def test_an_unknown_dialect_names_the_known_ones():
    assert csv_dialect("excel-de") == "excel-de"
    with pytest.raises(InputError, match='one of standard, excel-de, not "Excel"'):
        csv_dialect("Excel")
