"""Measurements as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from posture.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posture.measure.measurement import Measurement

COLUMNS = ("name", "value", "sd", "unit", "source", "reason_missing")


def to_csv(measurements: Mapping[str, Measurement]) -> str:
    """Write one row per measurement, in the order given.

    Parameters
    ----------
    measurements : mapping of str to Measurement

    Returns
    -------
    str
        With a header line; numbers with four decimals in the unit named, an empty cell where a
        measurement is missing.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for one in measurements.values():
        why = tr(one.reason_missing) if one.reason_missing else ""
        row = (_cell(one.value), _cell(one.sd), one.unit, one.source, why)
        table.writerow((one.name, *row))
    return text.getvalue()


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.4f}"
