"""Measurements and comparisons as CSV tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from posture.errors import InputError
from posture.i18n.language import language, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from posture.analysis.comparison import Change, Comparison
    from posture.measure.measurement import Measurement

CsvDialect = Literal["standard", "excel-de"]
"""``standard``: commas, decimal points, UTF-8 without a mark, lines end in LF. ``excel-de``, for
Excel where numbers have a decimal comma: semicolons, decimal commas, byte order mark, CR LF."""

Cell = str | float | int | bool | date | None
"""What a table may hold; None and NaN are empty cells."""

STANDARD: CsvDialect = "standard"

MEASUREMENT_COLUMNS = ("name", "value", "sd", "unit", "source", "reason_missing")
CHANGE_COLUMNS = ("name", "value", "sd", "unit", "source", "read_jointly", "mdc", "exceeds_mdc")


_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What formulas begin with, in full width too."""


@dataclass(frozen=True, slots=True)
class _Form:
    separator: str
    decimal_sign: str
    line_end: str
    start: str


_FORMS: Mapping[CsvDialect, _Form] = {
    "standard": _Form(",", ".", "\n", ""),
    "excel-de": _Form(";", ",", "\r\n", "\ufeff"),
}


def csv_dialect(name: str) -> CsvDialect:
    """The dialect of that name.

    Raises
    ------
    InputError
        There is none of that name.
    """
    for known in get_args(CsvDialect):
        if name == known:
            return known
    fault = tr('csv-dialect is one of {known}, not "{given}"').format(
        known=", ".join(get_args(CsvDialect)), given=name
    )
    raise InputError(tr("What was given cannot be used:"), (fault,))


def readers_dialect() -> CsvDialect:
    """The dialect that a spreadsheet in the current language opens."""
    return "excel-de" if language() == "de" else STANDARD


def measurements_csv(
    measurements: Mapping[str, Measurement], dialect: CsvDialect = STANDARD
) -> str:
    """Write one row per measurement, in the order given.

    Parameters
    ----------
    measurements : mapping of str to Measurement
    dialect : {"standard", "excel-de"}

    Returns
    -------
    str
        With a header line; numbers with four decimals in the unit named, an empty cell where a
        measurement is missing. Encode it as UTF-8.
    """
    rows = (_measurement(one) for one in measurements.values())
    return csv_table(MEASUREMENT_COLUMNS, rows, dialect)


def comparison_csv(comparison: Comparison, dialect: CsvDialect = STANDARD) -> str:
    """Write one row per change, in the order given; numbers as in :func:`measurements_csv`.

    Parameters
    ----------
    comparison : Comparison
    dialect : {"standard", "excel-de"}

    Returns
    -------
    str
        ``mdc`` and ``exceeds_mdc`` are empty where nothing is judged. Encode it as UTF-8.
    """
    rows = (_change(one, comparison) for one in comparison.changes.values())
    return csv_table(CHANGE_COLUMNS, rows, dialect)


def csv_table(
    columns: Iterable[str], rows: Iterable[Iterable[Cell]], dialect: CsvDialect = STANDARD
) -> str:
    """A header line and one line per row, as one text; see :func:`csv_lines`."""
    return "".join(csv_lines(columns, rows, dialect))


def csv_lines(
    columns: Iterable[str], rows: Iterable[Iterable[Cell]], dialect: CsvDialect = STANDARD
) -> Iterator[str]:
    """Write a header line and one line per row, one after the other.

    Parameters
    ----------
    columns : iterable of str
    rows : iterable of iterables
        Texts, numbers, days and flags; a text that a spreadsheet would take for a formula is
        guarded by an apostrophe.
    dialect : {"standard", "excel-de"}

    Yields
    ------
    str
        A line with its end; encode it as UTF-8.
    """
    form = _FORMS[dialect]
    text = io.StringIO()
    # The writer quotes what its line end holds: a lone CR in a text ends a line for some readers.
    lines = csv.writer(text, delimiter=form.separator, lineterminator="\r\n")
    lines.writerow(columns)
    yield form.start + _taken(text, form)
    for row in rows:
        lines.writerow([_cell(value, form) for value in row])
        yield _taken(text, form)


def guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula.

    Parameters
    ----------
    text : str
        As somebody typed it.

    Returns
    -------
    str
        With an apostrophe before it where it begins like a formula, or like a guarded text, so
        that :func:`unguarded` gives back what was typed.

    Examples
    --------
    >>> guarded("=1+1")
    "'=1+1"
    """
    begins = text.lstrip("' ")
    return f"'{text}" if begins.startswith(_FORMULA) or _hidden(begins) else text


def unguarded(text: str) -> str:
    """What was typed: a text without the apostrophe that :func:`guarded` put before it."""
    bare = text[1:] if text.startswith("'") else text
    return bare if guarded(bare) == text else text


def _hidden(text: str) -> bool:
    """Whether a text begins with a character that a spreadsheet drops before it looks."""
    return text[:1] in ("\t", "\r", "\n")


def _taken(text: io.StringIO, form: _Form) -> str:
    """The line that was written last, with the line end of the dialect."""
    line = text.getvalue().removesuffix("\r\n")
    text.seek(0)
    text.truncate()
    return line + form.line_end


def _cell(value: Cell, form: _Form) -> str:
    """A guarded text, a number with four decimals; empty where it is missing."""
    if isinstance(value, str):
        return guarded(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _flag(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.4f}".replace(".", form.decimal_sign)
    return str(value)


def _measurement(one: Measurement) -> tuple[str | float, ...]:
    why = tr(one.reason_missing) if one.reason_missing else ""
    return (one.name, one.value, one.sd, one.unit, one.source, why)


def _change(one: Change, comparison: Comparison) -> tuple[str | float, ...]:
    judged = (one.mdc, _flag(one.exceeds_mdc)) if comparison.judged else ("", "")
    jointly = _flag(comparison.read_jointly)
    return (one.name, one.value, one.sd, one.unit, one.source, jointly, *judged)


def _flag(value: bool) -> str:
    """As JSON has it, so that both files read alike."""
    return json.dumps(value)
