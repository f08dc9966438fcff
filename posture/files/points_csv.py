"""Rows of a points file in CSV, as spreadsheets in any country write it."""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Sequence
from dataclasses import replace

from posture.body.points import POINTS
from posture.files.csv_in import Line, csv_lines
from posture.files.points_rows import COLUMNS, MEND, Pairs, Row, Table
from posture.i18n.language import tr

_NUMBERS = ("x_px", "y_px", "sd_px")
_OTHER_NAMES = {"x": "x_px", "y": "y_px", "sd": "sd_px", "point": "name", "punkt": "name"}

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
_MAY_BE_THOUSANDS = re.compile(r"[+-]?[1-9]\d?,\d{3}")
"""1,234 is 1234 in one country and 1.234 in another. More digits before the comma would be more
pixels than a picture has."""

_THOUSANDS_POINT = re.compile(r"[+-]?[1-9]\d?\.\d{3}")
"""The same with a point, where other numbers of the file have a decimal comma."""


def csv_rows(data: bytes) -> Table:
    """Read the rows of a CSV file.

    It is read as :func:`posture.files.csv_in.csv_lines` does. Numbers have a decimal point or
    comma; letter case does not matter.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    Table
        Numbers with a decimal point, sources in lower case; empty cells count as not given.

    Raises
    ------
    InputError
        A line is not valid CSV.
    """
    lines = [
        replace(line, cells=_filled(line.cells)) for line in csv_lines(io.BytesIO(data), tr(MEND))
    ]
    header, lines, faults = _header(lines)
    comma = _has_decimal_comma(header, lines)
    rows: list[Row] = []
    for line in lines:
        if len(line.cells) > len(header):
            faults.append(_too_many_cells(line))
            continue
        cells = {key: cell for key, cell in zip(header, line.cells, strict=False) if cell}
        name = cells.pop("name", "")
        label = name[:40] or line_label(line.number)
        for key in _NUMBERS:
            given = cells.get(key, "")
            if _is_ambiguous(given, comma):
                faults.append(_ambiguous(label, key, given))
                # Checked no further, so that one cell has one fault.
                given = given.replace(",", "")
            if key in cells:
                cells[key] = _with_point(given)
        if "source" in cells:
            cells["source"] = cells["source"].lower()
        known = Pairs((key, cell) for key, cell in cells.items() if key in COLUMNS)
        rows.append(Row(name, known, line.number))
    absent = frozenset(COLUMNS[:3]) - set(header)
    return Table(tuple(rows), tuple(faults), absent)


def line_label(number: int) -> str:
    """What stands for the name of a point that has none."""
    return tr("Line {number}").format(number=number)


def _filled(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Cells up to the last that holds anything: spreadsheets write those of empty columns too."""
    count = max(number for number, cell in enumerate(cells, 1) if cell)
    return cells[:count]


def _header(lines: Sequence[Line]) -> tuple[tuple[str, ...], Sequence[Line], list[str]]:
    """Names of the columns, the lines below them, and what is wrong with the names."""
    example = (lines[0].separator if lines else ",").join(COLUMNS[:3])
    given = tuple(cell.lower() for cell in lines[0].cells) if lines else ()
    if given and given[0] in POINTS:
        fault = tr('The line with the names of the columns is missing. Begin with "{example}".')
        return COLUMNS, lines, [fault.format(example=example)]
    faults: list[str] = []
    header: list[str] = []
    for column in given:
        meant = column if column in COLUMNS else _meant(column, {*given, *header})
        if column not in COLUMNS:
            faults.append(_unknown_column(column, meant))
        header.append(meant or column)
    if len(set(header)) < len(header):
        faults.append(tr("A column is given twice. Keep one of each."))
    faults += [
        tr('The column "{column}" is missing. Begin with the line "{example}".').format(
            column=column, example=example
        )
        for column in COLUMNS[:3]
        if column not in header
    ]
    return tuple(header), lines[1:], faults


def _meant(column: str, taken: set[str]) -> str | None:
    """The column that is likely meant, unless the file has that one too."""
    free = [name for name in COLUMNS if name not in taken]
    nearest = difflib.get_close_matches(column, free, n=1, cutoff=0.6)
    meant = _OTHER_NAMES.get(column) or (nearest[0] if nearest else None)
    return meant if meant in free else None


def _unknown_column(column: str, meant: str | None) -> str:
    if meant is not None:
        return tr('The column "{column}" is not known. Write "{meant}".').format(
            column=column[:40], meant=meant
        )
    return tr('The column "{column}" is not known. Use only {columns}.').format(
        column=column[:40], columns=", ".join(COLUMNS)
    )


def _has_decimal_comma(header: Sequence[str], lines: Sequence[Line]) -> bool:
    """Whether a number of the file can only be read with a decimal comma."""
    return any(
        _DECIMAL_COMMA.fullmatch(cell) and not _MAY_BE_THOUSANDS.fullmatch(cell)
        for line in lines
        for key, cell in zip(header, line.cells, strict=False)
        if key in _NUMBERS
    )


def _is_ambiguous(given: str, decimal_comma: bool) -> bool:
    pattern = _THOUSANDS_POINT if decimal_comma else _MAY_BE_THOUSANDS
    return pattern.fullmatch(given) is not None


def _ambiguous(label: str, key: str, given: str) -> str:
    plain = given.replace(",", ".")
    return tr(
        '{point}: {field} "{given}" can be read as {small} or as {large}. Write it with another '
        "number of decimals, or without a separator."
    ).format(point=label, field=key, given=given, small=plain, large=plain.replace(".", ""))


def _with_point(number: str) -> str:
    return number.replace(",", ".") if _DECIMAL_COMMA.fullmatch(number) else number


def _too_many_cells(line: Line) -> str:
    fault = tr("Line {number} has more cells than the header. Remove the extra ones.")
    if line.separator == ",":
        fault = tr(
            "Line {number} has more cells than the header. Remove the extra ones; where numbers "
            "have a decimal comma, separate the cells by semicolons."
        )
    return fault.format(number=line.number)
