"""Measurements as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    return table(COLUMNS, (_row(one) for one in measurements.values()))


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A header line and one line per row."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows(rows)
    return text.getvalue()


def cell(value: float) -> str:
    """A number with four decimals; empty where it is missing."""
    return "" if math.isnan(value) else f"{value:.4f}"


def _row(one: Measurement) -> tuple[str, ...]:
    why = tr(one.reason_missing) if one.reason_missing else ""
    return (one.name, cell(one.value), cell(one.sd), one.unit, one.source, why)
