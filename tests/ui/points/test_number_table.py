"""What the table of numbers says of a change: bold, and how the error moved."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from posture.measure.measurement import Measurement
from posture.ui.points.number_table import compare_numbers
from tests.fixtures.analyses import ANALYSIS

CVA = ANALYSIS.measurements["cva"]


def changed(was: Measurement, now: Measurement) -> tuple[bool, str]:
    before, after = (replace(ANALYSIS, measurements={"cva": one}) for one in (was, now))
    (row,) = compare_numbers(before, after)
    return row.changed, row.sign


@pytest.mark.parametrize(
    ("value", "sd", "expected"),
    [
        (45.0, 3.0, (False, "")),
        (37.0, 10.0, (True, "↑")),
        (37.0, 1.0, (True, "↓")),
        (41.0, 3.0, (True, "")),
        # The same numbers are shown: nothing that a reader could see has changed.
        (45.2, 2.6, (False, "")),
        (math.nan, math.nan, (True, "")),
    ],
)
def test_a_change_of_value_or_error_is_marked(value: float, sd: float, expected: tuple[bool, str]):
    was = replace(CVA, value=45.0, sd=3.0)
    assert changed(was, replace(was, value=value, sd=sd)) == expected
