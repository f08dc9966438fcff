from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from posture.files.tables import MEASUREMENT_COLUMNS, measurements_csv
from posture.measure.measurement import Measurement
from tests.present import examples


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


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
    reason=st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=20),
)
def test_any_reason_survives(value: float, reason: str):
    made = {"cva": Measurement("cva", value, 1.0, "deg", "placed", reason)}
    (row,) = rows(measurements_csv(made))
    assert abs(float(row["value"]) - value) <= 1e-4
    assert row["reason_missing"] == reason
