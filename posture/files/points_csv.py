"""Rows of a points file in CSV, as spreadsheets in any country write it."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from posture.body.points import POINTS
from posture.files.points_rows import COLUMNS, MEND, Pairs, Row, Table
from posture.i18n.language import tr

_DELIMITERS = (",", ";", "\t")
_NUMBERS = ("x_px", "y_px", "sd_px")
_OTHER_NAMES = {"x": "x_px", "y": "y_px", "sd": "sd_px", "point": "name", "punkt": "name"}

_SEP_LINE = re.compile(r'"?sep=([^"\n])"?[ ;,\t]*(\n|$)', re.IGNORECASE)
"""First line by which Excel is told the separator."""

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
_MAY_BE_THOUSANDS = re.compile(r"[+-]?[1-9]\d?,\d{3}")
"""1,234 is 1234 in one country and 1.234 in another. More digits before the comma would be more
pixels than a picture has."""

_THOUSANDS_POINT = re.compile(r"[+-]?[1-9]\d?\.\d{3}")
"""The same with a point, where other numbers of the file have a decimal comma."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: tuple[str, ...]


def csv_rows(text: str) -> Table:
    """Read the rows of a CSV text.

    The separator is a comma, a semicolon or a tab, or what a line ``sep=`` names. Numbers have a
    decimal point or comma; letter case does not matter.

    Parameters
    ----------
    text : str

    Returns
    -------
    Table
        Numbers with a decimal point, sources in lower case; empty cells count as not given.
    """
    try:
        lines, delimiter = _lines(text)
    except csv.Error as error:
        fault = tr("It is not valid CSV ({error}).").format(error=error)
        return Table(faults=(f"{fault} {tr(MEND)}",))
    header, lines, faults = _header(lines, delimiter)
    comma = _has_decimal_comma(header, lines)
    rows: list[Row] = []
    for line in lines:
        if len(line.cells) > len(header):
            faults.append(_too_many_cells(line.number, delimiter))
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


def _lines(text: str) -> tuple[list[_Line], str]:
    """Lines that hold anything, and the separator."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    before = len(text) - len(text.lstrip("\n "))
    start = text[:before].count("\n")
    text = text[before:]
    named = _SEP_LINE.match(text)
    if named:
        text, start = text[named.end() :], start + 1
    delimiter = named[1] if named else _delimiter(text.split("\n", 1)[0])
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    lines: list[_Line] = []
    for row in reader:
        cells = [cell.strip() for cell in row]
        # Spreadsheets end every line with the separators of empty columns.
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            lines.append(_Line(start + reader.line_num, tuple(cells)))
    return lines, delimiter


def _delimiter(first: str) -> str:
    """The separator that makes most known columns of the first line, else most cells."""

    def merit(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip(' "').lower() for cell in first.split(delimiter)]
        return sum(cell in COLUMNS for cell in cells), len(cells)

    return max(_DELIMITERS, key=merit)


def _header(
    lines: Sequence[_Line], delimiter: str
) -> tuple[tuple[str, ...], Sequence[_Line], list[str]]:
    """Names of the columns, the lines below them, and what is wrong with the names."""
    example = delimiter.join(COLUMNS[:3])
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


def _has_decimal_comma(header: Sequence[str], lines: Sequence[_Line]) -> bool:
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


def _too_many_cells(number: int, delimiter: str) -> str:
    fault = tr("Line {number} has more cells than the header. Remove the extra ones.")
    if delimiter == ",":
        fault = tr(
            "Line {number} has more cells than the header. Remove the extra ones; where numbers "
            "have a decimal comma, separate the cells by semicolons."
        )
    return fault.format(number=number)
