"""Measurements and comparisons as CSV tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING

from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posture.analysis.comparison import Change, Comparison
    from posture.measure.measurement import Measurement

MEASUREMENT_COLUMNS = ("name", "value", "sd", "unit", "source", "reason_missing")
CHANGE_COLUMNS = ("name", "value", "sd", "unit", "source", "read_jointly", "mdc", "exceeds_mdc")


def measurements_csv(measurements: Mapping[str, Measurement]) -> str:
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
    return _table(MEASUREMENT_COLUMNS, (_measurement(one) for one in measurements.values()))


def comparison_csv(comparison: Comparison) -> str:
    """Write one row per change, in the order given; numbers as in :func:`measurements_csv`.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    str
        ``mdc`` and ``exceeds_mdc`` are empty where nothing is judged.
    """
    return _table(CHANGE_COLUMNS, (_change(one, comparison) for one in comparison.changes.values()))


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A header line and one line per row."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows(rows)
    return text.getvalue()


def _measurement(one: Measurement) -> tuple[str, ...]:
    why = tr(one.reason_missing) if one.reason_missing else ""
    return (one.name, _number(one.value), _number(one.sd), one.unit, one.source, why)


def _change(one: Change, comparison: Comparison) -> tuple[str, ...]:
    judged = (_number(one.mdc), _flag(one.exceeds_mdc)) if comparison.judged else ("", "")
    jointly = _flag(comparison.read_jointly)
    return (
        one.name,
        _number(one.value),
        _number(one.sd),
        one.unit,
        one.source,
        jointly,
        *judged,
    )


def _number(value: float) -> str:
    """A number with four decimals; empty where it is missing."""
    return "" if math.isnan(value) else f"{value:.4f}"


def _flag(value: bool) -> str:
    """As JSON has it, so that both files read alike."""
    return json.dumps(value)
