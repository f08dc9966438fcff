"""Lines of a CSV table that a spreadsheet in any country wrote, read one by one."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from posture.errors import InputError
from posture.files.tables import unguarded
from posture.files.text import encoding_of
from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SEP_LINE = re.compile(r'"?sep=([^"\n])"?[ ;,\t]*$', re.IGNORECASE)
"""First line by which Excel is told the separator."""

_HEAD = 4
"""Bytes in which a byte order mark is looked for."""

_WINDOWS = "posture.windows"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    Attributes
    ----------
    number : int
        In the file, from 1.
    cells : tuple of str
        Without the blanks around them, and without the apostrophe that guards formulas.
    separator : str
        Between the cells; that of the whole file.
    """

    number: int
    cells: tuple[str, ...]
    separator: str


def csv_lines(file: BinaryIO, remedy: str = "") -> Iterator[Line]:
    """Read the lines of a table.

    Parameters
    ----------
    file : binary file
        CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or as Excel for Windows writes it. It
        is closed when all is read.
    remedy : str
        What to do where that fails, one sentence.

    Yields
    ------
    Line

    Raises
    ------
    InputError
        A line is not valid CSV.
    """
    encoding = encoding_of(file.read(_HEAD))
    file.seek(0)
    # What Excel for Windows calls CSV is neither; every byte is a letter there.
    with io.TextIOWrapper(file, encoding, errors=_WINDOWS, newline="") as text:
        number, first = _first_line(text, 0)
        # A tab that is named is no blank at the end.
        named = _SEP_LINE.fullmatch(first.strip(" \r\n"))
        if named:
            number, first = _first_line(text, number)
        separator = named[1] if named else max(",;\t", key=first.count)
        reader = csv.reader(chain([first], text), delimiter=separator, strict=True)
        before, begins = number - 1, number
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    plain = tuple(unguarded(cell).strip() for cell in cells)
                    yield Line(begins, plain, separator)
                begins = before + reader.line_num + 1
        except csv.Error as error:
            raise InputError(
                tr("The table cannot be read from line {line} on: {why}.").format(
                    line=begins, why=error
                ),
                remedy=remedy,
            ) from error


def _first_line(text: Iterable[str], number: int) -> tuple[int, str]:
    """The next line that is not blank, with its number; empty at the end of the file."""
    for line in text:
        number += 1
        if line.strip():
            return number, line
    return number, ""


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read what is not UTF-8 as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_WINDOWS, _as_windows)
