"""Names as they are typed or pasted, one a line, with or without the year of birth."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from posture.errors import InputError
from posture.files.text import plain_name
from posture.i18n.language import tr
from posture.studio.exchange.client_columns import find_columns
from posture.studio.records import LONGEST_NAME, ClientDetails

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST = 200
"""People of one day."""

_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")
_AROUND = re.compile(r"^[\s,;]+|[\s,;]+$")
"""What may stand around a name; the blank of a web page is one of them."""

_YEAR = re.compile(r"^(?P<name>.*?)[\s,;\t(]+(?P<year>(?:19|20)\d\d)\)?$")


def read_names(text: str, language: str = "en") -> tuple[ClientDetails, ...]:
    """Read a list of names.

    Parameters
    ----------
    text : str
        A person a line: ``Ana Ruiz`` or ``Ana Ruiz, 1980``. Empty lines count nothing. A first line
        with headings of a table of clients says which columns hold names and years.
    language : str
        Of the reports.

    Returns
    -------
    tuple of ClientDetails
        In order.

    Raises
    ------
    InputError
        A name is too long or stands there twice, or there are too many: every fault is listed.
    """
    found: list[ClientDetails] = []
    lines: dict[tuple[str, int | None], int] = {}
    faults: list[str] = []
    for number, line in _lines(text):
        plain = _AROUND.sub("", line)
        if not plain:
            continue
        one = _person(plain, language)
        key = _key(one)
        if len(one.name) > LONGEST_NAME:
            faults.append(tr("Line {line}: the name is too long").format(line=number))
        elif key in lines:
            faults.append(
                tr("Line {line}: the same person as in line {other}").format(
                    line=number, other=lines[key]
                )
            )
        lines.setdefault(key, number)
        found.append(one)
    if len(found) > MOST:
        faults.append(tr("At most {most} people fit into one day").format(most=MOST))
    if faults:
        raise InputError(
            tr("The list cannot be used yet:"), tuple(faults), tr("Write a person a line.")
        )
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, as they are typed; rows of a table with headings brought to that.

    A text that was typed may stand before the table.
    """
    columns: dict[str, int] = {}
    delimiter = ""
    for number, line in enumerate(text.splitlines(), 1):
        found, found_delimiter = _headings(line)
        if found:
            columns, delimiter = found, found_delimiter
        elif columns:
            cells = next(csv.reader([line], delimiter=delimiter), [])
            yield number, _as_typed(cells, columns)
        else:
            yield number, line


def _headings(line: str) -> tuple[dict[str, int], str]:
    """Columns of a line of headings, and what lies between them; none where it is a person."""
    for delimiter in (";", ",", "\t"):
        cells = [cell.strip() for cell in line.split(delimiter)]
        columns, left_out = find_columns(cells)
        is_heading = "name" in columns or {"first_name", "last_name"} <= set(columns)
        # A person may be called like a heading; nobody is called like all of several.
        if is_heading and (len(columns) > 1 or (not left_out and cells[0].casefold() == "name")):
            return columns, delimiter
    return {}, ""


def _as_typed(cells: Sequence[str], columns: Mapping[str, int]) -> str:
    def cell(field: str) -> str:
        at = columns.get(field, len(cells))
        return cells[at].strip() if at < len(cells) else ""

    name = cell("name") or f"{cell('first_name')} {cell('last_name')}".strip()
    year = _FOUR_DIGITS.search(cell("year_of_birth"))
    return f"{name}, {year.group()}" if name and year else name


def _key(details: ClientDetails) -> tuple[str, int | None]:
    """What tells two people of a list apart: the name without case, and the year of birth."""
    return plain_name(details.name), details.year_of_birth


def _person(line: str, language: str) -> ClientDetails:
    with_year = _YEAR.match(line)
    name = _AROUND.sub("", with_year["name"]) if with_year else ""
    if with_year is None or not name:
        return ClientDetails(line, language=language)
    return ClientDetails(name, int(with_year["year"]), language=language)
